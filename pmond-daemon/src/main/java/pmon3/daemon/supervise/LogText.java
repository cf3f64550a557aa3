package pmon3.daemon.supervise;

/** Keeps what users choose from forging log lines or driving a terminal. */
public final class LogText {
    private LogText() {}

    /** Control characters, line separators included, as backslash-u escapes. */
    public static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = !Character.isISOControl(c) && c != '\u2028' && c != '\u2029';
            out.append(plain ? String.valueOf(c) : String.format("\\u%04x", (int) c));
        }
        return out.toString();
    }
}
