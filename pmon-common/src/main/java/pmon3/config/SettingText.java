package pmon3.config;

/** From a value's spelling to what it means, as the Go program's YAML reader understands it. */
final class SettingText {
    /** A number that no range allows, for spellings of numbers that are too large. */
    private static final long TOO_LARGE = Long.MAX_VALUE;

    private SettingText() {}

    /** True, false, or null if it is no boolean: YAML 1.2's words and 1.1's, in any case, and what variables use. */
    static Boolean toBoolean(String text) {
        return switch (lower(text.trim())) {
            case "true", "yes", "on", "y", "t", "1" -> Boolean.TRUE;
            case "false", "no", "off", "n", "f", "0" -> Boolean.FALSE;
            default -> null;
        };
    }

    /**
     * A whole number, or null if it is none: decimal, 0x, 0o, 0b, octal by a leading 0, with underscores; of a decimal
     * fraction the whole part.
     */
    static Long toInteger(String text) {
        String digits = withoutUnderscores(text.trim());
        boolean negative = digits.startsWith("-");
        if (negative || digits.startsWith("+")) {
            digits = digits.substring(1);
        }
        Long magnitude = magnitude(lower(digits));
        if (magnitude == null) {
            return null;
        }
        return negative ? Long.valueOf(-magnitude) : magnitude;
    }

    private static Long magnitude(String digits) {
        if (digits.startsWith("0x")) {
            return inBase(digits, 2, 16);
        }
        if (digits.startsWith("0o")) {
            return inBase(digits, 2, 8);
        }
        if (digits.startsWith("0b")) {
            return inBase(digits, 2, 2);
        }
        if (digits.length() > 1 && digits.startsWith("0")) {
            Long octal = inBase(digits, 1, 8);
            return octal != null ? octal : decimal(digits);
        }
        return decimal(digits);
    }

    private static Long decimal(String digits) {
        Long whole = inBase(digits, 0, 10);
        return whole != null ? whole : fraction(digits);
    }

    /** The whole part of a number such as 500.0 or 1e3. */
    private static Long fraction(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (!(c >= '0' && c <= '9' || i > 0 && (c == '.' || c == 'e' || c == '+' || c == '-'))) {
                return null;
            }
        }
        try {
            return (long) Double.parseDouble(digits);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static Long inBase(String digits, int from, int base) {
        if (from >= digits.length()) {
            return null;
        }
        long value = 0;
        for (int i = from; i < digits.length(); i++) {
            int digit = digits.charAt(i) < 128 ? Character.digit(digits.charAt(i), base) : -1;
            if (digit < 0) {
                return null;
            }
            value = value > (TOO_LARGE - digit) / base ? TOO_LARGE : value * base + digit;
        }
        return value;
    }

    /** Permission bits, or null if it is no octal number. */
    static Long toMode(String text) {
        String digits = lower(withoutUnderscores(text.trim()));
        return inBase(digits, digits.startsWith("0o") ? 2 : 0, 8);
    }

    /** The level that a word names, or null. */
    static String toLevel(String text) {
        String level = lower(text.trim());
        return switch (level) {
            case "debug", "info", "warn", "error" -> level;
            default -> null;
        };
    }

    private static String withoutUnderscores(String text) {
        return text.indexOf('_') < 0 ? text : text.replace("_", "");
    }

    /** Lower case without regard to any locale. */
    static String lower(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            lower.append((char) (c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c));
        }
        return lower.toString();
    }
}
