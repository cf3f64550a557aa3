package pmon3.daemon.supervise;

import pmon3.screen.Escapes;

/** Keeps what users choose from forging log lines or driving a terminal. */
public final class LogText {
    private LogText() {}

    /** Control characters, line separators and what reorders the text around it, as backslash-u escapes. */
    public static String printable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return escaped(text);
            }
        }
        return text;
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                out.append(c);
            } else {
                out.append(String.format("\\u%04x", (int) c));
            }
        }
        return out.toString();
    }

    private static boolean isPlain(char c) {
        return !Character.isISOControl(c) && !Escapes.misleads(c);
    }
}
