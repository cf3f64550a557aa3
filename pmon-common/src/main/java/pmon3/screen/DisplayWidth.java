package pmon3.screen;

/** How many columns of a terminal a text takes: wide characters two, combining ones none, as {@code wcwidth} counts. */
public final class DisplayWidth {
    private static final int FIRST_COMBINING = 0x300;

    private DisplayWidth() {}

    /** Columns of a text without control characters. */
    public static int of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= FIRST_COMBINING) {
                return i + WideCharacters.columns(text, i);
            }
        }
        return text.length();
    }
}
