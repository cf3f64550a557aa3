package pmon3.daemon.kernel;

import jnr.ffi.Pointer;

/**
 * The clock that {@code /proc/PID/stat} tells start times in: CLOCK_BOOTTIME (clock_gettime(2)), which counts on while the
 * machine sleeps. {@code /proc/uptime} would be the same, were it not shown as the container's own age by lxcfs, which leaves start
 * times alone.
 */
public final class BootClock {
    private static final double NS_PER_SECOND = 1e9;

    private BootClock() {}

    /** Seconds since boot. */
    public static double seconds() {
        Pointer time = LibC.allocate(2 * Long.BYTES);
        if (LibC.calls().clock_gettime(Linux.CLOCK_BOOTTIME, time) != 0) {
            throw new IllegalStateException(
                    "clock_gettime: " + ErrnoException.last("CLOCK_BOOTTIME").getMessage());
        }
        return time.getLong(0) + time.getLong(Long.BYTES) / NS_PER_SECOND;
    }
}
