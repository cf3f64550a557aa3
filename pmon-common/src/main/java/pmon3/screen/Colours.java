package pmon3.screen;

/** The 24-bit colours of the tables, as terminals take them. All cells are bold, as the Go program has them. */
public final class Colours {
    static final String RESET = "\u001b[0m";
    static final String PLAIN = "\u001b[1m";
    static final String HEADER = "\u001b[1;38;2;0;255;255m";
    static final String KEY = "\u001b[1;38;2;175;175;0m";

    private static final String GREEN = "\u001b[1;38;2;22;255;22m";
    private static final String YELLOW = "\u001b[1;38;2;255;255;0m";
    private static final String RED = "\u001b[1;38;2;255;0;0m";
    private static final String ORANGE = "\u001b[1;38;2;244;67;54m";
    private static final String GREY = "\u001b[1;38;2;128;128;128m";

    private Colours() {}

    static String ofStatus(String status) {
        if (status.equals("running")) {
            return GREEN;
        }
        if (status.equals("stopped")) {
            return YELLOW;
        }
        if (status.equals("failed")) {
            return RED;
        }
        return status.equals("backoff") ? ORANGE : GREY;
    }
}
