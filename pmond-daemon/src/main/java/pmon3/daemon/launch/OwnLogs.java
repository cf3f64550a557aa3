package pmon3.daemon.launch;

/** Where pmond's own logs are. */
public final class OwnLogs {
    private OwnLogs() {}

    /** {@code <directory>/<name>.log}. */
    public static String path(String directory, String name) {
        return (directory.endsWith("/") ? directory : directory + "/") + name + ".log";
    }
}
