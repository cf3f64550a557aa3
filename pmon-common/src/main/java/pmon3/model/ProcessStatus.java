package pmon3.model;

import java.util.Optional;

/** What a process is doing, as people read it and as the Go program's table stores it ({@link #code}). */
public enum ProcessStatus {
    QUEUED(0),
    INIT(1),
    RUNNING(2),
    STOPPED(3),
    FAILED(4),
    CLOSED(5),
    BACKOFF(6),
    RESTARTING(7);

    private final int code;

    ProcessStatus(int code) {
        this.code = code;
    }

    /** The number in column {@code processes.status}; frozen. */
    public int code() {
        return code;
    }

    /** The word shown in tables. */
    public String word() {
        return switch (this) {
            case QUEUED -> "queued";
            case INIT -> "init";
            case RUNNING -> "running";
            case STOPPED -> "stopped";
            case FAILED -> "failed";
            case CLOSED -> "closed";
            case BACKOFF -> "backoff";
            case RESTARTING -> "restarting";
        };
    }

    public static Optional<ProcessStatus> ofCode(int code) {
        for (ProcessStatus status : values()) {
            if (status.code == code) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
