package pmon3.model;

import java.util.Optional;

/** Everything that can be refused or fail, with the number on the wire and the client's exit status; both frozen. */
public enum ErrorCode {
    /** Refused or failed for a reason that the message names. */
    FAILED(1, ExitStatus.FAILED),
    /** The client's own parser refused the command line. */
    USAGE(2, ExitStatus.USAGE),
    /** pmond is not running or did not answer in time. */
    UNREACHABLE(3, ExitStatus.UNREACHABLE),
    /** The caller may not do this to that process. */
    NOT_PERMITTED(4, ExitStatus.NOT_PERMITTED),
    /** No such process or group. */
    NOT_FOUND(5, ExitStatus.NOT_FOUND),
    /** A configuration file cannot be read or parsed. */
    BAD_CONFIGURATION(6, ExitStatus.FAILED),
    /** The database cannot be opened, read or written. */
    STORE(7, ExitStatus.FAILED),
    /** A program could not be started. */
    START(8, ExitStatus.FAILED),
    /** The bytes of a message do not follow the protocol. */
    PROTOCOL(9, ExitStatus.UNREACHABLE),
    /** A limit that keeps one client from harming others was reached. */
    LIMIT(10, ExitStatus.FAILED);

    private final int number;
    private final int exitStatus;

    ErrorCode(int number, int exitStatus) {
        this.number = number;
        this.exitStatus = exitStatus;
    }

    public int number() {
        return number;
    }

    public int exitStatus() {
        return exitStatus;
    }

    public static Optional<ErrorCode> ofNumber(int number) {
        for (ErrorCode code : values()) {
            if (code.number == number) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }
}
