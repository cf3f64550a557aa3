package pmon3.model;

/** The one root of what pmon3 throws on purpose: a code, and one line that says what failed and what to do. */
public class PmonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public PmonException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public PmonException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public final ErrorCode code() {
        return code;
    }
}
