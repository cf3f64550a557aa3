package pmon3.daemon.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pmon3.model.ProcessStatus;

/** What a store that cannot store leaves possible, and what it does not. */
class StoreFailureTest {
    private static final Outcome NOT_STORED = new Outcome.NotStored("disk full");
    private static final Outcome NOT_YET = new Outcome.NotYetStored("disk full");

    private final World world = new World();

    @BeforeEach
    void oneRuns() {
        world.running("web");
    }

    @Test
    void aNewProcessIsRefusedAndNothingOfItLives() {
        world.failStore();
        Settlement exec = world.create("db");
        world.settle();
        assertThat(World.isDone(exec)).isTrue();
        assertThat(exec.outcomes()).containsExactly(NOT_STORED);
        assertThat(world.alive("db")).isEmpty();
        assertThat(world.fleet().byName("db")).isEmpty();
        afterwards();
        assertThat(world.rowIfAny("db")).isEmpty();
    }

    @Test
    void aStopIsRefusedAndTheProgramRunsOn() {
        int pid = world.pid("web");
        world.failStore();
        Settlement stop = world.stop("web");
        world.settle();
        assertThat(World.isDone(stop)).isTrue();
        assertThat(stop.outcomes()).containsExactly(NOT_STORED);
        assertThat(world.phase("web")).isEqualTo(Phase.RUNNING);
        assertThat(world.pid("web")).isEqualTo(pid);
        afterwards();
        assertThat(world.row("web").status()).isEqualTo(ProcessStatus.RUNNING);
    }

    @Test
    void aForcedStopIsRefusedToo() {
        world.failStore();
        Settlement stop = world.ask("web", Goal.DELETE, true);
        world.pass(1_000);
        assertThat(stop.outcomes()).containsExactly(NOT_STORED);
        assertThat(world.instances("web")).isEqualTo(1);
        assertThat(world.kernel.signals()).isEmpty();
    }

    @Test
    void aRestartByItselfGoesOnAndTheNextPmondKnowsOfIt() {
        world.failStore();
        world.kill("web");
        world.pass(1_000);
        int pid = world.pid("web");
        assertThat(world.phase("web")).isEqualTo(Phase.RUNNING);
        assertThat(world.row("web").pid()).isNotEqualTo(pid);
        assertThat(world.fleet().isUnstored(1)).isTrue();
        world.crashAndStart();
        assertThat(world.pid("web")).isEqualTo(pid);
        afterwards();
        world.pass(10_000);
        assertThat(world.instances("web")).isEqualTo(1);
        assertThat(world.row("web").pid()).isEqualTo(pid);
        assertThat(world.identities.all()).isEmpty();
    }

    @Test
    void whatRestartsAgainAndAgainIsFoundAsItRanLast() {
        world.failStore();
        for (int i = 0; i < 3; i++) {
            world.kill("web");
            world.pass(7_000);
        }
        int pid = world.pid("web");
        world.crashAndStart();
        assertThat(world.pid("web")).isEqualTo(pid);
        world.kill("web");
        world.pass(7_000);
        assertThat(world.instances("web")).isEqualTo(1);
        assertThat(world.pid("web")).isNotEqualTo(pid);
    }

    @Test
    void aRestartByItselfWaitsHalfASecondForAStoreThatHangs() {
        world.kill("web");
        hang(0);
        hang(Timing.KEEP_AFTER_MS - 1);
        assertThat(world.alive("web")).isEmpty();
        hang(1);
        assertThat(world.alive("web")).hasSize(1);
        world.crashAndStart();
        world.pass(10_000);
        assertThat(world.instances("web")).isEqualTo(1);
        assertThat(world.row("web").pid()).isEqualTo(world.pid("web"));
    }

    @Test
    void aCommandIsRefusedAfterTwoSecondsOfAStoreThatHangs() {
        Settlement exec = world.create("db");
        Settlement stop = world.stop("web");
        hang(0);
        hang(Timing.STORE_PATIENCE_MS - 1);
        assertThat(World.isDone(exec) || World.isDone(stop)).isFalse();
        hang(1);
        assertThat(exec.outcomes()).containsExactly(tooLate());
        assertThat(stop.outcomes()).containsExactly(tooLate());
        hang(0);
        assertThat(World.isDone(exec) && World.isDone(stop)).isTrue();
        assertThat(world.alive("db")).isEmpty();
        assertThat(world.phase("web")).isEqualTo(Phase.RUNNING);
        world.pass(5_000);
        assertThat(world.rowIfAny("db")).isEmpty();
        assertThat(world.row("web").status()).isEqualTo(ProcessStatus.RUNNING);
        assertThat(world.kernel.signals()).isEmpty();
    }

