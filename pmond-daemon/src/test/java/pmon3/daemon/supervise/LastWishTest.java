package pmon3.daemon.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several wishes about one process: which of them counts. */
class LastWishTest {
    @ParameterizedTest
    @EnumSource(names = {"HOLDING", "STOPPING", "KILLING"})
    void aRestartAfterAStopIsARestart(Phase phase) {
        Life life = Life.in(phase).askedToRestart();
        assertThat(life.process().storedStatus().code()).isEqualTo(7);
        assertThat(life.ends().phase()).isEqualTo(Phase.QUEUED);
    }

    @Test
    void aStopAfterARestartIsAStop() {
        Life life = Life.in(Phase.RUNNING).askedToRestart().askedTo(Goal.STOP).ends();
        assertThat(life.phase()).isEqualTo(Phase.STOPPED);
        assertThat(life.process().counts()).isEqualTo(Counts.ZERO);
    }

    @Test
    void aRestartThatFailsAfterAStopLeavesItStopped() {
        Life life = Life.in(Phase.RUNNING)
                .askedTo(Goal.STOP)
                .askedToRestart()
                .ends()
                .turnCame()
                .spawnFailed("no such file");
        assertThat(life.phase()).isEqualTo(Phase.STOPPED);
    }

    @ParameterizedTest
    @EnumSource(names = {"HOLDING", "STOPPING", "KILLING"})
    void aDeletionOutranksWhatIsAskedLater(Phase phase) {
        Life life = Life.in(phase)
                .askedTo(Goal.DELETE)
                .askedToRestart()
                .askedTo(Goal.STOP)
                .askedTo(Goal.CLOSE);
        assertThat(StoredForm.of(life.process()).deleting()).isTrue();
        assertThat(life.ends().phase()).isEqualTo(Phase.GONE);
        assertThat(life.last()).containsExactly(new Effect.Forget(), new Effect.DiscardLog());
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUED", "WAITING", "BACKOFF", "FAILED", "STOPPED", "CLOSED"})
    void whatDoesNotLiveIsDeletedAtOnce(Phase phase) {
        Life life = Life.in(phase).askedTo(Goal.DELETE);
        assertThat(life.phase()).isEqualTo(Phase.GONE);
        assertThat(life.last()).containsExactly(new Effect.Forget(), new Effect.DiscardLog());
    }

    @Test
    void pmondsEndDoesNotTurnAStopIntoAPause() {
        Life life =
                Life.in(Phase.RUNNING).askedTo(Goal.STOP).askedTo(Goal.CLOSE).ends();
        assertThat(life.phase()).isEqualTo(Phase.STOPPED);
    }

    @Test
    void pmondsEndClosesWhatIsBeingRestarted() {
        Life life = Life.in(Phase.RUNNING).askedToRestart().askedTo(Goal.CLOSE);
        assertThat(life.process().storedStatus().code()).isEqualTo(5);
        assertThat(life.ends().phase()).isEqualTo(Phase.CLOSED);
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUED", "WAITING", "BACKOFF"})
    void pmondsEndClosesWhatWouldStartByItself(Phase phase) {
        Life life = Life.in(phase).askedTo(Goal.CLOSE);
        assertThat(life.phase()).isEqualTo(Phase.CLOSED);
        assertThat(life.last()).containsExactly(Life.stored());
        life.after(60_000).tick().turnCame().askedToStart();
        assertThat(life.phase()).isEqualTo(Phase.CLOSED);
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILED", "STOPPED"})
    void pmondsEndLeavesWhatRestsAsItIs(Phase phase) {
        Life life = Life.in(phase).askedTo(Goal.CLOSE);
        assertThat(life.phase()).isEqualTo(phase);
        assertThat(life.last()).isEmpty();
    }

    @Test
    void whatIsStoppedWhilePmondEndsStaysStoppedWithTheNext() {
        assertThat(Life.in(Phase.CLOSED)
                        .askedTo(Goal.STOP)
                        .process()
                        .storedStatus()
                        .word())
                .isEqualTo("stopped");
    }

    @Test
    void twentyRestartsAtOnceAreOneAndCountOnce() {
        Life life = Life.in(Phase.RUNNING);
        for (int i = 0; i < 20; i++) {
            life.askedToRestart();
        }
        life.ends();
        for (int i = 0; i < 20; i++) {
            life.askedToRestart();
        }
        life.comesUp();
        assertThat(life.phase()).isEqualTo(Phase.RUNNING);
        assertThat(life.process().counts().restarts()).isEqualTo(1);
        assertThat(life.flat().stream().filter(Effect.Spawn.class::isInstance)).hasSize(1);
    }

    @Test
    void aRestartCommandCountsAndAStartDoesNot() {
        assertThat(Life.in(Phase.STOPPED).askedToRestart().process().counts().restarts())
                .isEqualTo(1);
        assertThat(Life.in(Phase.STOPPED).askedToStart().process().counts().restarts())
                .isZero();
    }

    @Test
    void aResetSetsTheCountToZeroWhereverItStands() {
        for (Phase phase : Phase.values()) {
            if (phase != Phase.GONE && phase != Phase.CLOSED) {
                ManagedProcess counted = Samples.process(phase).withCounts(new Counts(9, 5, 40, 7));
                Life life = Life.of(counted).on(new ProcessEvent.ResetAsked());
                assertThat(life.process().counts()).as("%s", phase).isEqualTo(Counts.ZERO);
                assertThat(life.last()).contains(Life.stored());
            }
        }
    }
}
