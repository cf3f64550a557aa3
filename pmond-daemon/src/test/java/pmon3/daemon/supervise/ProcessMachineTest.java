package pmon3.daemon.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import pmon3.daemon.supervise.Cells.Cell;

/** What holds in every cell of the table, whatever else is true of the process. */
class ProcessMachineTest {
    @Test
    void everyPhaseAnswersEveryEventAndKeepsItsIdentity() {
        Cells.all().forEach(cell -> {
            Decision decision = cell.decide();
            ManagedProcess next = decision.next();
            assertThat(next.id()).isEqualTo(cell.process().id());
            assertThat(next.createdAt()).isEqualTo(cell.process().createdAt());
            assertThat(next.name()).isEqualTo(cell.process().name());
        });
    }

    @Test
    void whatDoesNotLiveHasNoIdentityAndWakesNobody() {
        Cells.all().forEach(cell -> {
            ManagedProcess next = cell.decide().next();
            if (!next.phase().isLiving()) {
                assertThat(next.instance().identity()).isEmpty();
                assertThat(next.wakeAtMs()).isEqualTo(Timing.NEVER);
                assertThat(next.stopByMs()).isEqualTo(Timing.NEVER);
                assertThat(next.goal()).isEqualTo(Goal.RETRY);
            }
        });
    }

    @Test
    void nothingIsSpawnedUnlessItsTurnCameOrARestartIsDue() {
        Cells.all().forEach(cell -> {
            if (effects(cell).noneMatch(Effect.Spawn.class::isInstance)) {
                return;
            }
            boolean turnCame = cell.is(Phase.QUEUED, ProcessEvent.Kind.TURN_CAME);
            boolean tick = cell.is(Phase.WAITING, ProcessEvent.Kind.MONITOR_TICK)
                    || cell.is(Phase.BACKOFF, ProcessEvent.Kind.MONITOR_TICK);
            boolean end = cell.is(Phase.ENDING, ProcessEvent.Kind.MEMBERS_SEEN);
            boolean due = cell.process().isDue(cell.now());
            assertThat(turnCame || due && (tick || end)).isTrue();
        });
    }

    @Test
    void anIdentityIsStoredBeforeItsHelperIsReleased() {
        Cells.all().forEach(cell -> assertThat(cell.decide().effects()).noneMatch(Effect.Release.class::isInstance));
    }

    @Test
    void onlyTheProgramThatTheProcessHasIsSignalled() {
        Cells.all().forEach(cell -> {
            effects(cell)
                    .filter(Effect.SignalAll.class::isInstance)
                    .map(Effect.SignalAll.class::cast)
                    .forEach(signal ->
                            assertThat(cell.process().instance().identity()).contains(signal.leader()));
        });
    }

    @Test
    void theWishToStopARunningProgramIsStoredBeforeItsFirstSignal() {
        Cells.all().forEach(cell -> {
            boolean lives = Set.of(Phase.STARTING, Phase.RUNNING, Phase.HOLDING)
                    .contains(cell.process().phase());
            boolean asked = cell.event().kind() != ProcessEvent.Kind.EXITED;
            Decision decision = cell.decide();
            if (lives && asked && decision.next().goal() != Goal.CLOSE) {
                assertThat(decision.effects()).noneMatch(Effect.SignalAll.class::isInstance);
            }
        });
    }

    @Test
    void whatIsGoneIsForgottenAndWhatIsForgottenIsGone() {
        Cells.all().forEach(cell -> {
            Decision decision = cell.decide();
            boolean becomesGone =
                    decision.next().phase() == Phase.GONE && cell.process().phase() != Phase.GONE;
            assertThat(decision.effects().contains(new Effect.Forget())).isEqualTo(becomesGone);
        });
    }

    @Test
    void aDeletionUnderWayIsNeverTakenBack() {
        Cells.all().forEach(cell -> {
            if (cell.process().goal() == Goal.DELETE) {
                ManagedProcess next = cell.decide().next();
                boolean refused = cell.event().kind() == ProcessEvent.Kind.STORE_REFUSED;
                assertThat(next.phase() == Phase.GONE || next.goal() == Goal.DELETE || refused)
                        .isTrue();
            }
        });
    }

    @Test
    void whatAUserMayHaveAskedIsStored() {
        Cells.all().forEach(cell -> {
            Decision decision = cell.decide();
            ManagedProcess next = decision.next();
            boolean asked = Set.of(
                            ProcessEvent.Kind.START_ASKED,
                            ProcessEvent.Kind.RESTART_ASKED,
                            ProcessEvent.Kind.STOP_ASKED,
                            ProcessEvent.Kind.RESET_ASKED,
                            ProcessEvent.Kind.REDEFINED)
                    .contains(cell.event().kind());
            boolean changed = !StoredForm.of(next).equals(StoredForm.of(cell.process()));
            if (asked && changed) {
                assertThat(decision.effects())
                        .anyMatch(effect -> effect instanceof Effect.Persist || effect instanceof Effect.Forget);
            }
        });
    }

    @Test
    void aRestartCountNeverSurvivesAStopAndIsNeverNegative() {
        Cells.all().forEach(cell -> {
            ManagedProcess next = cell.decide().next();
            assertThat(next.counts().restarts()).isNotNegative();
            if (next.phase() == Phase.STOPPED && cell.event().kind() == ProcessEvent.Kind.STOP_ASKED) {
                assertThat(cell.process().phase() == Phase.STOPPED
                                || next.counts().equals(Counts.ZERO))
                        .isTrue();
            }
        });
    }

    @Test
    void deletedProcessesStayDeleted() {
        Cells.all().forEach(cell -> {
            if (cell.process().phase() == Phase.GONE) {
                assertThat(cell.decide()).isEqualTo(Decision.of(cell.process()));
            }
        });
    }

    private static Stream<Effect> effects(Cell cell) {
        return cell.decide().effects().stream().flatMap(Life::flat);
    }
}
