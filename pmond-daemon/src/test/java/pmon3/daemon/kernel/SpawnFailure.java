package pmon3.daemon.kernel;

/** Why a start fails, in the words that pmond has for it. */
public enum SpawnFailure {
    EMFILE(Errno.EMFILE, false),
    EAGAIN(Errno.EAGAIN, false),
    ENOMEM(12, false),
    ENOENT(Errno.ENOENT, true),
    EACCES(Errno.EACCES, true);

    private final int errno;
    private final boolean ofFile;

    SpawnFailure(int errno, boolean ofFile) {
        this.errno = errno;
        this.ofFile = ofFile;
    }

    /** Whether it is the program that is at fault; else there is no helper to be had, which is over after a while. */
    public boolean isOfFile() {
        return ofFile;
    }

    public String text(String file) {
        return (ofFile ? file : SpawnHelper.SUBJECT) + ": " + Errno.text(errno);
    }
}
