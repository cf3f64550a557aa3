package pmon3.daemon.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import jnr.ffi.Pointer;

/** All descriptors that this JVM may have are taken, but for as many as a test gives back. To be closed by the test. */
public final class ScarceDescriptors implements AutoCloseable {
    /** What a JVM that runs tests has open, and some more. */
    private static final long ENOUGH_FILES = 2_000;

    private final Pointer before = LibC.allocate(2 * Long.BYTES);
    private final Deque<Integer> taken = new ArrayDeque<>();

    private ScarceDescriptors() {
        LibC.calls().prlimit(0, Linux.RLIMIT_NOFILE, null, before);
        Pointer limit = LibC.allocate(2 * Long.BYTES);
        limit.putLong(0, Math.min(ENOUGH_FILES, before.getLong(0)));
        limit.putLong(Long.BYTES, before.getLong(Long.BYTES));
        LibC.calls().prlimit(0, Linux.RLIMIT_NOFILE, limit, null);
    }

    public static ScarceDescriptors takeAll() {
        ScarceDescriptors scarce = new ScarceDescriptors();
        // A class is a file, too: what is needed to give back is loaded while there are descriptors.
        scarce.taken.push(another());
        scarce.giveBack(1);
        scarce.takeFree();
        return scarce;
    }

    /** Takes all that are free now; how many these were. */
    public int takeFree() {
        int number = 0;
        for (int fd = another(); fd >= 0; fd = another()) {
            taken.push(fd);
            number++;
        }
        return number;
    }

    public void giveBack(int number) {
        for (int i = 0; i < number; i++) {
            Descriptors.close(taken.pop());
        }
    }

    @Override
    public void close() {
        giveBack(taken.size());
        LibC.calls().prlimit(0, Linux.RLIMIT_NOFILE, before, null);
    }

    private static int another() {
        return LibC.calls().fcntl(0, Linux.F_DUPFD_CLOEXEC, 0);
    }
}
