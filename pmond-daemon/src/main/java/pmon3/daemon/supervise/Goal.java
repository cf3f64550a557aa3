package pmon3.daemon.supervise;

/** What follows when nothing of a process lives any more. */
public enum Goal {
    /** Nothing was asked: it ended by itself and the restart rule decides. */
    RETRY,
    /** It stays stopped. */
    STOP,
    /** It is queued again. */
    RESTART,
    /** It is removed. */
    DELETE,
    /** pmond ends; the next one starts it. */
    CLOSE,
    /** The start that was asked could not be stored: it is undone. */
    UNDO
}