    @Test
    void whatIsDoneInMemoryIsAnsweredAfterTwoSecondsOfAStoreThatHangs() {
        Settlement redefine = world.fleet().redefine(1, new Redefinition(World.definition("web", "x"), World.ALICE));
        hang(Timing.STORE_PATIENCE_MS);
        assertThat(World.isDone(redefine)).isTrue();
        assertThat(redefine.outcomes()).hasSize(1).allMatch(Outcome.NotYetStored.class::isInstance);
        assertThat(world.fleet().isUnstored(1)).isTrue();
        world.settle();
        assertThat(world.fleet().isUnstored(1)).isFalse();
    }

    /** Its row is missing: the next pmond would not look for it, and make another from the process config. */
    @Test
    void aProcessThatTheStoreHasNeverHeardOfIsNotStarted() {
        world.failStore();
        world.fleet().createKept(World.definition("db"), World.ALICE);
        world.pass(20_000);
        assertThat(world.alive("db")).isEmpty();
        afterwards();
        world.pass(6_000);
        assertThat(world.instances("db")).isEqualTo(1);
    }

    @Test
    void aRestartByItselfWaitsForTheStoreWhereItsIdentityCannotBeKept() {
        world.identities.full(true);
        world.failStore();
        world.kill("web");
        world.pass(1_000);
        assertThat(world.alive("web")).isEmpty();
        afterwards();
        world.pass(6_000);
        assertThat(world.phase("web")).isEqualTo(Phase.RUNNING);
        assertThat(world.instances("web")).isEqualTo(1);
        assertThat(world.row("web").pid()).isEqualTo(world.pid("web"));
    }

    @Test
    void whatIsDoneButNotStoredIsSaidAndStoredLater() {
        world.stop("web");
        world.settle();
        world.failStore();
        Settlement del = world.ask("web", Goal.DELETE, false);
        world.settle();
        assertThat(World.isDone(del)).isTrue();
        assertThat(del.outcomes()).containsExactly(NOT_YET);
        assertThat(world.rowIfAny("web")).isPresent();
        afterwards();
        assertThat(world.rowIfAny("web")).isEmpty();
    }

    @Test
    void aDeletionThatCouldNotBeStoredNeverBringsTheRowBack() {
        world.stop("web");
        world.settle();
        world.failStore();
        world.ask("web", Goal.DELETE, false);
        world.pass(5_000);
        world.store.recover();
        world.pass(1_000);
        assertThat(world.store.load().processes()).isEmpty();
        assertThat(world.running("web").instances("web")).isEqualTo(1);
    }

    @Test
    void aResetIsAnsweredWhenItIsStoredAndNotBefore() {
        world.kill("web");
        world.pass(1_000);
        Settlement reset = world.fleet().reset(1);
        world.decide();
        assertThat(World.isDone(reset)).isFalse();
        world.settle();
        assertThat(World.isDone(reset)).isTrue();
        assertThat(world.row("web").restarts()).isZero();
    }

    @Test
    void aResetThatCouldNotBeStoredIsSaid() {
        world.kill("web");
        world.pass(1_000);
        world.failStore();
        Settlement reset = world.fleet().reset(1);
        world.settle();
        assertThat(reset.outcomes()).containsExactly(NOT_YET);
        afterwards();
        assertThat(world.row("web").restarts()).isZero();
    }

    @Test
    void groupsThatCouldNotBeStoredAreStoredLater() {
        world.failStore();
        Settlement join = world.fleet().join(1, List.of("blue", "green"), 1000);
        world.settle();
        assertThat(World.isDone(join)).isTrue();
        assertThat(join.outcomes()).containsExactly(NOT_YET);
        afterwards();
        assertThat(world.store.load().groups()).hasSize(2);
        assertThat(world.store.load().membership().get(1L)).hasSize(2);
    }

