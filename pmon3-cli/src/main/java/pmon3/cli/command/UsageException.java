package pmon3.cli.command;

import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** The command line is wrong. The message says what and is completed with where to read on. */
public final class UsageException extends PmonException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(ErrorCode.USAGE, message);
    }

    public UsageException(String message, Throwable cause) {
        super(ErrorCode.USAGE, message, cause);
    }
}
