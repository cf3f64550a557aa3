package pmon3.daemon.supervise;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pmon3.daemon.kernel.ProcessIdentity;
import pmon3.daemon.kernel.Signal;
import pmon3.model.ProcessExit;

/** A running program, its end by itself, and what then. */
final class RunRules {
    private RunRules() {}

    static Decision running(Step step) {
        return switch (step.kind()) {
            case RESTART_ASKED -> StopRules.beginRestart(step);
            case STOP_ASKED -> StopRules.begin(step);
            case RESET_ASKED -> step.reset();
            case REDEFINED -> step.redefine();
            case EXITED -> endedByItself(step);
            case MONITOR_TICK -> step.interval();
            case START_ASKED,
                    TURN_CAME,
                    DEPENDANTS_GONE,
                    SPAWN_READY,
                    SPAWN_FAILED,
                    EXECUTED,
                    MEMBERS_SEEN,
                    TIME_UP,
                    STORE_REFUSED -> step.stay();
        };
    }

    static Decision ending(Step step) {
        return switch (step.kind()) {
            case START_ASKED, RESTART_ASKED -> restartInstead(step);
            case STOP_ASKED -> stopInstead(step);
            case RESET_ASKED -> step.reset();
            case REDEFINED -> step.redefine();
            case MEMBERS_SEEN ->
                ((ProcessEvent.MembersSeen) step.event()).count() == 0 ? afterTheEnd(step) : StopRules.lookAgain(step);
            case TIME_UP -> StopRules.killAgain(step);
            case MONITOR_TICK -> step.interval();
            case TURN_CAME, DEPENDANTS_GONE, SPAWN_READY, SPAWN_FAILED, EXECUTED, EXITED, STORE_REFUSED -> step.stay();
        };
    }

    /** What is left of the session gets SIGKILL at once, so that ports and locks are free. */
    static Decision endedByItself(Step step) {
        ProcessExit exit = ((ProcessEvent.Exited) step.event()).exit();
        ManagedProcess process = step.process();
        ManagedProcess next = process.withLastExit(step.exit())
                .withInstance(process.instance().leaderEnded())
                .withGoal(Goal.RETRY)
                .into(Phase.ENDING, step.now());
        List<Effect> effects = new ArrayList<>();
        process.instance().identity().ifPresent(identity -> {
            effects.add(new Effect.SignalAll(identity, Signal.KILL));
            effects.add(new Effect.Acknowledge(identity.pid()));
        });
        if (process.phase() == Phase.STARTING) {
            effects.add(new Effect.Tell(new Outcome.EndedAtOnce(exit)));
        }
        return new Decision(next, effects);
    }

    private static Decision restartInstead(Step step) {
        ManagedProcess next = step.redefinedForStart(Phase.WAITING).withGoal(Goal.RESTART);
        return Decision.stored(next.into(Phase.KILLING, step.now()), kill(next));
    }

    private static Decision stopInstead(Step step) {
        ProcessEvent.StopAsked asked = (ProcessEvent.StopAsked) step.event();
        ManagedProcess next = step.process().withGoal(asked.goal());
        return Decision.stored(next.into(Phase.KILLING, step.now()), kill(next));
    }

    private static Effect kill(ManagedProcess process) {
        return new Effect.SignalAll(identity(process), Signal.KILL);
    }

    static ProcessIdentity identity(ManagedProcess process) {
        Optional<ProcessIdentity> identity = process.instance().identity();
        return identity.orElseThrow(() -> new IllegalStateException("no identity in " + process));
    }

    /** Restarted at once, later, never, or held back. */
    private static Decision afterTheEnd(Step step) {
        ManagedProcess ended =
                step.process().withInstance(step.process().instance().gone());
        if (!ended.definition().autoRestart()) {
            return Decision.stored(
                    ended.into(Phase.FAILED, step.now()), new Effect.Announce(Announcement.PROCESS_FAILURE));
        }
        if (!ended.counts().allowsStart(step.policy().flap())) {
            return RestRules.backOff(ended, step);
        }
        return ended.isDue(step.now())
                ? RestRules.restart(ended, step)
                : Decision.stored(ended.into(Phase.WAITING, step.now()));
    }
}
