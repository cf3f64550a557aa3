package pmon3.daemon.config;

import java.util.Locale;
import java.util.Set;
import pmon3.screen.Escapes;

/**
 * Texts in double quotes with escapes that JSON, YAML and TOML read alike. Characters that no terminal should be given
 * (controls, and what reorders the text around it) are escaped.
 */
final class QuotedText {
    private static final String HEX = "0123456789abcdef";
    /** Words that YAML, in one version or another, takes for something else than a text. */
    private static final Set<String> YAML_WORDS = Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null");

    private QuotedText() {}

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            append(quoted, text.charAt(i));
        }
        return quoted.append('"').toString();
    }

    /** As it is where YAML reads that as the same text, else quoted. */
    static String plain(String text) {
        return isPlain(text) ? text : quoted(text);
    }

    private static boolean isPlain(String text) {
        if (text.isEmpty() || !isLetter(text.charAt(0)) || YAML_WORDS.contains(text.toLowerCase(Locale.ROOT))) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLetter(c) && (c < '0' || c > '9') && "_-.=".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static void append(StringBuilder quoted, char c) {
        switch (c) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            case '\n' -> quoted.append("\\n");
            case '\t' -> quoted.append("\\t");
            case '\r' -> quoted.append("\\r");
            default -> {
                if (isHarmful(c)) {
                    quoted.append("\\u")
                            .append(HEX.charAt(c >> 12))
                            .append(HEX.charAt(c >> 8 & 15))
                            .append(HEX.charAt(c >> 4 & 15))
                            .append(HEX.charAt(c & 15));
                } else {
                    quoted.append(c);
                }
            }
        }
    }

    private static boolean isHarmful(char c) {
        return Character.isISOControl(c) || Escapes.misleads(c) || c >= 0xfffe;
    }
}
