package pmon3.model;

/**
 * How a program ended.
 *
 * @param kind whether it returned, was killed, or ended unobserved
 * @param value the exit code (0..255) or the signal's number (1..64); 0 where unknown
 */
public record ProcessExit(Kind kind, int value) {
    /** The three ways an end can be known. */
    public enum Kind {
        EXITED,
        SIGNALED,
        /** It ended while it was nobody's child here, and the kernel told no status. */
        UNKNOWN
    }

    public static final ProcessExit UNKNOWN = new ProcessExit(Kind.UNKNOWN, 0);

    public static ProcessExit exited(int code) {
        return new ProcessExit(Kind.EXITED, code);
    }

    public static ProcessExit signaled(int signal) {
        return new ProcessExit(Kind.SIGNALED, signal);
    }

    /** For people: {@code exit code 1}, {@code signal 9}, {@code unknown}. */
    public String text() {
        return switch (kind) {
            case EXITED -> "exit code " + value;
            case SIGNALED -> "signal " + value;
            case UNKNOWN -> "unknown";
        };
    }
}
