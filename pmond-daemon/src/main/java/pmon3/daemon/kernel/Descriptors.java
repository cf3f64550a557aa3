package pmon3.daemon.kernel;

/**
 * Our own descriptors are close-on-exec and lie above those that the spawn helper is given, so that none of them can be
 * overwritten while a child is made.
 */
final class Descriptors {
    private static final int LOWEST_OWN = 10;

    private Descriptors() {}

    /** Moves a fresh descriptor out of the way of the helper's (fcntl(2)). */
    static int raise(int fd, String subject) throws ErrnoException {
        if (fd >= LOWEST_OWN) {
            return fd;
        }
        int raised = LibC.calls().fcntl(fd, Linux.F_DUPFD_CLOEXEC, LOWEST_OWN);
        if (raised < 0) {
            ErrnoException failure = ErrnoException.last(subject);
            close(fd);
            throw failure;
        }
        close(fd);
        return raised;
    }

    /** As {@link #raise}; if that fails, the other of the two is closed as well. */
    static int raiseOrClose(int fd, int other) throws ErrnoException {
        try {
            return raise(fd, SpawnHelper.SUBJECT);
        } catch (ErrnoException failure) {
            close(other);
            throw failure;
        }
    }

    /** Never repeated: Linux has released the number even if it reports EINTR (close(2)). */
    static void close(int fd) {
        LibC.calls().close(fd);
    }
}
