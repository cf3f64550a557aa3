package pmon3.daemon.kernel;

import java.io.IOException;

/** A system call failed. The message is for people: {@code /srv/app: permission denied}. */
public final class ErrnoException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /** @param subject what the call was about: a path, or the call's name */
    ErrnoException(String subject, int errno) {
        super(subject + ": " + Errno.text(errno));
        this.errno = errno;
    }

    /** Of the call that just failed in this thread. */
    static ErrnoException last(String subject) {
        return new ErrnoException(subject, LibC.errno());
    }

    /** As in errno(3). */
    public int errno() {
        return errno;
    }

    /** The name is not there. */
    public boolean isMissing() {
        return errno == Errno.ENOENT;
    }

    /** The name is taken. */
    public boolean isTaken() {
        return errno == Errno.EEXIST;
    }
}
