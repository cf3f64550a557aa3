package pmon3.daemon.supervise;

import java.util.List;
import java.util.stream.Collectors;
import pmon3.daemon.kernel.ProcessIdentity;
import pmon3.daemon.kernel.Signal;

/** From the wish to stop to nothing that lives, and what then. */
final class StopRules {
    private StopRules() {}

    static Decision holding(Step step) {
        return switch (step.kind()) {
            case START_ASKED, RESTART_ASKED -> restartAfterwards(step);
            case STOP_ASKED -> stopWhileHolding(step);
            case RESET_ASKED -> step.reset();
            case REDEFINED -> step.redefine();
            case DEPENDANTS_GONE -> terminate(step.process(), step);
            case EXITED -> leaderEndedHeld(step);
            case MONITOR_TICK -> step.interval();
            case TURN_CAME, SPAWN_READY, SPAWN_FAILED, EXECUTED, MEMBERS_SEEN, TIME_UP, STORE_REFUSED -> step.stay();
        };
    }

    static Decision stopping(Step step) {
        return switch (step.kind()) {
            case START_ASKED, RESTART_ASKED -> restartAfterwards(step);
            case STOP_ASKED -> stopWhileStopping(step);
            case RESET_ASKED -> step.reset();
            case REDEFINED -> step.redefine();
            case EXITED -> leaderEnded(step);
            case MEMBERS_SEEN -> seenWhileStopping(step);
            case TIME_UP -> step.now().ms() >= step.process().stopByMs() ? escalate(step) : look(step);
            case MONITOR_TICK -> step.interval();
            case STORE_REFUSED -> refused(step, Signal.TERM);
            case TURN_CAME, DEPENDANTS_GONE, SPAWN_READY, SPAWN_FAILED, EXECUTED -> step.stay();
        };
    }

