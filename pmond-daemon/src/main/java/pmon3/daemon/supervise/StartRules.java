package pmon3.daemon.supervise;

import java.util.List;

/** From the queue to a program that has lived long enough. */
final class StartRules {
    private StartRules() {}

    static Decision queued(Step step) {
        return switch (step.kind()) {
            case START_ASKED, RESTART_ASKED ->
                step.asked().isPresent()
                        ? Decision.stored(step.asked()
                                .map(step.process()::redefined)
                                .orElseThrow()
                                .touched(step.now()))
                        : step.stay();
            case STOP_ASKED -> StopRules.withNothingLiving(step);
            case RESET_ASKED -> step.reset();
            case REDEFINED -> step.redefine();
            case TURN_CAME -> spawn(step.process(), step.now());
            case DEPENDANTS_GONE, SPAWN_READY, SPAWN_FAILED, EXECUTED, EXITED, MEMBERS_SEEN, TIME_UP, STORE_REFUSED ->
                step.stay();
            case MONITOR_TICK -> step.interval();
        };
    }

    static Decision spawning(Step step) {
        return switch (step.kind()) {
            case START_ASKED, RESTART_ASKED -> restartWhileStarting(step);
            case STOP_ASKED -> abort(step);
            case RESET_ASKED -> step.reset();
            case REDEFINED -> step.redefine();
            case SPAWN_READY -> ready(step);
            case SPAWN_FAILED -> failed(step.process(), ((ProcessEvent.SpawnFailed) step.event()).reason(), step.now());
            case TURN_CAME, DEPENDANTS_GONE, EXECUTED, EXITED, MEMBERS_SEEN, TIME_UP, STORE_REFUSED -> step.stay();
            case MONITOR_TICK -> step.interval();
        };
    }

    static Decision releasing(Step step) {
        return switch (step.kind()) {
            case START_ASKED, RESTART_ASKED -> restartWhileStarting(step);
            case STOP_ASKED -> abort(step);
            case RESET_ASKED -> step.reset();
            case REDEFINED -> step.redefine();
            case SPAWN_FAILED -> failed(step.process(), ((ProcessEvent.SpawnFailed) step.event()).reason(), step.now());
            case EXECUTED -> executed(step);
            case STORE_REFUSED -> notStored(step);
            case TURN_CAME, DEPENDANTS_GONE, SPAWN_READY, EXITED, MEMBERS_SEEN, TIME_UP -> step.stay();
            case MONITOR_TICK -> step.interval();
        };
    }

    static Decision starting(Step step) {
        return switch (step.kind()) {
            case START_ASKED, RESTART_ASKED -> restartWhileStarting(step);
            case STOP_ASKED -> StopRules.begin(step);
            case RESET_ASKED -> step.reset();
            case REDEFINED -> step.redefine();
            case EXITED -> RunRules.endedByItself(step);
            case TIME_UP -> settled(step);
            case TURN_CAME, DEPENDANTS_GONE, SPAWN_READY, SPAWN_FAILED, EXECUTED, MEMBERS_SEEN, STORE_REFUSED ->
                step.stay();
            case MONITOR_TICK -> step.interval();
        };
    }

    /** A start attempt begins now. */
    static Decision spawn(ManagedProcess process, Moment now) {
        ManagedProcess next = process.withInstance(process.instance().spawning(now))
                .withGoal(Goal.RETRY)
                .into(Phase.SPAWNING, now);
        return Decision.of(next, new Effect.Spawn(next.ticket()));
    }

    private static Decision ready(Step step) {
        ManagedProcess process = step.process();
        Instance instance = process.instance().ready(((ProcessEvent.SpawnReady) step.event()).identity());
        ManagedProcess next = process.withInstance(instance).into(Phase.RELEASING, step.now());
        return Decision.of(next, new Effect.Persist(List.of(new Effect.Release(next.ticket()))));
    }

    private static Decision executed(Step step) {
        ManagedProcess next = step.process().withUndo(Undo.NOTHING).into(Phase.STARTING, step.now());
        return Decision.of(next.wakeAt(step.now().ms() + Timing.SETTLE_MS));
    }

    private static Decision settled(Step step) {
        return Decision.stored(step.process().into(Phase.RUNNING, step.now()));
    }

    /** The same command given twice at once is done once; one with another definition starts over. */
    private static Decision restartWhileStarting(Step step) {
        if (step.asked().isEmpty()) {
            return step.stay();
        }
        ManagedProcess next = step.redefinedForStart(Phase.WAITING).withGoal(Goal.RESTART);
        return step.process().phase() == Phase.STARTING ? StopRules.terminate(next, step) : aborted(next, step);
    }

    private static Decision abort(Step step) {
        ProcessEvent.StopAsked asked = (ProcessEvent.StopAsked) step.event();
        return aborted(step.process().withGoal(asked.goal()), step);
    }

    private static Decision aborted(ManagedProcess process, Step step) {
        ManagedProcess next = calledOff(process, step.now());
        return Decision.stored(next, new Effect.Abort(next.ticket()));
    }

    /** The helper gets SIGKILL, and its end is told; but it may hang where not even that ends it. */
    private static ManagedProcess calledOff(ManagedProcess process, Moment now) {
        return process.into(Phase.KILLING, now).wakeAt(now.ms() + Timing.STUCK_MS);
    }

    /**
     * A start that was asked for is undone; one by itself fails, to be tried again. Without its identity in the store a
     * program that outlived this pmond would be started a second time by the next.
     */
    private static Decision notStored(Step step) {
        ProcessEvent.StoreRefused refused = (ProcessEvent.StoreRefused) step.event();
        ManagedProcess process = step.process();
        Effect release = new Effect.Release(process.ticket());
        if (!refused.concerns(release)) {
            return step.stay();
        }
        ManagedProcess next = calledOff(process.withGoal(Goal.UNDO), step.now());
        return Decision.of(
                next, new Effect.Abort(next.ticket()), new Effect.Tell(new Outcome.NotStored(refused.reason())));
    }

    /** Nothing of the attempt lives: back to where the start began, or, if nobody asked for it, wait for the next. */
    static Decision failed(ManagedProcess process, String reason, Moment now) {
        return back(process, reason, now, new Effect.Tell(new Outcome.StartFailed(reason)));
    }

    /** @param told what those who wait have to know */
    static Decision back(ManagedProcess process, String reason, Moment now, Effect... told) {
        ManagedProcess ended = process.withInstance(process.instance().gone())
                .withGoal(Goal.RETRY)
                .stopBy(Timing.NEVER);
        if (process.undo() instanceof Undo.Remove) {
            return Decision.removed(ended.into(Phase.GONE, now), told);
        }
        if (process.undo() instanceof Undo.Restore before) {
            Redefinition old = new Redefinition(before.definition(), before.owner());
            return resting(ended.redefined(old), before.phase(), reason, now, told);
        }
        return resting(ended, Phase.WAITING, reason, now, told);
    }

    private static Decision resting(ManagedProcess process, Phase phase, String reason, Moment now, Effect... told) {
        boolean waits = phase == Phase.WAITING && process.definition().autoRestart();
        Phase rest = phase == Phase.WAITING && !waits ? Phase.FAILED : phase;
        ManagedProcess counted = rest == Phase.STOPPED ? process.withCounts(Counts.ZERO) : process;
        return Decision.stored(
                counted.withUndo(Undo.NOTHING).into(rest, now).withRemark("not started: " + reason), told);
    }
}
