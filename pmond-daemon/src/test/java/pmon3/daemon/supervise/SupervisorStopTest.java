package pmon3.daemon.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pmon3.daemon.kernel.FakeKernel;
import pmon3.daemon.kernel.FakeProgram;
import pmon3.daemon.kernel.Signal;
import pmon3.model.PmonException;
import pmon3.model.ProcessExit;
import pmon3.model.ProcessStatus;

/** Stopping and deleting, with a kernel and a store at the other end. */
class SupervisorStopTest {
    private final World world = new World();

    @Test
    void aProgramThatObeysIsStoppedAndStaysSo() {
        world.running("web");
        Settlement stop = world.stop("web");
        world.settle();
        assertThat(World.isDone(stop)).isTrue();
        assertThat(world.row("web").status()).isEqualTo(ProcessStatus.STOPPED);
        assertThat(world.row("web").pid()).isZero();
        world.pass(60_000);
        assertThat(world.alive("web")).isEmpty();
    }

    @Test
    void nothingIsSignalledBeforeTheWishIsStored() {
        world.running("web");
        world.stop("web");
        world.decide();
        assertThat(world.kernel.signals()).isEmpty();
        world.skip(Timing.STORE_PATIENCE_MS - 1).decide();
        assertThat(world.kernel.signals()).isEmpty();
        world.commitOne();
        world.decide();
        assertThat(world.row("web").status()).isEqualTo(ProcessStatus.STOPPED);
        assertThat(world.row("web").pid()).isNotZero();
        assertThat(world.kernel.signals()).extracting(FakeKernel.Sent::signal).containsOnly(Signal.TERM);
    }

    @Test
    void whatIgnoresSigtermIsKilledWithAllItsChildrenAfterTheTimeout() {
        world.kernel.program("/srv/web", FakeProgram.lives().withChildren(2).ignoringTerm());
        world.running("web");
        Settlement stop = world.stop("web");
        world.pass(9_900);
        assertThat(world.alive("web")).hasSize(3);
        assertThat(World.isDone(stop)).isFalse();
        world.pass(200);
        assertThat(world.alive("web")).isEmpty();
        assertThat(World.isDone(stop)).isTrue();
    }

    @Test
    void aLookThatFailsIsRepeatedUntilItSucceeds() {
        world.kernel.program("/srv/web", FakeProgram.lives().withChildren(1));
        world.running("web");
        Settlement stop = world.ask("web", Goal.STOP, true);
        world.kernel.failScans(3);
        world.settle();
        assertThat(World.isDone(stop)).isFalse();
        assertThat(world.phase("web")).isEqualTo(Phase.KILLING);
        assertThat(world.sleepMs()).isLessThanOrEqualTo(50);
        world.pass(300);
        assertThat(World.isDone(stop)).isTrue();
        assertThat(world.alive("web")).isEmpty();
        assertThat(world.phase("web")).isEqualTo(Phase.STOPPED);
    }

    @Test
    void byForceItIsKilledAtOnce() {
        world.kernel.program("/srv/web", FakeProgram.lives().withChildren(2).ignoringTerm());
        world.running("web");
        Settlement stop = world.ask("web", Goal.STOP, true);
        world.settle();
        assertThat(world.alive("web")).isEmpty();
        assertThat(World.isDone(stop)).isTrue();
    }

    /** Also where the restart changes nothing: what is deleted stays so, and what is restarted already is. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoeverRestartsWhatSurvivesSigkillIsToldSo(boolean deleting) {
        world.kernel.program("/srv/web", FakeProgram.lives().ignoringTerm());
        world.running("web");
        world.kernel.makeUnkillable(world.pid("web"));
        if (deleting) {
            world.ask("web", Goal.DELETE, true);
        } else {
            world.restart("web");
        }
        world.pass(20_000);
        Settlement restart = world.restart("web");
        world.settle();
        assertThat(World.isDone(restart)).isTrue();
        assertThat(restart.outcomes()).containsExactly(new Outcome.Survives());
    }

    /** A stop that a restart has overtaken is what a start that fails falls back to, with all that a stop does. */
    @Test
    void whatFallsBackToStoppedBeginsAnew() {
        world.kernel.program("/srv/web", FakeProgram.lives().withChildren(1).ignoringTerm());
        world.running("web");
        world.kill("web");
        world.pass(1_000);
        assertThat(world.process("web").counts().restarts()).isEqualTo(1);
        world.stop("web");
        world.settle();
        world.kernel.program("/srv/web", FakeProgram.fails("/srv/web: permission denied"));
        world.restart("web");
        world.pass(11_000);
        assertThat(world.phase("web")).isEqualTo(Phase.STOPPED);
        assertThat(world.process("web").counts()).isEqualTo(Counts.ZERO);
        assertThat(world.row("web").restarts()).isZero();
    }

