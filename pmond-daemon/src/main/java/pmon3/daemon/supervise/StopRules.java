package pmon3.daemon.supervise;

import java.util.List;
import pmon3.daemon.kernel.Signal;
import pmon3.model.ProcessExit;

/** From the wish to stop to nothing that lives, and what then. */
final class StopRules {
    private StopRules() {}

    static Decision holding(Step step) {
        return switch (step.kind()) {
            case START_ASKED, RESTART_ASKED -> restartAfterwards(step);
            case STOP_ASKED -> stopWhileHolding(step);
            case RESET_ASKED -> step.reset();
            case REDEFINED -> step.redefine();
            case DEPENDANTS_GONE -> terminateHeld(step);
            case EXITED -> leaderEnded(step, Phase.STOPPING);
            case MONITOR_TICK -> step.interval();
            case STORE_REFUSED -> carryOn(step);
            case TURN_CAME, SPAWN_READY, SPAWN_FAILED, EXECUTED, MEMBERS_SEEN, TIME_UP -> step.stay();
        };
    }

    static Decision stopping(Step step) {
        return switch (step.kind()) {
            case START_ASKED, RESTART_ASKED -> restartAfterwards(step);
            case STOP_ASKED -> stopWhileStopping(step);
            case RESET_ASKED -> step.reset();
            case REDEFINED -> step.redefine();
            case EXITED -> leaderEnded(step, Phase.STOPPING);
            case MEMBERS_SEEN -> seen(step);
            case TIME_UP -> step.now().ms() >= step.process().stopByMs() ? escalate(step) : look(step);
            case MONITOR_TICK -> step.interval();
            case STORE_REFUSED -> carryOn(step);
            case TURN_CAME, DEPENDANTS_GONE, SPAWN_READY, SPAWN_FAILED, EXECUTED -> step.stay();
        };
    }

    static Decision killing(Step step) {
        return switch (step.kind()) {
            case START_ASKED, RESTART_ASKED -> restartAfterwards(step);
            case STOP_ASKED -> stopWhileStopping(step);
            case RESET_ASKED -> step.reset();
            case REDEFINED -> step.redefine();
            case SPAWN_FAILED -> finish(step, ((ProcessEvent.SpawnFailed) step.event()).reason());
            case EXECUTED -> killAgain(step);
            case EXITED -> leaderEnded(step, Phase.KILLING);
            case MEMBERS_SEEN -> seen(step);
            case TIME_UP -> killAgain(step);
            case MONITOR_TICK -> step.interval();
            case TURN_CAME, DEPENDANTS_GONE, SPAWN_READY, STORE_REFUSED -> step.stay();
        };
    }

    /** A program lives and is to be stopped. */
    static Decision begin(Step step) {
        ProcessEvent.StopAsked asked = (ProcessEvent.StopAsked) step.event();
        ManagedProcess process = step.process().withGoal(asked.goal());
        if (asked.force()) {
            return kill(process, step);
        }
        return asked.held() ? Decision.stored(process.into(Phase.HOLDING, step.now())) : terminate(process, step);
    }

    static Decision beginRestart(Step step) {
        ProcessEvent.RestartAsked asked = (ProcessEvent.RestartAsked) step.event();
        ManagedProcess process = step.redefinedForStart(Phase.WAITING).withGoal(Goal.RESTART);
        return asked.held() ? Decision.stored(process.into(Phase.HOLDING, step.now())) : terminate(process, step);
    }

    /** SIGTERM, once the wish is stored. */
    static Decision terminate(ManagedProcess process, Step step) {
        long stopBy = step.now().ms() + step.policy().stopTimeoutMs();
        ManagedProcess next =
                process.into(Phase.STOPPING, step.now()).stopBy(stopBy).wakeAt(stopBy);
        return Decision.of(next, afterStoring(next, Signal.TERM));
    }