    @Test
    void anOlderRefusalDoesNotHideThatTheLatestStateIsStored() {
        world.failStore();
        world.fleet().redefine(1, new Redefinition(World.definition("web", "x"), World.ALICE));
        world.fleet().redefine(1, new Redefinition(World.definition("web", "y"), World.ALICE));
        world.commitOne();
        world.store.recover();
        world.settle();
        assertThat(world.fleet().isUnstored(1)).isFalse();
        assertThat(world.row("web").definition()).isEqualTo(World.definition("web", "y"));
    }

    @Test
    void pmondsEndStopsAllThoughNothingCanBeStored() {
        world.failStore();
        List<Settlement> ends = world.fleet().close(false);
        world.settle();
        assertThat(ends).hasSize(1).allMatch(World::isDone);
        assertThat(world.kernel.entries()).isEmpty();
        assertThat(world.fleet().close(false)).isEmpty();
    }

    @Test
    void pmondsEndDoesNotWaitForAStoreThatHangs() {
        List<Settlement> ends = world.fleet().close(false);
        world.decide().kernel.runAll();
        world.decide();
        assertThat(world.hasSubmissions()).isTrue();
        assertThat(ends).allMatch(World::isDone);
        assertThat(world.kernel.entries()).isEmpty();
    }

    @Test
    void pmondsEndFindsWhatAStopThatWasRefusedLeftRunning() {
        world.failStore();
        world.stop("web");
        world.fleet().close(false);
        world.settle();
        assertThat(world.fleet().close(false)).hasSize(1);
        world.settle();
        assertThat(world.kernel.entries()).isEmpty();
    }

    /** The refusal of the first removal is not known yet when the second is asked for. */
    @Test
    void whatIsDeletedForCertainHasNoOlderRowOfItsName() {
        world.stop("web");
        world.settle();
        world.failStore();
        world.ask("web", Goal.DELETE, false);
        world.create("web");
        Settlement del = world.ask("web", Goal.DELETE, false);
        world.commitOne();
        world.store.recover();
        while (!World.isDone(del)) {
            world.commitOne();
            world.decide();
        }
        assertThat(del.outcomes()).isEmpty();
        assertThat(world.rowIfAny("web")).isEmpty();
    }

    private static Outcome tooLate() {
        return new Outcome.NotStored("the database has not answered for 2 s; see pmond's log");
    }

    /** Time passes, and all happens but commits. */
    private void hang(long millis) {
        world.skip(millis).decide();
        while (!world.kernel.isIdle()) {
            world.kernel.runAll();
            world.decide();
        }
    }

    private void afterwards() {
        world.store.recover();
        world.pass(1_000);
    }

    /** It says nothing of the row: the identity stays kept, and the row is tried again. */
    @Test
    void aStoredGroupDoesNotHideThatTheProgramThatRunsIsNotStored() {
        world.hanging = true;
        world.kill("web");
        for (int turn = 0; turn < 20; turn++) {
            world.decide();
            world.kernel.runAll();
        }
        world.fleet().join(world.process("web").id(), List.of("g"), 1000);
        theFirstIsRefusedAndTheSecondStored();
        assertThat(world.identities.all()).hasSize(1);

        world.hanging = false;
        world.pass(20_000);
        assertThat(world.row("web").pid()).isEqualTo(world.pid("web"));
        world.crashAndStart();
        world.pass(20_000);
        assertThat(world.instances("web")).isEqualTo(1);
    }

    @Test
    void aStoredGroupDoesNotHideThatAStopIsNotStored() {
        world.create("db");
        world.pass(1000);
        world.kill("db");
        world.pass(200);
        world.hanging = true;
        Settlement stop = world.stop("db");
        world.fleet().join(world.process("db").id(), List.of("g"), 1000);
        theFirstIsRefusedAndTheSecondStored();
        assertThat(stop.outcomes()).containsExactly(NOT_YET);

        world.hanging = false;
        world.pass(20_000);
        world.crashAndStart();
        world.pass(20_000);
        assertThat(world.instances("db")).isZero();
    }

    private void theFirstIsRefusedAndTheSecondStored() {
        world.failStore();
        world.commitOne();
        world.store.recover();
        world.decide();
        world.commitOne();
        world.decide();
    }
}
