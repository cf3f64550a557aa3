package pmon3.cli.output;

/** The reader of stdout has left, as {@code head} does: nothing is wrong, and there is nothing more to do. */
public final class OutputClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What a shell reports for a program that SIGPIPE ended. */
    public static final int EXIT_STATUS = 141;

    public OutputClosedException(Throwable cause) {
        super(null, cause, false, false);
    }
}