    /** As on a file system whose server is away: the helper comes to no end, and is not known by an identity yet. */
    @Test
    void aHelperThatHangsIsSaidAndItsEndIsNoticed() {
        world.kernel.program("/srv/web", FakeProgram.neverReady());
        world.create("web");
        world.pass(1_000);
        Settlement stop = world.stop("web");
        world.pass(Timing.STUCK_MS - 100);
        assertThat(World.isDone(stop)).isFalse();
        world.pass(200);
        assertThat(World.isDone(stop)).isTrue();
        assertThat(stop.outcomes()).containsExactly(new Outcome.Survives());
        assertThat(world.process("web").remark()).contains("helper survives SIGKILL");
        assertThat(world.sleepMs()).as("nothing is to be looked at").isGreaterThan(60_000);
        Settlement again = world.restart("web");
        world.pass(100);
        assertThat(World.isDone(again)).isTrue();
        world.stop("web");
        assertThat(world.fleet().close(false)).allMatch(World::isDone);
        world.kernel.thaw();
        world.settle();
        assertThat(world.phase("web")).isEqualTo(Phase.STOPPED);
        assertThat(world.kernel.entries()).isEmpty();
    }

    @Test
    void aStartThatTheStoreRefusedAndWhoseHelperSurvivesIsSaidToo() {
        world.create("web");
        world.decide();
        world.commitOne();
        world.decide();
        world.kernel.runAll();
        world.decide();
        int helper = world.process("web").instance().pid();
        world.kernel.makeUnkillable(helper);
        world.failStore();
        world.pass(Timing.STUCK_MS + 1_000);
        assertThat(world.process("web").stuck()).isTrue();
        assertThat(world.process("web").remark()).contains("survives SIGKILL (pid " + helper + ")");
        world.store.recover();
        world.kernel.thaw();
        world.pass(1_000);
        assertThat(world.fleet().byName("web")).isEmpty();
        assertThat(world.kernel.entries()).isEmpty();
    }

    @Test
    void whatSurvivesSigkillIsSaidAndItsEndIsNoticed() {
        world.running("web");
        int pid = world.pid("web");
        world.kernel.makeUnkillable(pid);
        Settlement stop = world.ask("web", Goal.STOP, true);
        world.pass(5_200);
        assertThat(World.isDone(stop)).isTrue();
        assertThat(stop.outcomes()).containsExactly(new Outcome.Survives());
        assertThat(world.process("web").shownStatus()).isEqualTo("stopping");
        int signals = world.kernel.signals().size();
        world.pass(10_000);
        assertThat(world.kernel.signals().size() - signals).isBetween(5, 25);
        assertThat(world.process("web").remark()).contains("survives SIGKILL (pid " + pid + ")");
        world.kernel.exit(pid, ProcessExit.signaled(9));
        world.pass(100);
        assertThat(world.phase("web")).isEqualTo(Phase.STOPPED);
    }

    @Test
    void severalStopEachAfterWhatDependsOnIt() {
        world.kernel.program("/srv/web", FakeProgram.lives().ignoringTerm());
        world.running("db").running("cache", "db").running("web", "cache", "db");
        List<Settlement> stops = world.fleet().stop(List.of(1L, 2L, 3L), Goal.STOP, false);
        world.pass(5_000);
        assertThat(world.phase("db")).isEqualTo(Phase.HOLDING);
        assertThat(world.phase("cache")).isEqualTo(Phase.HOLDING);
        assertThat(world.process("db").shownStatus()).isEqualTo("stopping");
        world.pass(5_200);
        assertThat(stops).allMatch(World::isDone);
        assertThat(world.fleet().all()).allMatch(process -> process.phase() == Phase.STOPPED);
    }

