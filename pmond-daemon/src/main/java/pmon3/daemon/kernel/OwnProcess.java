package pmon3.daemon.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jnr.ffi.Pointer;

/** What pmond changes about itself. Its children get what {@link Inherited} has captured before. */
public final class OwnProcess {
    /** More than this is of no use, and some systems put a billion here. */
    private static final long OPEN_FILES_WANTED = 524_288;

    private OwnProcess() {}

    public static int pid() {
        return LibC.calls().getpid();
    }

    public static int effectiveUid() {
        return LibC.calls().geteuid();
    }

    /** Orphans of our descendants become our children, to be reaped (prctl(2), PR_SET_CHILD_SUBREAPER). */
    public static void becomeSubreaper() throws IOException {
        if (LibC.calls().prctl(Linux.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0) {
            throw ErrnoException.last("prctl");
        }
    }

    /** Raises the soft limit of open files towards the hard one, which stays (prlimit(2)). */
    public static void raiseOpenFiles() throws IOException {
        Pointer limit = LibC.allocate(2 * Long.BYTES);
        if (LibC.calls().prlimit(0, Linux.RLIMIT_NOFILE, null, limit) != 0) {
            throw ErrnoException.last("prlimit");
        }
        long soft = limit.getLong(0);
        long hard = limit.getLong(Long.BYTES);
        long wanted = Long.compareUnsigned(hard, OPEN_FILES_WANTED) < 0 ? hard : OPEN_FILES_WANTED;
        if (Long.compareUnsigned(soft, wanted) >= 0) {
            return;
        }
        limit.putLong(0, wanted);
        if (LibC.calls().prlimit(0, Linux.RLIMIT_NOFILE, limit, null) != 0) {
            throw ErrnoException.last("prlimit");
        }
    }

    /** @param score -1000 to 1000; lowering it needs CAP_SYS_RESOURCE (proc_pid_oom_score_adj(5)) */
    public static void setOomScore(int score) throws IOException {
        Files.writeString(Path.of("/proc/self/oom_score_adj"), Integer.toString(score));
    }
}
