package pmon3.daemon.server;

/**
 * Who asks, as the kernel says.
 *
 * @param uid the owner of the request's file, proven by the lock on it
 * @param pid the process that held the lock; for log lines only, it may be gone
 */
public record Caller(int uid, int pid) {
    @Override
    public String toString() {
        return "uid " + Integer.toUnsignedString(uid) + " (pid " + pid + ")";
    }
}