    @Test
    void whatASurvivorDependsOnIsNotHeldForEver() {
        world.kernel.program("/srv/web", FakeProgram.lives().ignoringTerm());
        world.running("db").running("web", "db");
        world.kernel.makeUnkillable(world.pid("web"));
        world.fleet().stop(List.of(1L, 2L), Goal.STOP, false);
        world.pass(20_000);
        assertThat(world.phase("web")).isEqualTo(Phase.KILLING);
        assertThat(world.phase("db")).isEqualTo(Phase.STOPPED);
    }

    @Test
    void aCircleOfDependenciesIsStoppedAllTheSame() {
        world.fleet().create(World.definition("a", "b"), World.ALICE);
        world.fleet().create(World.definition("b", "a"), World.ALICE);
        world.pass(6_000);
        List<Settlement> stops = world.fleet().stop(List.of(1L, 2L), Goal.STOP, false);
        world.settle();
        assertThat(stops).allMatch(World::isDone);
        assertThat(world.fleet().all()).allMatch(process -> process.phase() == Phase.STOPPED);
    }

    @Test
    void aDeletedProcessIsForgottenWithItsRowAndItsNameIsFree() {
        world.running("web");
        Settlement del = world.ask("web", Goal.DELETE, false);
        world.settle();
        assertThat(World.isDone(del)).isTrue();
        assertThat(world.store.load().processes()).isEmpty();
        assertThat(world.alive("web")).isEmpty();
        world.running("web");
        assertThat(world.process("web").id()).isEqualTo(2);
        assertThat(world.instances("web")).isEqualTo(1);
    }

    @Test
    void groupsOfWhatIsGoneAreRefusedInWords() {
        world.running("web");
        world.ask("web", Goal.DELETE, true);
        world.settle();
        assertThat(catchThrowable(() -> world.fleet().join(1, List.of("blue"), 1000)))
                .isInstanceOf(PmonException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void aStopWhileTheHelperIsOnItsWayEndsStoppedWithNothingAlive() {
        for (int steps = 0; steps < 6; steps++) {
            World early = new World();
            early.create("web");
            for (int i = 0; i < steps; i++) {
                early.decide().commitOne();
                early.kernel.step();
            }
            early.decide();
            Settlement stop = early.stop("web");
            early.pass(300);
            assertThat(World.isDone(stop)).as("after %s steps", steps).isTrue();
            assertThat(early.phase("web")).isEqualTo(Phase.STOPPED);
            assertThat(early.kernel.entries()).isEmpty();
        }
    }

    /** No helper was made that could survive anything: the user database does not answer. */
    @Test
    void aStopWhileTheUserIsLookedUpIsDoneAtOnceAndTheKernelIsNeverAsked() {
        world.starters.hold();
        world.create("web");
        world.pass(300);
        assertThat(world.phase("web")).isEqualTo(Phase.SPAWNING);
        Settlement stop = world.stop("web");
        world.settle();
        assertThat(World.isDone(stop)).isTrue();
        assertThat(stop.outcomes()).isEmpty();
        assertThat(world.phase("web")).isEqualTo(Phase.STOPPED);
        assertThat(world.starters.waiting()).isZero();
        world.starters.letGo();
        world.pass(Timing.STUCK_MS + 1_000);
        assertThat(world.process("web").stuck()).isFalse();
        assertThat(world.kernel.orders()).isEmpty();
    }

    @Test
    void pmondsEndStopsAllThatLivesOrWouldStart() {
        world.kernel.program("/srv/flop", FakeProgram.endsAtOnce(ProcessExit.exited(1)));
        world.running("web").running("db");
        world.create("flop");
        world.pass(1_000);
        assertThat(world.phase("flop")).isEqualTo(Phase.WAITING);
        List<Settlement> ends = world.fleet().close(false);
        world.pass(20_000);
        assertThat(ends).allMatch(World::isDone);
        assertThat(world.kernel.entries()).isEmpty();
        assertThat(world.store.load().processes()).allMatch(row -> row.status() == ProcessStatus.CLOSED);
    }
}
