package pmon3.daemon.kernel;

/** The units that {@code /proc/PID/stat} counts in, as this machine has them (sysconf(3)). */
public final class ProcUnits {
    /** Of times: start, utime and stime. */
    public static final long TICKS_PER_SECOND = LibC.calls().sysconf(Linux.SC_CLK_TCK);

    /** Of the resident set. */
    public static final long PAGE_BYTES = LibC.calls().sysconf(Linux.SC_PAGESIZE);

    private ProcUnits() {}
}
