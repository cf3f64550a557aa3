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
    private static final int FAN_MARK_FLUSH = 0x80;
    private static final int NO_DIRECTORY = -1;
    private static final long FAN_MOVED_TO = 0x80;
    private static final long FAN_ONDIR = 0x4000_0000L;

    /** struct fanotify_event_metadata: the event's length is its first word, the process its last. */
    private static final int METADATA_BYTES = 24;

    private static final int PID_OFFSET = 20;
    /** Some hundreds of events; there are more where it matters. */
    private static final int BUFFER_BYTES = 32 * 1024;

    /** Of buffers: more than wait where they are read all the time, and an end where they come as fast as they are read. */
    private static final int DRAIN_ROUNDS = 64;

    /** Processes whose user is looked for at one time; what more of them did is not counted. */
    private static final int NEW_PROCESSES_LIMIT = 32;

    private final int fanotify;
    private final ByteBuffer events;
    /** Empty for those who had ended by then. */
    private final Map<Integer, OptionalInt> usersOfProcesses = new HashMap<>();

    private final Map<Integer, Integer> times = new HashMap<>();

    private Movers(int fanotify, ByteBuffer events) {
        this.fanotify = fanotify;
        this.events = events;
    }

    /** Nothing is watched yet; empty if the kernel will not tell us. */
    public static Optional<Movers> open() {
        ByteBuffer events = ChannelFiles.direct(BUFFER_BYTES);
        int fanotify = LIBC.fanotify_init(
                FAN_CLOEXEC | FAN_NONBLOCK | FAN_UNLIMITED_QUEUE | FAN_REPORT_DFID_NAME, OpenFlags.O_RDONLY.intValue());
        return fanotify < 0 ? Optional.empty() : Optional.of(new Movers(fanotify, events));
    }

    /** Watches a directory from now on; whether the kernel does that for its file system. */
    public boolean begin(int directory) {
        beginAnew();
        return LIBC.fanotify_mark(fanotify, FAN_MARK_ADD, FAN_MOVED_TO | FAN_ONDIR, directory, null) == 0;
    }

    /**
     * Watches nothing any more. To close the descriptor would do that too, but the kernel has whoever closes it wait until no
     * event is under way, 8 to 16 ms, and this does not.
     */
    public void end() {
        LIBC.fanotify_mark(fanotify, FAN_MARK_FLUSH, 0, NO_DIRECTORY, null);
    }

    /**
     * Counts some of what was done meanwhile, for whoever did it; to be called often, for a process that has ended has no
     * user, and the kernel makes one of equal events that wait, as of two names that change places. Does not wait.
     */
    public void read() {
        int length = next();
        int newProcesses = 0;
        for (int at = 0; at + METADATA_BYTES <= length; at += Math.max(METADATA_BYTES, events.getInt(at))) {
            int pid = events.getInt(at + PID_OFFSET);
            if (!usersOfProcesses.containsKey(pid) && newProcesses++ < NEW_PROCESSES_LIMIT) {
                usersOfProcesses.put(pid, userOf(pid));
            }
            usersOfProcesses.getOrDefault(pid, OptionalInt.empty()).ifPresent(uid -> times.merge(uid, 1, Integer::sum));
        }
    }

    /** Bytes of the events that were read; 0 or less where none wait. */
    private int next() {
        return (int) LIBC.read(fanotify, events, BUFFER_BYTES);
    }

    /** How often each user did it since the watch began or was begun anew, by the uid that the kernel judges access by. */
    public Map<Integer, Integer> times() {
        return Map.copyOf(times);
    }

    /** What was done until now does not count. */
    public void beginAnew() {
        int round = 0;
        while (round < DRAIN_ROUNDS && next() > 0) {
            round++;
        }
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
