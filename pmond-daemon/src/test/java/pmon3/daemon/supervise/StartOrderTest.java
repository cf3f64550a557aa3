package pmon3.daemon.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import pmon3.daemon.kernel.FakeProgram;
import pmon3.daemon.kernel.SpawnOrder;

/** The dependency order of starts, with the pause of 1 s between a start attempt and its dependants'. */
class StartOrderTest {
    private final World world = new World();

    @Test
    void aDependantStartsAPauseAfterTheAttemptAndIndependentChainsSideBySide() {
        kept("web", "db");
        kept("db");
        kept("mail", "spool");
        kept("spool");
        kept("alone");
        world.settle();
        assertThat(started()).containsExactly("db", "spool", "alone");
        world.pass(900);
        assertThat(started()).hasSize(3);
        world.pass(100);
        assertThat(started()).containsExactly("db", "spool", "alone", "web", "mail");
    }

    @Test
    void aChainTakesAPauseForEachLink() {
        kept("c", "b");
        kept("b", "a");
        kept("a");
        world.pass(1_900);
        assertThat(started()).containsExactly("a", "b");
        world.pass(100);
        assertThat(started()).containsExactly("a", "b", "c");
    }

    @Test
    void aDependencyThatFailsHoldsNothingBack() {
        world.kernel.program("/srv/db", FakeProgram.fails("no such file"));
        kept("web", "db");
        kept("db");
        world.pass(1_100);
        assertThat(started()).containsExactly("db", "web");
    }

    @Test
    void aDependencyThatDoesNotExistIsIgnored() {
        kept("web", "nothing");
        world.settle();
        assertThat(started()).containsExactly("web");
    }

    @Test
    void aCircleIsStartedById() {
        kept("a", "c");
        kept("b", "a");
        kept("c", "b");
        world.settle();
        assertThat(started()).containsExactly("a", "b", "c");
    }

    @Test
    void whatDependsOnACircleComesAfterIt() {
        kept("web", "a");
        kept("a", "b");
        kept("b", "a");
        world.settle();
        assertThat(started()).containsExactly("a", "b");
        world.pass(1_000);
        assertThat(started()).containsExactly("a", "b", "web");
    }

    @Test
    void aDependencyThatRunsAlreadyDelaysNobody() {
        world.running("db");
        world.create("web", "db");
        world.settle();
        assertThat(started()).containsExactly("db", "web");
    }

    @Test
    void aRestartOfBothStopsTheDependantFirstAndStartsItLast() {
        world.kernel.program("/srv/web", FakeProgram.lives().ignoringTerm());
        world.running("db").running("web", "db");
        List<Settlement> restarts = world.fleet().restart(Map.of(1L, Optional.empty(), 2L, Optional.empty()), true);
        world.pass(9_000);
        assertThat(world.phase("db")).isEqualTo(Phase.HOLDING);
        assertThat(world.phase("web")).isEqualTo(Phase.STOPPING);
        world.pass(1_500);
        assertThat(started()).containsExactly("db", "web", "db");
        world.pass(1_500);
        assertThat(started()).containsExactly("db", "web", "db", "web");
        assertThat(restarts).allMatch(World::isDone);
    }

    @Test
    void aStopOfWhatIsWaitedForLetsItsDependantStart() {
        world.kernel.program("/srv/db", FakeProgram.lives().ignoringTerm());
        world.running("db");
        world.restart("db");
        world.settle();
        world.create("web", "db");
        world.pass(500);
        assertThat(world.phase("web")).isEqualTo(Phase.QUEUED);
        world.stop("db");
        world.settle();
        assertThat(world.phase("web")).isEqualTo(Phase.STARTING);
    }

    @Test
    void aVeryLongChainIsAsGoodAsAShortOne() {
        int length = 1_000;
        for (int i = 0; i < length; i++) {
            kept("p" + i, i == 0 ? new String[0] : new String[] {"p" + (i - 1)});
        }
        world.pass(1_000);
        assertThat(started()).containsExactly("p0", "p1");
        List<Settlement> stops = world.fleet().close(false);
        world.settle();
        assertThat(stops).allMatch(World::isDone);
    }

    @Test
    void dependenciesThatChangeCountAtOnce() {
        kept("db");
        world.pass(5_000);
        world.kernel.program("/srv/web", FakeProgram.lives().ignoringTerm());
        kept("web");
        world.settle();
        world.fleet().redefine(2, new Redefinition(World.definition("web", "db"), World.ALICE));
        assertThat(world.fleet().dependants("db")).containsExactly("web");
        world.fleet().stop(List.of(1L, 2L), Goal.STOP, false);
        world.settle();
        assertThat(world.phase("db")).isEqualTo(Phase.HOLDING);
        world.pass(11_000);
        world.ask("web", Goal.DELETE, false);
        world.settle();
        assertThat(world.fleet().dependants("db")).isEmpty();
    }

    private void kept(String name, String... dependencies) {
        world.fleet().createKept(World.definition(name, dependencies), World.ALICE);
    }

    private List<String> started() {
        return world.kernel.orders().stream()
                .map(SpawnOrder::argv)
                .map(argv -> argv.get(0))
                .toList();
    }
}
