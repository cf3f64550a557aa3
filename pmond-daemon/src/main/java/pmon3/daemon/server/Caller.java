package pmon3.daemon.server;

/**
 * Who asks.
 *
 * @param uid of the user, as the transport has proven it
 * @param pid the client's process, 0 where the transport cannot tell; for log lines only, it may be gone
 */
public record Caller(int uid, int pid) {
    @Override
    public String toString() {
        return "uid " + Integer.toUnsignedString(uid) + (pid == 0 ? "" : " (pid " + pid + ")");
    }
}
