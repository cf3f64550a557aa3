package pmon3.daemon.supervise;

/** The fixed times of a process's life, in milliseconds; the configurable ones are in {@link Policy}. */
public final class Timing {
    /** A program that lives this long counts as running. */
    public static final long SETTLE_MS = 200;
    /** One that ran this long is restarted at once; any other, this long after its last start. */
    public static final long RESTART_DELAY_MS = 5_000;
    /** A start that takes longer is said to wait for something. */
    public static final long SLOW_START_MS = 2_000;
    /** What survives SIGKILL this long is given up on, but still watched. */
    public static final long STUCK_MS = 5_000;
    /** After this long a start by itself does not wait for the database any more, if its identity is kept elsewhere. */
    public static final long KEEP_AFTER_MS = 500;
    /** After this long what was asked is refused if the database has not answered. */
    public static final long STORE_PATIENCE_MS = 2_000;
    /** A wake-up that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    private Timing() {}

    /** How long to wait before looking again whether members live, after waiting this long already. */
    static long pollMs(long waitedMs) {
        if (waitedMs < 100) {
            return 5;
        }
        if (waitedMs < 1_000) {
            return 20;
        }
        return waitedMs < STUCK_MS ? 100 : 1_000;
    }
}
