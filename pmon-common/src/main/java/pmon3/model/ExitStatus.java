package pmon3.model;

/** The exit statuses of {@code pmon3}; a command that names several processes exits with the highest that applied. */
public final class ExitStatus {
    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int UNREACHABLE = 3;
    public static final int NOT_PERMITTED = 4;
    public static final int NOT_FOUND = 5;

    private ExitStatus() {}
}
