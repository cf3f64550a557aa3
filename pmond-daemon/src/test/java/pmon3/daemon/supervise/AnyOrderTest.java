package pmon3.daemon.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Events in orders that no kernel and no user would produce: what the machine makes of them still fits together. */
class AnyOrderTest {
    private static final Set<Phase> WITH_PROGRAM =
            EnumSet.of(Phase.RELEASING, Phase.STARTING, Phase.RUNNING, Phase.ENDING, Phase.HOLDING, Phase.STOPPING);

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void noOrderOfEventsLeadsToAProcessThatContradictsItself(
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 1000) Integer> choices) {
        Life life = Life.of(ManagedProcess.fresh(7, Samples.definition("", true), Samples.OWNER, Samples.NOW));
        for (int choice : choices) {
            List<ProcessEvent> events = Samples.events(life.process().ticket());
            life.after(choice).on(events.get(choice % events.size()));
            assertConsistent(life.process());
        }
    }

    private static void assertConsistent(ManagedProcess process) {
        boolean identified = process.instance().identity().isPresent();
        if (WITH_PROGRAM.contains(process.phase())) {
            assertThat(identified).as("%s", process).isTrue();
        }
        if (!process.phase().isLiving()) {
            assertThat(identified).as("%s", process).isFalse();
        }
        if (!process.phase().isStopping()) {
            assertThat(process.goal()).as("%s", process).isEqualTo(Goal.RETRY);
            assertThat(process.stopByMs()).as("%s", process).isEqualTo(Timing.NEVER);
            assertThat(process.stuck() && process.phase() != Phase.ENDING)
                    .as("%s", process)
                    .isFalse();
        }
    }
}
