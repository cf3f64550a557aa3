package pmon3.daemon.supervise;

import pmon3.model.ProcessStatus;

/** Where a managed process stands: the rows of the state table. */
public enum Phase {
    /** To be started when its turn in the dependency order comes. */
    QUEUED(ProcessStatus.QUEUED, false, false),
    /** The spawn helper is on its way: dropping rights, opening the log, checking the program. */
    SPAWNING(ProcessStatus.INIT, true, false),
    /** The helper waits for go, which follows the commit of its identity; or go was sent. */
    RELEASING(ProcessStatus.INIT, true, false),
    /** The program runs, but not yet for {@link Timing#SETTLE_MS}. */
    STARTING(ProcessStatus.INIT, true, false),
    RUNNING(ProcessStatus.RUNNING, true, true),
    /** It ended by itself; what is left of its session is being killed. */
    ENDING(ProcessStatus.FAILED, true, false),
    /** It ended too soon and is started again when {@link Timing#RESTART_DELAY_MS} have passed since its last start. */
    WAITING(ProcessStatus.FAILED, false, true),
    /** It flaps: no restart until the countdown ends or a decrement allows one. */
    BACKOFF(ProcessStatus.BACKOFF, false, true),
    /** It ended and is not started again by itself. */
    FAILED(ProcessStatus.FAILED, false, true),
    STOPPED(ProcessStatus.STOPPED, false, true),
    /** It is to be stopped, but what depends on it stops first. */
    HOLDING(ProcessStatus.STOPPED, true, false),
    /** SIGTERM was sent. */
    STOPPING(ProcessStatus.STOPPED, true, false),
    /** SIGKILL was sent, and is sent again until nothing lives. */
    KILLING(ProcessStatus.STOPPED, true, false),
    /** pmond ended it with itself; started again with the next pmond. */
    CLOSED(ProcessStatus.CLOSED, false, true),
    /** Deleted. */
    GONE(ProcessStatus.STOPPED, false, true);

    private final ProcessStatus status;
    private final boolean living;
    private final boolean settled;

    Phase(ProcessStatus status, boolean living, boolean settled) {
        this.status = status;
        this.living = living;
        this.settled = settled;
    }

    /** What is stored, unless the goal of a stop says otherwise. */
    public ProcessStatus status() {
        return status;
    }

    /** Whether a process of it may live. */
    public boolean isLiving() {
        return living;
    }

    /** Whether a command that waits for it need not wait any longer. */
    public boolean isSettled() {
        return settled;
    }

    /** Whether it is being stopped, for whatever goal. */
    public boolean isStopping() {
        return this == HOLDING || this == STOPPING || this == KILLING;
    }
}
