package pmon3.daemon.supervise;

/** What event scripts are told of. */
public enum Announcement {
    PROCESS_RESTART,
    PROCESS_FAILURE,
    PROCESS_BACKOFF
}
