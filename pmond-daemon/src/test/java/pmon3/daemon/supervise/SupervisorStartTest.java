package pmon3.daemon.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import pmon3.daemon.kernel.FakeProgram;
import pmon3.daemon.store.LastExit;
import pmon3.model.ProcessExit;
import pmon3.model.ProcessStatus;

/** Starting, ending and starting again, with a kernel and a store at the other end. */
class SupervisorStartTest {
    private final World world = new World();

    @Test
    void aNewProcessRunsAfter200MillisecondsAndItsCommandIsAnsweredThen() {
        Settlement exec = world.create("web");
        world.settle();
        assertThat(world.phase("web")).isEqualTo(Phase.STARTING);
        world.pass(199);
        assertThat(World.isDone(exec)).isFalse();
        world.pass(1);
        assertThat(world.phase("web")).isEqualTo(Phase.RUNNING);
        assertThat(World.isDone(exec)).isTrue();
        assertThat(exec.outcomes()).isEmpty();
        assertThat(world.row("web").status()).isEqualTo(ProcessStatus.RUNNING);
        assertThat(world.row("web").pid()).isEqualTo(world.pid("web"));
        assertThat(world.instances("web")).isEqualTo(1);
    }

    @Test
    void itIsNotAnsweredBeforeItIsStored() {
        Settlement exec = world.create("web");
        world.settle().skip(200).decide();
        assertThat(world.phase("web")).isEqualTo(Phase.RUNNING);
        assertThat(World.isDone(exec)).isFalse();
        world.settle();
        assertThat(World.isDone(exec)).isTrue();
    }

    @Test
    void theHelperIsNotLetGoBeforeItsIdentityIsStored() {
        world.create("web");
        world.decide().commitOne();
        world.kernel.runAll();
        world.decide();
        world.kernel.runAll();
        assertThat(world.phase("web")).isEqualTo(Phase.RELEASING);
        assertThat(world.alive("web")).isEmpty();
        world.settle();
        assertThat(world.row("web").identity()).isPresent();
        assertThat(world.alive("web")).hasSize(1);
    }

    @Test
    void oneThatRanLongIsStartedAgainAtOnceAndCounted() {
        world.running("web");
        int before = world.pid("web");
        Instant ended = world.now().wall();
        world.kill("web");
        world.settle();
        assertThat(world.phase("web")).isEqualTo(Phase.STARTING);
        assertThat(world.pid("web")).isNotEqualTo(before).isNotZero();
        assertThat(world.process("web").counts().restarts()).isEqualTo(1);
        assertThat(world.announced).containsExactly("PROCESS_RESTART web " + before);
        world.pass(1_000);
        assertThat(world.row("web").restarts()).isEqualTo(1);
        assertThat(world.row("web").lastExit()).contains(LastExit.at(ProcessExit.signaled(9), ended));
    }

    @Test
    void oneThatEndsAtOnceIsStartedAgainOnTheMonitorsGrid() {
        world.kernel.program("/srv/web", FakeProgram.endsAtOnce(ProcessExit.exited(3)));
        Settlement exec = world.create("web");
        world.pass(4_900);
        assertThat(exec.outcomes()).containsExactly(new Outcome.EndedAtOnce(ProcessExit.exited(3)));
        assertThat(World.isDone(exec)).isTrue();
        assertThat(world.kernel.orders()).hasSize(1);
        world.pass(200);
        assertThat(world.kernel.orders()).hasSize(2);
        world.pass(20_000);
        assertThat(world.kernel.orders()).hasSize(6);
    }

    @Test
    void whatASessionLeavesIsKilledBeforeTheNextStart() {
        world.kernel.program("/srv/web", FakeProgram.lives().withChildren(3).ignoringTerm());
        world.running("web");
        assertThat(world.alive("web")).hasSize(4);
        int leader = world.pid("web");
        world.kill("web");
        world.settle();
        assertThat(world.alive("web")).hasSize(4).noneMatch(entry -> entry.session() == leader);
    }

