package pmon3.screen;

/**
 * Makes foreign text harmless on a terminal: control characters, line separators, and characters that reorder the text
 * around them or are not seen are shown as {@code \n}, {@code \t}, {@code \}{@code xNN} or {@code \}{@code uNNNN}; all else stays as it is.
 */
public final class Escapes {
    private static final String HEX = "0123456789abcdef";

    private Escapes() {}

    /** The text as it may be shown; the same object if nothing had to be escaped. */
    public static String shown(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isHarmful(text, i)) {
                return escaped(text, i);
            }
        }
        return text;
    }

    private static String escaped(String text, int first) {
        StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            if (isHarmful(text, i)) {
                escape(shown, text.charAt(i));
            } else {
                shown.append(text.charAt(i));
            }
        }
        return shown.toString();
    }

    private static void escape(StringBuilder shown, char c) {
        if (c == '\n') {
            shown.append("\\n");
        } else if (c == '\t') {
            shown.append("\\t");
        } else if (c == '\r') {
            shown.append("\\r");
        } else if (c < 0x80) {
            shown.append("\\x").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
        } else {
            shown.append("\\u")
                    .append(HEX.charAt(c >> 12))
                    .append(HEX.charAt(c >> 8 & 15))
                    .append(HEX.charAt(c >> 4 & 15))
                    .append(HEX.charAt(c & 15));
        }
    }

    /** Whether the character there must not be shown as it is. */
    public static boolean isHarmful(String text, int index) {
        char c = text.charAt(index);
        if (c < 0x7f) {
            return c < 0x20;
        }
        return c < 0xa0 || misleads(c) || isLoneSurrogate(text, index);
    }

    /**
     * Whether a terminal shows the text around it in another order or on another line, or shows nothing of it, so that two
     * names look the same. Not the joiners U+200C and U+200D, which words of some languages and emoji need.
     */
    public static boolean misleads(char c) {
        return reordersOrBreaks(c) || isUnseen(c);
    }

    private static boolean reordersOrBreaks(char c) {
        return c >= 0x200e && c <= 0x200f || c >= 0x2028 && c <= 0x202e || c >= 0x2066 && c <= 0x2069 || c == 0x061c;
    }

    /** Without width, or a letter that is blank. */
    private static boolean isUnseen(char c) {
        return c == 0x200b
                || c >= 0x2060 && c <= 0x2065
                || c >= 0x206a && c <= 0x206f
                || c >= 0xfff9 && c <= 0xfffb
                || c == 0x180e
                || c == 0x3164
                || c == 0xfeff
                || c == 0xffa0;
    }

    private static boolean isLoneSurrogate(String text, int index) {
        char c = text.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return Character.isLowSurrogate(c) && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }
}
