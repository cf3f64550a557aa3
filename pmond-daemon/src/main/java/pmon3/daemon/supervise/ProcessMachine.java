package pmon3.daemon.supervise;

/**
 * The state machine: from a process, an event and the clock to what becomes of it and what has to be done. Pure and
 * total: every phase answers every kind of event, and the compiler checks that. docs/state-machine.md is generated from
 * it.
 */
public final class ProcessMachine {
    private ProcessMachine() {}

    /** @param now by both clocks; the monotonic one decides */
    public static Decision decide(ManagedProcess process, ProcessEvent event, Policy policy, Moment now) {
        Step step = new Step(process, event, policy, now);
        return switch (process.phase()) {
            case QUEUED -> StartRules.queued(step);
            case SPAWNING -> StartRules.spawning(step);
            case RELEASING -> StartRules.releasing(step);
            case STARTING -> StartRules.starting(step);
            case RUNNING -> RunRules.running(step);
            case ENDING -> RunRules.ending(step);
            case WAITING -> RestRules.waiting(step);
            case BACKOFF -> RestRules.backoff(step);
            case FAILED -> RestRules.failed(step);
            case STOPPED -> RestRules.stopped(step);
            case HOLDING -> StopRules.holding(step);
            case STOPPING -> StopRules.stopping(step);
            case KILLING -> StopRules.killing(step);
            case CLOSED -> StopRules.closed(step);
            case GONE -> step.stay();
        };
    }
}
