package pmon3.daemon.supervise;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pmon3.config.Settings;
import pmon3.daemon.kernel.ProcessIdentity;
import pmon3.daemon.kernel.Signal;
import pmon3.model.ProcessDefinition;
import pmon3.model.ProcessExit;

/** Processes in every phase, and every kind of event, for the machine's tests. */
final class Samples {
    static final ProcessIdentity IDENTITY = new ProcessIdentity(4711, 70, "boot");
    static final Owner OWNER = new Owner(1000, 1000);
    static final Policy NO_FLAPPING = new Policy(10_000, new Settings.Flap(false, 5, 120, 60));
    static final Moment NOW = at(1_000_000);
    private static final Instant EPOCH = Instant.parse("2026-11-22T21:00:00Z");

    private Samples() {}

    static Moment at(long ms) {
        return new Moment(ms, Instant.parse("2026-11-22T21:00:00Z").plusMillis(ms));
    }

    static ProcessDefinition definition(String args, boolean autoRestart) {
        return new ProcessDefinition("web", "/srv/web", args, "", "alice", "/var/log/web.log", autoRestart, List.of());
    }

    static Redefinition redefinition(String args) {
        return new Redefinition(definition(args, true), OWNER);
    }

    static ManagedProcess process(Phase phase) {
        return process(phase, usualGoal(phase), Undo.NOTHING);
    }

    /** With an instance as the phase has it, started 10 s ago. */
    static ManagedProcess process(Phase phase, Goal goal, Undo undo) {
        return new ManagedProcess(
                7,
                definition("", true),
                OWNER,
                EPOCH,
                EPOCH,
                phase,
                goal,
                instance(phase),
                Counts.ZERO,
                Optional.empty(),
                undo,
                NOW.ms() - 10_000,
                phase == Phase.STOPPING ? NOW.ms() : Timing.NEVER,
                wakesByItself(phase) ? NOW.ms() : Timing.NEVER,
                false,
                "");
    }

    private static Instance instance(Phase phase) {
        boolean identified = phase.isLiving() && phase != Phase.SPAWNING;
        boolean ended = phase == Phase.ENDING || !phase.isLiving();
        long startedMs = NOW.ms() - 10_000;
        return new Instance(
                3,
                identified ? Optional.of(IDENTITY) : Optional.empty(),
                ended,
                startedMs,
                identified ? IDENTITY.pid() : 0);
    }

    private static boolean wakesByItself(Phase phase) {
        return phase == Phase.STARTING || phase == Phase.STOPPING || phase == Phase.KILLING || phase == Phase.ENDING;
    }

    static Goal usualGoal(Phase phase) {
        return phase.isStopping() ? Goal.STOP : Goal.RETRY;
    }

    /** The goals that a process in this phase can have. */
    static List<Goal> goals(Phase phase) {
        return switch (phase) {
            case HOLDING, STOPPING -> List.of(Goal.STOP, Goal.RESTART, Goal.DELETE, Goal.CLOSE);
            case KILLING -> List.of(Goal.values());
            default -> List.of(Goal.RETRY);
        };
    }

    static List<Undo> undos() {
        return List.of(
                Undo.NOTHING,
                Undo.REMOVE,
                new Undo.Restore(definition("old", true), OWNER, Phase.STOPPED),
                new Undo.Restore(definition("old", false), OWNER, Phase.WAITING));
    }

    /** One or more of every kind; as they would concern a process with {@link #IDENTITY} and this ticket. */
    static List<ProcessEvent> events(long ticket) {
        List<ProcessEvent> events = new ArrayList<>();
        for (Optional<Redefinition> change :
                List.of(Optional.<Redefinition>empty(), Optional.of(redefinition("new")))) {
            events.add(new ProcessEvent.StartAsked(change, false));
            events.add(new ProcessEvent.RestartAsked(change, true, false));
            events.add(new ProcessEvent.RestartAsked(change, false, true));
        }
        events.add(new ProcessEvent.StartAsked(Optional.empty(), true));
        for (Goal goal : List.of(Goal.STOP, Goal.DELETE, Goal.CLOSE)) {
            events.add(new ProcessEvent.StopAsked(goal, false, false));
            events.add(new ProcessEvent.StopAsked(goal, false, true));
            events.add(new ProcessEvent.StopAsked(goal, true, false));
        }
        events.add(new ProcessEvent.ResetAsked());
        events.add(new ProcessEvent.Redefined(redefinition("new")));
        events.add(new ProcessEvent.TurnCame());
        events.add(new ProcessEvent.DependantsGone());
        events.add(new ProcessEvent.SpawnReady(IDENTITY));
        events.add(new ProcessEvent.SpawnFailed("/srv/web: permission denied"));
        events.add(new ProcessEvent.Executed());
        events.add(new ProcessEvent.Exited(ProcessExit.exited(1)));
        events.add(new ProcessEvent.MembersSeen(List.of()));
        events.add(new ProcessEvent.MembersSeen(List.of(4242, 4243)));
        events.add(new ProcessEvent.TimeUp());
        events.add(new ProcessEvent.MonitorTick());
        events.add(refused(new Effect.Release(ticket)));
        events.add(refused(new Effect.SignalAll(IDENTITY, Signal.TERM)));
        events.add(refused(new Effect.SignalAll(IDENTITY, Signal.KILL)));
        return events;
    }

    static ProcessEvent refused(Effect awaited) {
        return new ProcessEvent.StoreRefused("disk full", List.of(awaited));
    }
}