    @Test
    void nothingIsStartedWhileAMemberSurvivesAndItIsSaid() {
        world.kernel.program("/srv/web", FakeProgram.lives().withChildren(1));
        world.running("web");
        int leader = world.pid("web");
        int child = world.alive("web").stream()
                .filter(e -> e.pid() != leader)
                .findFirst()
                .orElseThrow()
                .pid();
        world.kernel.makeUnkillable(child);
        world.kill("web");
        world.pass(10_000);
        assertThat(world.phase("web")).isEqualTo(Phase.ENDING);
        assertThat(world.process("web").remark()).contains("SIGKILL");
        world.kernel.exit(child, ProcessExit.exited(0));
        world.pass(2_000);
        assertThat(world.instances("web")).isEqualTo(1);
    }

    @Test
    void aStartThatFailsLeavesNoNewRowAndSaysWhy() {
        world.kernel.program("/srv/web", FakeProgram.fails("/srv/web: permission denied"));
        Settlement exec = world.create("web");
        world.settle();
        assertThat(exec.outcomes()).containsExactly(new Outcome.StartFailed("/srv/web: permission denied"));
        assertThat(World.isDone(exec)).isTrue();
        assertThat(world.fleet().all()).isEmpty();
        assertThat(world.store.load().processes()).isEmpty();
    }

    @Test
    void aStartThatFailsAfterGoLeavesNoNewRowEither() {
        world.kernel.program("/srv/web", FakeProgram.failsAfterGo("/srv/web: exec format error"));
        Settlement exec = world.create("web");
        world.settle();
        assertThat(World.isDone(exec)).isTrue();
        assertThat(world.store.load().processes()).isEmpty();
    }

    @Test
    void aUserThatIsGoneFailsTheStart() {
        Settlement exec = world.fleet().create(World.definition("web"), new Owner(1001, 1001));
        world.settle();
        assertThat(exec.outcomes()).hasSize(1).first().asString().contains("uid 1000", "uid 1001");
        assertThat(world.kernel.orders()).isEmpty();
    }

    @Test
    void aKnownProcessKeepsItsOldDefinitionInTheStoreTooWhenItsStartFails() {
        world.running("web");
        world.stop("web");
        world.settle();
        world.kernel.program("/srv/web", FakeProgram.fails("gone"));
        Redefinition wanted = new Redefinition(World.definition("web", "nothing"), World.ALICE);
        Settlement exec = world.fleet().start(world.process("web").id(), Optional.of(wanted));
        world.settle();
        assertThat(World.isDone(exec)).isTrue();
        assertThat(world.row("web").definition()).isEqualTo(World.definition("web"));
        assertThat(world.row("web").status()).isEqualTo(ProcessStatus.STOPPED);
    }

    @Test
    void twentyRestartsAtOnceAreOne() {
        world.running("web");
        List<Settlement> settlements =
                IntStream.range(0, 20).mapToObj(i -> world.restart("web")).toList();
        world.pass(1_000);
        assertThat(settlements).allMatch(World::isDone);
        assertThat(world.kernel.orders()).hasSize(2);
        assertThat(world.process("web").counts().restarts()).isEqualTo(1);
        assertThat(world.instances("web")).isEqualTo(1);
    }

    @Test
    void severalAreRestartedTogether() {
        world.running("a").running("b").running("c");
        List<Long> before =
                world.fleet().all().stream().map(p -> (long) p.shownPid()).toList();
        List<Settlement> settlements =
                world.fleet().restart(Map.of(1L, Optional.empty(), 2L, Optional.empty(), 3L, Optional.empty()), true);
        world.pass(500);
        assertThat(settlements).allMatch(World::isDone);
        assertThat(world.fleet().all().stream().map(p -> (long) p.shownPid())).doesNotContainAnyElementsOf(before);
    }

    @Test
    void aProcessOfTheConfigStaysAndIsTriedAgain() {
        world.kernel.program("/srv/web", FakeProgram.fails("gone"));
        Settlement settlement = world.fleet().createKept(World.definition("web"), World.ALICE);
        world.settle();
        assertThat(World.isDone(settlement)).isTrue();
        assertThat(world.phase("web")).isEqualTo(Phase.WAITING);
        world.kernel.program("/srv/web", FakeProgram.lives());
        world.pass(6_000);
        assertThat(world.phase("web")).isEqualTo(Phase.RUNNING);
    }

    @Test
    void theExitOfAStrangersChildIsOnlyReaped() {
        world.running("web");
        world.listener().exited(99, ProcessExit.exited(0));
        world.settle();
        assertThat(world.phase("web")).isEqualTo(Phase.RUNNING);
    }
}
