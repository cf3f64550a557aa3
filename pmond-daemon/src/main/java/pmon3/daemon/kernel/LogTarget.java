package pmon3.daemon.kernel;

/** Where output goes. */
public sealed interface LogTarget {
    /**
     * The daemon's own log {@code <directory>/<name>.log}: opened by the daemon through a descriptor of the directory,
     * following no link; one that exists and is not a regular file with one link and the right owner is renamed to
     * {@code <name>.log-<stamp>} first. A new one has the mode and the owner from its first moment,
     * and is removed again, if still empty, when the start fails before its program ran.
     *
     * @param fileName {@code <name>.log}, no slash
     * @param mode permission bits
     */
    record Own(String directory, String fileName, int mode, int uid, int gid) implements LogTarget {}

    /** A path that a user chose: opened by the helper with that user's rights. */
    record Chosen(String path) implements LogTarget {}

    /** A descriptor that the daemon has opened already, a pipe for instance. */
    record Handed() implements LogTarget {}
}