    private static Decision kill(ManagedProcess process, Step step) {
        ManagedProcess next =
                process.into(Phase.KILLING, step.now()).wakeAt(step.now().ms() + Timing.pollMs(0));
        return Decision.of(next, afterStoring(next, Signal.KILL));
    }

    private static Effect afterStoring(ManagedProcess process, Signal signal) {
        return new Effect.Persist(List.of(new Effect.SignalAll(RunRules.identity(process), signal)));
    }

    private static Decision terminateHeld(Step step) {
        long stopBy = step.now().ms() + step.policy().stopTimeoutMs();
        ManagedProcess next =
                step.process().into(Phase.STOPPING, step.now()).stopBy(stopBy).wakeAt(stopBy);
        return Decision.of(next, new Effect.SignalAll(RunRules.identity(next), Signal.TERM));
    }

    private static Decision escalate(Step step) {
        ManagedProcess next = step.process().into(Phase.KILLING, step.now());
        return Decision.of(
                next.wakeAt(step.now().ms() + Timing.pollMs(0)),
                new Effect.SignalAll(RunRules.identity(next), Signal.KILL));
    }

    /** Members that will not go are signalled again, and after a while said to be stuck. */
    static Decision killAgain(Step step) {
        ManagedProcess process = step.process();
        if (process.instance().identity().isEmpty()) {
            return step.stay();
        }
        Effect again = new Effect.SignalAll(RunRules.identity(process), Signal.KILL);
        long waited = step.now().ms() - process.sinceMs();
        ManagedProcess next = process.wakeAt(step.now().ms() + Timing.pollMs(waited));
        if (waited < Timing.STUCK_MS || process.stuck()) {
            return Decision.of(next, again);
        }
        return Decision.of(
                next.asStuck("survives SIGKILL; nothing is started until it is gone"),
                again,
                new Effect.Tell(new Outcome.Survives()));
    }

    static Decision lookAgain(Step step) {
        long waited = step.now().ms() - step.process().sinceMs();
        return Decision.of(step.process().wakeAt(step.now().ms() + Timing.pollMs(waited)));
    }

    private static Decision look(Step step) {
        Decision again = lookAgain(step);
        return Decision.of(again.next(), new Effect.Look(RunRules.identity(step.process())));
    }

    private static Decision leaderEnded(Step step, Phase phase) {
        ProcessExit exit = ((ProcessEvent.Exited) step.event()).exit();
        ManagedProcess process = step.process();
        ManagedProcess ended =
                process.withLastExit(exit).withInstance(process.instance().leaderEnded());
        ManagedProcess next = process.phase() == phase ? ended : ended.into(phase, step.now());
        long stopBy = process.phase() == Phase.HOLDING
                ? step.now().ms() + step.policy().stopTimeoutMs()
                : process.stopByMs();
        return process.instance()
                .identity()
                .map(identity -> Decision.of(
                        next.stopBy(stopBy), new Effect.Acknowledge(identity.pid()), new Effect.Look(identity)))
                .orElseGet(() -> Decision.of(next));
    }

    /** Nothing lives once the leader's end was told and no member is left; a stranger's child is never told of. */
    private static Decision seen(Step step) {
        boolean none = ((ProcessEvent.MembersSeen) step.event()).count() == 0;
        Instance instance = step.process().instance();
        if (none && (instance.ended() || !instance.ours())) {
            return finish(step, "");
        }
        boolean waitsForLeader = step.process().phase() == Phase.STOPPING && !instance.ended();
        return waitsForLeader ? step.stay() : capped(lookAgain(step).next());
    }

    private static Decision capped(ManagedProcess process) {
        return Decision.of(process.wakeAt(Math.min(process.wakeAtMs(), process.stopByMs())));
    }

