package pmon3.daemon.kernel;

import static pmon3.daemon.kernel.ChannelFiles.LIBC;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import jnr.constants.platform.OpenFlags;

/**
 * Who renames things into a directory, by the kernel's word and whosoever they are: fanotify(7) names the process. It wants
 * CAP_SYS_ADMIN for that; elsewhere nobody is named. One thread.
 */
public final class Movers implements AutoCloseable {
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

    /** Processes whose user is looked for at one time; what more of them did is not counted. */
    private static final int NEW_PROCESSES_LIMIT = 32;

    private final int fanotify;
    private final ByteBuffer events = ChannelFiles.direct(BUFFER_BYTES);
    /** Empty for those who had ended by then. */
    private final Map<Integer, OptionalInt> usersOfProcesses = new HashMap<>();

    private final Map<Integer, Integer> times = new HashMap<>();

    private Movers(int fanotify) {
        this.fanotify = fanotify;
    }

    /** From now on; empty if the kernel does not tell us. */
    public static Optional<Movers> watch(int directory) {
        int fanotify = LIBC.fanotify_init(
                FAN_CLOEXEC | FAN_NONBLOCK | FAN_UNLIMITED_QUEUE | FAN_REPORT_DFID_NAME, OpenFlags.O_RDONLY.intValue());
        if (fanotify < 0) {
            return Optional.empty();
        }
        if (LIBC.fanotify_mark(fanotify, FAN_MARK_ADD, FAN_MOVED_TO | FAN_ONDIR, directory, null) != 0) {
            ChannelFiles.close(fanotify);
            return Optional.empty();
        }
        return Optional.of(new Movers(fanotify));
    }

    /**
     * Counts some of what was done meanwhile, for whoever did it; to be called often, for a process that has ended has no
     * user, and the kernel makes one of equal events that wait, as of two names that change places. Does not wait.
     */
    public void read() {
        int length = (int) LIBC.read(fanotify, events, BUFFER_BYTES);
        int newProcesses = 0;
        for (int at = 0; at + METADATA_BYTES <= length; at += Math.max(METADATA_BYTES, events.getInt(at))) {
            int pid = events.getInt(at + PID_OFFSET);
            if (!usersOfProcesses.containsKey(pid) && newProcesses++ < NEW_PROCESSES_LIMIT) {
                usersOfProcesses.put(pid, userOf(pid));
            }
            usersOfProcesses.getOrDefault(pid, OptionalInt.empty()).ifPresent(uid -> times.merge(uid, 1, Integer::sum));
        }
    }

    /** How often each user did it since the watch began or was begun anew, by the uid that the kernel judges access by. */
    public Map<Integer, Integer> times() {
        return Map.copyOf(times);
    }

    /** From now on. */
    public void beginAnew() {
        times.clear();
        usersOfProcesses.clear();
    }

    private static OptionalInt userOf(int pid) {
        return UidLine.ofProcess(pid)
                .map(uids -> OptionalInt.of(uids.fileSystem()))
                .orElse(OptionalInt.empty());
    }

    @Override
    public void close() {
        ChannelFiles.close(fanotify);
    }
}
