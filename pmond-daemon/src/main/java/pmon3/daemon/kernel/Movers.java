package pmon3.daemon.kernel;

import static pmon3.daemon.kernel.ChannelFiles.LIBC;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import jnr.constants.platform.OpenFlags;

/**
 * Who renames things into a directory, by the kernel's word and whosoever they are: fanotify(7) names the process. It wants
 * CAP_SYS_ADMIN for that; elsewhere nobody is named.
 */
public final class Movers {
    private static final int FAN_CLOEXEC = 0x1;
    private static final int FAN_NONBLOCK = 0x2;
    /** For CAP_SYS_ADMIN alone, as the processes are; others would be told a 0 for each. */
    private static final int FAN_UNLIMITED_QUEUE = 0x10;

    private static final int FAN_REPORT_DFID_NAME = 0xc00;
    private static final int FAN_MARK_ADD = 0x1;
    private static final long FAN_MOVED_TO = 0x80;
    private static final long FAN_ONDIR = 0x4000_0000L;

    /** struct fanotify_event_metadata: the event's length is its first word, the process its last. */
    private static final int METADATA_BYTES = 24;

    private static final int PID_OFFSET = 20;
    /** Some hundreds of events; there are more where it matters. */
    private static final int BUFFER_BYTES = 32 * 1024;

    private static final long PAUSE_NS = 50_000;

    private Movers() {}

    /**
     * Watches for a moment.
     *
     * @return how often each user did it, by the uid that the kernel judges access by; of those who have ended, nothing;
     *     empty if the kernel does not tell us
     */
    public static Optional<Map<Integer, Integer>> watch(int directory, int ms) {
        int fanotify = LIBC.fanotify_init(
                FAN_CLOEXEC | FAN_NONBLOCK | FAN_UNLIMITED_QUEUE | FAN_REPORT_DFID_NAME, OpenFlags.O_RDONLY.intValue());
        if (fanotify < 0) {
            return Optional.empty();
        }
        try {
            if (LIBC.fanotify_mark(fanotify, FAN_MARK_ADD, FAN_MOVED_TO | FAN_ONDIR, directory, null) != 0) {
                return Optional.empty();
            }
            return Optional.of(users(processes(fanotify, ms)));
        } finally {
            ChannelFiles.close(fanotify);
        }
    }

    /** The kernel makes one of equal events that wait, so that two names that change places are read again and again. */
    private static Map<Integer, Integer> processes(int fanotify, int ms) {
        ByteBuffer events = ChannelFiles.direct(BUFFER_BYTES);
        Map<Integer, Integer> times = new HashMap<>();
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        while (System.nanoTime() - endNs < 0) {
            int length = (int) LIBC.read(fanotify, events, BUFFER_BYTES);
            for (int at = 0; at + METADATA_BYTES <= length; at += Math.max(METADATA_BYTES, events.getInt(at))) {
                times.merge(events.getInt(at + PID_OFFSET), 1, Integer::sum);
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        return times;
    }

    private static Map<Integer, Integer> users(Map<Integer, Integer> processes) {
        Map<Integer, Integer> times = new HashMap<>();
        processes.forEach((pid, count) ->
                UidLine.ofProcess(pid).ifPresent(uids -> times.merge(uids.fileSystem(), count, Integer::sum)));
        return times;
    }
}