    /** Nothing lives. */
    private static Decision finish(Step step, String reason) {
        ManagedProcess process = step.process();
        ManagedProcess ended = process.withInstance(process.instance().gone())
                .stopBy(Timing.NEVER)
                .withGoal(Goal.RETRY);
        return switch (process.goal()) {
            case STOP ->
                Decision.stored(
                        ended.withCounts(Counts.ZERO).withUndo(Undo.NOTHING).into(Phase.STOPPED, step.now()));
            case RESTART -> Decision.of(ended.into(Phase.QUEUED, step.now()));
            case DELETE ->
                Decision.of(ended.into(Phase.GONE, step.now()), new Effect.Forget(), new Effect.DiscardLog());
            case CLOSE -> Decision.stored(ended.into(Phase.CLOSED, step.now()));
            case RETRY, UNDO -> StartRules.failed(process, reason, step.now());
        };
    }

    /** Stop, delete or close what does not live. */
    static Decision withNothingLiving(Step step) {
        ManagedProcess process = step.process().withUndo(Undo.NOTHING).withGoal(Goal.RETRY);
        return switch (((ProcessEvent.StopAsked) step.event()).goal()) {
            case DELETE ->
                Decision.of(process.into(Phase.GONE, step.now()), new Effect.Forget(), new Effect.DiscardLog());
            case CLOSE ->
                process.phase() == Phase.QUEUED
                        ? Decision.stored(process.into(Phase.CLOSED, step.now()))
                        : Decision.of(process);
            case STOP, RETRY, RESTART, UNDO ->
                Decision.stored(process.withCounts(Counts.ZERO).into(Phase.STOPPED, step.now()));
        };
    }

    static Decision whileStopped(Step step) {
        boolean delete = ((ProcessEvent.StopAsked) step.event()).goal() == Goal.DELETE;
        return delete ? withNothingLiving(step) : step.stay();
    }

    /** The last wish counts, but what is being deleted or closed with pmond stays so. */
    private static Decision restartAfterwards(Step step) {
        Goal goal = step.process().goal();
        if (goal == Goal.DELETE || goal == Goal.CLOSE) {
            return step.stay();
        }
        if (goal == Goal.RESTART && step.asked().isEmpty()) {
            return step.stay();
        }
        return Decision.stored(
                step.redefinedForStart(Phase.WAITING).withGoal(Goal.RESTART).touched(step.now()));
    }

    private static Decision stopWhileHolding(Step step) {
        ManagedProcess process = step.process().withGoal(stronger(step));
        return ((ProcessEvent.StopAsked) step.event()).force()
                ? kill(process, step)
                : Decision.stored(process.touched(step.now()));
    }

    private static Decision stopWhileStopping(Step step) {
        boolean force = ((ProcessEvent.StopAsked) step.event()).force();
        ManagedProcess process = step.process().withGoal(stronger(step));
        boolean kills = force && process.phase() == Phase.STOPPING;
        return kills ? kill(process, step) : Decision.stored(process.touched(step.now()));
    }

    /** Deleting outranks all; a stop that pmond's own end finds is still that stop. */
    private static Goal stronger(Step step) {
        Goal asked = ((ProcessEvent.StopAsked) step.event()).goal();
        Goal now = step.process().goal();
        boolean keeps = now == Goal.DELETE || (asked == Goal.CLOSE && now == Goal.STOP);
        return keeps ? now : asked;
    }

    /** The wish could not be stored and nothing was signalled yet: it goes on running. */
    private static Decision carryOn(Step step) {
        String reason = ((ProcessEvent.StoreRefused) step.event()).reason();
        ManagedProcess process = step.process();
        if (process.instance().ended()) {
            return step.stay();
        }
        ManagedProcess restored = process.undo() instanceof Undo.Restore before
                ? process.redefined(new Redefinition(before.definition(), before.owner()))
                : process;
        ManagedProcess next =
                restored.withGoal(Goal.RETRY).withUndo(Undo.NOTHING).stopBy(Timing.NEVER);
        return Decision.of(next.into(Phase.RUNNING, step.now()), new Effect.Tell(new Outcome.NotStored(reason)));
    }
}