    static Decision killing(Step step) {
        return switch (step.kind()) {
            case START_ASKED, RESTART_ASKED -> restartAfterwards(step);
            case STOP_ASKED -> stopWhileStopping(step);
            case RESET_ASKED -> step.reset();
            case REDEFINED -> step.redefine();
            case SPAWN_READY ->
                Decision.of(step.process(), new Effect.Abort(step.process().ticket()));
            case SPAWN_FAILED -> finish(step, ((ProcessEvent.SpawnFailed) step.event()).reason());
            case EXECUTED -> killAgain(step);
            case EXITED -> leaderEnded(step);
            case MEMBERS_SEEN -> isOver(step) ? finish(step, "") : lookAgain(step);
            case TIME_UP -> killAgain(step);
            case MONITOR_TICK -> step.interval();
            case STORE_REFUSED -> refused(step, Signal.KILL);
            case TURN_CAME, DEPENDANTS_GONE -> step.stay();
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

    /** SIGTERM, once the wish is stored; the time to obey runs from then. */
    static Decision terminate(ManagedProcess process, Step step) {
        return signalled(process.into(Phase.STOPPING, step.now()).stopBy(Timing.NEVER), Signal.TERM);
    }

    private static Decision kill(ManagedProcess process, Step step) {
        return signalled(process.into(Phase.KILLING, step.now()), Signal.KILL);
    }

    /** pmond's own end does not wait for the store: its disk may be what makes it end. */
    private static Decision signalled(ManagedProcess next, Signal signal) {
        Effect all = new Effect.SignalAll(RunRules.identity(next), signal);
        return next.goal() == Goal.CLOSE
                ? Decision.stored(next, all)
                : Decision.of(next, new Effect.Persist(List.of(all)));
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
            return helperSurvives(step);
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

    /** Nobody knows who it is yet: it had SIGKILL from the kernel's side, which tells when it is gone. */
    private static Decision helperSurvives(Step step) {
        ManagedProcess process = step.process();
        long stuckAt = process.sinceMs() + Timing.STUCK_MS;
        if (process.stuck() || step.now().ms() < stuckAt) {
            return step.stay();
        }
        return Decision.of(
                process.wakeAt(Timing.NEVER)
                        .asStuck("its spawn helper survives SIGKILL; nothing is started until it is gone"),
                new Effect.Tell(new Outcome.Survives()));
    }

    static Decision lookAgain(Step step) {
        long waited = step.now().ms() - step.process().sinceMs();
        ManagedProcess next = step.process().wakeAt(step.now().ms() + Timing.pollMs(waited));
        boolean survives = next.stuck() && step.event() instanceof ProcessEvent.MembersSeen;
        return Decision.of(survives ? next.withRemark(survivors((ProcessEvent.MembersSeen) step.event())) : next);
    }

    private static String survivors(ProcessEvent.MembersSeen seen) {
        String pids = seen.pids().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return "survives SIGKILL (pid " + pids + "); nothing is started until that is gone";
    }

    private static Decision look(Step step) {
        Decision again = lookAgain(step);
        return Decision.of(again.next(), new Effect.Look(RunRules.identity(step.process())));
    }

    private static Decision leaderEnded(Step step) {
        ManagedProcess next = ended(step);
        return next.instance()
                .identity()
                .map(identity -> Decision.of(next, new Effect.Acknowledge(identity.pid()), new Effect.Look(identity)))
                .orElseGet(() -> Decision.of(next));
    }

    /** It ended by itself before its turn to be stopped: what it left gets SIGKILL, as always then. */
    private static Decision leaderEndedHeld(Step step) {
        ManagedProcess next = ended(step).into(Phase.KILLING, step.now());
        ProcessIdentity identity = RunRules.identity(next);
        return Decision.of(next, new Effect.SignalAll(identity, Signal.KILL), new Effect.Acknowledge(identity.pid()));
    }

    private static ManagedProcess ended(Step step) {
        ManagedProcess process = step.process();
        return process.withLastExit(step.exit()).withInstance(process.instance().leaderEnded());
    }

    /** Nothing lives once the leader's end was told and no member is left. */
    private static boolean isOver(Step step) {
        return ((ProcessEvent.MembersSeen) step.event()).count() == 0
                && step.process().instance().ended();
    }

    /** The first look follows SIGTERM. While the leader lives, its end or the deadline is waited for. */
    private static Decision seenWhileStopping(Step step) {
        if (isOver(step)) {
            return finish(step, "");
        }
        ManagedProcess process = step.process();
        long stopBy = process.stopByMs() == Timing.NEVER
                ? step.now().ms() + step.policy().stopTimeoutMs()
                : process.stopByMs();
        long next = process.instance().ended() ? lookAgain(step).next().wakeAtMs() : stopBy;
        return Decision.of(process.stopBy(stopBy).wakeAt(Math.min(next, stopBy)));
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
            case DELETE -> Decision.removed(ended.into(Phase.GONE, step.now()), new Effect.DiscardLog());
            case CLOSE -> Decision.stored(ended.into(Phase.CLOSED, step.now()));
            case RETRY -> StartRules.failed(process, reason, step.now());
            case UNDO -> StartRules.back(process, reason, step.now());
        };
    }

    /** Stop, delete or close what does not live. */
    static Decision withNothingLiving(Step step) {
        ManagedProcess process = step.process().withUndo(Undo.NOTHING).withGoal(Goal.RETRY);
        return switch (((ProcessEvent.StopAsked) step.event()).goal()) {
            case DELETE -> Decision.removed(process.into(Phase.GONE, step.now()), new Effect.DiscardLog());
            case CLOSE -> Decision.stored(process.into(Phase.CLOSED, step.now()));
            case STOP, RETRY, RESTART, UNDO ->
                Decision.stored(process.withCounts(Counts.ZERO).into(Phase.STOPPED, step.now()));
        };
    }

    /** Stopped or failed for good: nothing of it would start again, so pmond's end changes nothing. */
    static Decision atRest(Step step) {
        Goal goal = ((ProcessEvent.StopAsked) step.event()).goal();
        boolean changes =
                goal == Goal.DELETE || (goal == Goal.STOP && step.process().phase() != Phase.STOPPED);
        return changes ? withNothingLiving(step) : step.stay();
    }

    /** pmond ends: nothing is started any more, but what is stopped or deleted now stays so with the next one. */
    static Decision closed(Step step) {
        return step.kind() == ProcessEvent.Kind.STOP_ASKED ? atRest(step) : step.stay();
    }

    /** The last wish counts, but what is being deleted or closed with pmond stays so. */
    private static Decision restartAfterwards(Step step) {
        Goal goal = step.process().goal();
        boolean changesNothing = goal == Goal.DELETE
                || goal == Goal.CLOSE
                || (goal == Goal.RESTART && step.asked().isEmpty());
        if (changesNothing) {
            return step.process().stuck()
                    ? Decision.of(step.process(), new Effect.Tell(new Outcome.Survives()))
                    : step.stay();
        }
        Phase backTo = goal == Goal.STOP ? Phase.STOPPED : Phase.WAITING;
        return stuckOrNot(step.redefinedForStart(backTo).withGoal(Goal.RESTART).touched(step.now()));
    }

    /** Who asks something of a process that survives SIGKILL must not wait for it. */
    private static Decision stuckOrNot(ManagedProcess process) {
        return process.stuck()
                ? Decision.stored(process, new Effect.Tell(new Outcome.Survives()))
                : Decision.stored(process);
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
        return kills ? kill(process, step) : stuckOrNot(process.touched(step.now()));
    }

    /** Deleting outranks all; a stop, or a start to be undone, that pmond's own end finds is still that. */
    private static Goal stronger(Step step) {
        Goal asked = ((ProcessEvent.StopAsked) step.event()).goal();
        Goal now = step.process().goal();
        boolean keeps = now == Goal.DELETE || (asked == Goal.CLOSE && (now == Goal.STOP || now == Goal.UNDO));
        return keeps ? now : asked;
    }

    /** The wish to stop it could not be stored: it goes on running, unless an earlier wish is being carried out. */
    private static Decision refused(Step step, Signal signal) {
        ProcessEvent.StoreRefused refused = (ProcessEvent.StoreRefused) step.event();
        ManagedProcess process = step.process();
        boolean concerned = process.instance()
                .identity()
                .filter(identity -> refused.concerns(new Effect.SignalAll(identity, signal)))
                .isPresent();
        if (!concerned) {
            return step.stay();
        }
        boolean untouched = process.stopByMs() == Timing.NEVER && process.wakeAtMs() == Timing.NEVER;
        if (untouched && !process.instance().ended()) {
            return process.goal() == Goal.CLOSE
                    ? Decision.of(process, new Effect.SignalAll(RunRules.identity(process), signal))
                    : carryOn(step, refused.reason());
        }
        return process.phase() == Phase.KILLING ? killAgain(step) : step.stay();
    }

    private static Decision carryOn(Step step, String reason) {
        ManagedProcess process = step.process();
        ManagedProcess restored = process.undo() instanceof Undo.Restore before
                ? process.redefined(new Redefinition(before.definition(), before.owner()))
                : process;
        ManagedProcess next = restored.withGoal(Goal.RETRY).withUndo(Undo.NOTHING);
        return Decision.stored(next.into(Phase.RUNNING, step.now()), new Effect.Tell(new Outcome.NotStored(reason)));
    }
}
