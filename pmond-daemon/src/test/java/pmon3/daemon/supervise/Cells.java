package pmon3.daemon.supervise;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import pmon3.config.Settings;

/** Every question that can be put to the machine, as far as its rules can tell questions apart. */
final class Cells {
    private static final List<Policy> POLICIES = List.of(
            Samples.NO_FLAPPING,
            new Policy(0, new Settings.Flap(true, 5, 120, 60)),
            new Policy(10_000, new Settings.Flap(true, 1, 3, 1)));
    private static final List<Counts> COUNTS =
            List.of(Counts.ZERO, new Counts(3, 3, 0, 0), new Counts(5, 5, 120, 60), new Counts(0, 1, 1, 1));
    private static final long[] SINCE_START_MS = {0, Timing.RESTART_DELAY_MS - 1, Timing.RESTART_DELAY_MS, 30_000};

    private Cells() {}

    /** One question. */
    record Cell(ManagedProcess process, ProcessEvent event, Policy policy, Moment now) {
        Decision decide() {
            return ProcessMachine.decide(process, event, policy, now);
        }

        Phase phase() {
            return process.phase();
        }

        boolean is(Phase phase, ProcessEvent.Kind kind) {
            return process.phase() == phase && event.kind() == kind;
        }
    }

    static Stream<Cell> all() {
        return processes().stream()
                .flatMap(process -> Samples.events(process.ticket()).stream()
                        .flatMap(event -> POLICIES.stream().flatMap(policy -> cells(process, event, policy))));
    }

    private static Stream<Cell> cells(ManagedProcess process, ProcessEvent event, Policy policy) {
        long startedMs = process.instance().startedMs();
        List<Cell> cells = new ArrayList<>();
        for (long sinceMs : SINCE_START_MS) {
            cells.add(new Cell(process, event, policy, Samples.at(startedMs + sinceMs)));
        }
        return cells.stream();
    }

    private static List<ManagedProcess> processes() {
        List<ManagedProcess> processes = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            for (Goal goal : Samples.goals(phase)) {
                for (Undo undo : undos(phase)) {
                    COUNTS.forEach(counts -> addVariants(
                            processes, Samples.process(phase, goal, undo).withCounts(counts)));
                }
            }
        }
        return processes;
    }

    private static List<Undo> undos(Phase phase) {
        return phase.isSettled() || phase == Phase.ENDING ? List.of(Undo.NOTHING) : Samples.undos();
    }

    private static void addVariants(List<ManagedProcess> processes, ManagedProcess process) {
        ManagedProcess once = process.redefined(new Redefinition(Samples.definition("", false), Samples.OWNER));
        for (ManagedProcess variant : List.of(process, once)) {
            processes.add(variant);
            if (variant.phase() == Phase.STOPPING || variant.phase() == Phase.KILLING) {
                processes.add(variant.withInstance(variant.instance().leaderEnded()));
                processes.add(variant.stopBy(Timing.NEVER).wakeAt(Timing.NEVER));
            }
            if (variant.phase() == Phase.KILLING) {
                processes.add(variant.asStuck("survives"));
                processes.add(variant.withInstance(new Instance(3, Optional.empty(), false, 0, 0)));
            }
        }
    }
}
