package pmon3.daemon.supervise;

/** Nothing lives: waiting for a restart, backed off, failed or stopped. */
final class RestRules {
    private RestRules() {}

    static Decision waiting(Step step) {
        return switch (step.kind()) {
            case START_ASKED, RESTART_ASKED -> step.enqueue(Phase.WAITING);
            case STOP_ASKED -> StopRules.withNothingLiving(step);
            case RESET_ASKED -> step.reset();
            case REDEFINED -> step.redefine();
            case MONITOR_TICK -> monitored(step);
            case TURN_CAME,
                    DEPENDANTS_GONE,
                    SPAWN_READY,
                    SPAWN_FAILED,
                    EXECUTED,
                    EXITED,
                    MEMBERS_SEEN,
                    TIME_UP,
                    STORE_REFUSED -> step.stay();
        };
    }

    static Decision backoff(Step step) {
        return switch (step.kind()) {
            case START_ASKED, RESTART_ASKED -> step.enqueue(Phase.WAITING);
            case STOP_ASKED -> StopRules.withNothingLiving(step);
            case RESET_ASKED ->
                Decision.stored(step.process().withCounts(Counts.ZERO).into(Phase.WAITING, step.now()));
            case REDEFINED -> step.redefine();
            case MONITOR_TICK -> monitored(step);
            case TURN_CAME,
                    DEPENDANTS_GONE,
                    SPAWN_READY,
                    SPAWN_FAILED,
                    EXECUTED,
                    EXITED,
                    MEMBERS_SEEN,
                    TIME_UP,
                    STORE_REFUSED -> step.stay();
        };
    }

    static Decision failed(Step step) {
        return switch (step.kind()) {
            case START_ASKED, RESTART_ASKED -> step.enqueue(Phase.FAILED);
            case STOP_ASKED -> StopRules.atRest(step);
            case RESET_ASKED -> step.reset();
            case REDEFINED -> step.redefine();
            case TURN_CAME,
                    DEPENDANTS_GONE,
                    SPAWN_READY,
                    SPAWN_FAILED,
                    EXECUTED,
                    EXITED,
                    MEMBERS_SEEN,
                    TIME_UP,
                    STORE_REFUSED -> step.stay();
            case MONITOR_TICK -> step.interval();
        };
    }

    static Decision stopped(Step step) {
        return switch (step.kind()) {
            case START_ASKED, RESTART_ASKED -> step.enqueue(Phase.STOPPED);
            case STOP_ASKED -> StopRules.atRest(step);
            case RESET_ASKED -> step.reset();
            case REDEFINED -> step.redefine();
            case TURN_CAME,
                    DEPENDANTS_GONE,
                    SPAWN_READY,
                    SPAWN_FAILED,
                    EXECUTED,
                    EXITED,
                    MEMBERS_SEEN,
                    TIME_UP,
                    STORE_REFUSED -> step.stay();
            case MONITOR_TICK -> step.interval();
        };
    }

    /** Started if it is due and may be; the countdown moves in any case. */
    private static Decision monitored(Step step) {
        Decision moved = step.interval();
        ManagedProcess process = moved.next();
        if (!process.counts().allowsStart(step.policy().flap())) {
            return process.phase() == Phase.BACKOFF ? moved : backOff(process, step);
        }
        if (process.isDue(step.now())) {
            return restart(process, step);
        }
        boolean waits = process.phase() == Phase.WAITING || process.counts().isCountingDown();
        return waits ? moved : Decision.stored(process.into(Phase.WAITING, step.now()));
    }

    static Decision backOff(ManagedProcess process, Step step) {
        return Decision.stored(
                process.into(Phase.BACKOFF, step.now()), new Effect.Announce(Announcement.PROCESS_BACKOFF));
    }

    /** By itself, not by command: it counts. */
    static Decision restart(ManagedProcess process, Step step) {
        Counts counts = process.counts().afterRestart(step.policy().flap());
        Decision spawned = StartRules.spawn(process.withCounts(counts), step.now());
        return Decision.of(
                spawned.next(),
                new Effect.Announce(Announcement.PROCESS_RESTART),
                new Effect.Spawn(spawned.next().ticket()));
    }
}
