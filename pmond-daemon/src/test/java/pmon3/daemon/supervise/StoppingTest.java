package pmon3.daemon.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import pmon3.daemon.kernel.Signal;

/** From the wish to stop to nothing that lives. */
class StoppingTest {
    private static final long TIMEOUT_MS = Samples.NO_FLAPPING.stopTimeoutMs();

    @ParameterizedTest
    @EnumSource(names = {"STARTING", "RUNNING", "ENDING", "HOLDING", "STOPPING", "KILLING"})
    void aStopFromEveryLivingPhaseEndsStopped(Phase phase) {
        Life life = Life.in(phase).askedTo(Goal.STOP).exits().seen(1).seen(0);
        assertThat(life.phase()).isEqualTo(Phase.STOPPED);
        assertThat(StoredForm.of(life.process()).pid()).isZero();
        assertThat(life.last()).containsExactly(Life.stored());
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUED", "WAITING", "BACKOFF", "FAILED"})
    void aStopOfWhatDoesNotLiveCancelsItsNextStart(Phase phase) {
        Life life = Life.in(phase).askedTo(Goal.STOP);
        assertThat(life.phase()).isEqualTo(Phase.STOPPED);
        assertThat(life.last()).containsExactly(Life.stored());
        life.after(60_000).tick().turnCame();
        assertThat(life.phase()).isEqualTo(Phase.STOPPED);
    }

    @Test
    void theWishIsStoredWithThePidBeforeTheFirstSignal() {
        Life life = Life.in(Phase.RUNNING).askedTo(Goal.STOP);
        assertThat(life.last()).containsExactly(Life.storedFirst(Life.signal(Signal.TERM)));
        assertThat(StoredForm.of(life.process()).status().code()).isEqualTo(3);
        assertThat(StoredForm.of(life.process()).pid()).isEqualTo(Samples.IDENTITY.pid());
        assertThat(life.process().shownStatus()).isEqualTo("stopping");
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void nothingIsSignalledHoweverLongTheStoreTakes(boolean force) {
        Life life = Life.in(Phase.RUNNING).on(new ProcessEvent.StopAsked(Goal.STOP, force, false));
        assertThat(life.process().wakeAtMs()).isEqualTo(Timing.NEVER);
    }

    @Test
    void theTimeToObeyRunsFromTheSignal() {
        Life life = Life.in(Phase.RUNNING).askedTo(Goal.STOP).after(3_000).seen(1);
        assertThat(life.process().wakeAtMs()).isEqualTo(life.now() + TIMEOUT_MS);
        life.after(TIMEOUT_MS).timeUp();
        assertThat(life.phase()).isEqualTo(Phase.KILLING);
        assertThat(life.last()).containsExactly(Life.signal(Signal.KILL));
    }

    @Test
    void membersThatOutliveTheirLeaderAreLookedAtAgainAndAgainUntilTheDeadline() {
        Life life = Life.in(Phase.RUNNING).askedTo(Goal.STOP).seen(2).exits();
        assertThat(life.last()).containsExactly(new Effect.Acknowledge(Samples.IDENTITY.pid()), look());
        long deadline = life.process().stopByMs();
        int looks = 0;
        while (life.seen(1).process().phase() == Phase.STOPPING) {
            long wake = life.process().wakeAtMs();
            assertThat(wake).isGreaterThan(life.now()).isLessThanOrEqualTo(deadline);
            life.after(wake - life.now()).timeUp();
            looks++;
        }
        assertThat(life.now()).isEqualTo(deadline);
        assertThat(looks).isBetween(50, 300);
        assertThat(life.phase()).isEqualTo(Phase.KILLING);
    }

    @Test
    void byForceMeansSigkillAtOnce() {
        Life life = Life.in(Phase.RUNNING).askedByForceTo(Goal.STOP);
        assertThat(life.last()).containsExactly(Life.storedFirst(Life.signal(Signal.KILL)));
    }

    @Test
    void aStopUnderWayIsHurriedByForce() {
        Life life = Life.in(Phase.RUNNING).askedTo(Goal.STOP).seen(1).askedByForceTo(Goal.STOP);
        assertThat(life.phase()).isEqualTo(Phase.KILLING);
        assertThat(life.last()).containsExactly(Life.storedFirst(Life.signal(Signal.KILL)));
    }

    @Test
    void whatSurvivesSigkillForFiveSecondsIsStuckAndSaidOnce() {
        Life life = survivor();
        assertThat(life.process().stuck()).isTrue();
        assertThat(life.process().isSettled()).isTrue();
        assertThat(life.process().shownStatus()).isEqualTo("stopping");
        assertThat(life.told()).containsExactly(new Outcome.Survives());
        life.after(1_000).timeUp().seen(1);
        assertThat(life.told()).hasSize(1);
        life.ends();
        assertThat(life.phase()).isEqualTo(Phase.STOPPED);
    }

    /** A wake-up in the past would be a core spent on looking at what cannot be killed. */
    @Test
    void whatSurvivesSigkillIsLookedAtOnceASecond() {
        Life life = survivor().seen(1);
        for (int i = 0; i < 10; i++) {
            assertThat(life.process().wakeAtMs()).isEqualTo(life.now() + 1_000);
            life.after(1_000).timeUp().seen(1);
        }
    }

    @Test
    void whoStopsWhatIsStuckIsToldAtOnce() {
        Life life = survivor().askedTo(Goal.STOP);
        assertThat(life.told()).hasSize(2);
        assertThat(life.process().isSettled()).isTrue();
        life.askedToRestart();
        assertThat(life.told()).hasSize(3);
    }

    @Test
    void whatIsHeldIsStoredBeforeItIsSignalledToo() {
        Life life = Life.in(Phase.RUNNING).on(new ProcessEvent.StopAsked(Goal.STOP, false, true));
        assertThat(life.phase()).isEqualTo(Phase.HOLDING);
        assertThat(life.last()).containsExactly(Life.stored());
        life.on(new ProcessEvent.DependantsGone());
        assertThat(life.phase()).isEqualTo(Phase.STOPPING);
        assertThat(life.last()).containsExactly(Life.storedFirst(Life.signal(Signal.TERM)));
    }

    @Test
    void whatEndsByItselfWhileItIsHeldLeavesNothingBehind() {
        Life life = Life.in(Phase.HOLDING).exits();
        assertThat(life.last()).startsWith(Life.signal(Signal.KILL));
        life.seen(0);
        assertThat(life.phase()).isEqualTo(Phase.STOPPED);
    }

    @ParameterizedTest
    @CsvSource({"false,TERM", "true,KILL"})
    void aStopThatCouldNotBeStoredIsNotDone(boolean force, Signal signal) {
        Life life = Life.in(Phase.RUNNING)
                .on(new ProcessEvent.StopAsked(Goal.STOP, force, false))
                .refused(Life.signal(signal));
        assertThat(life.phase()).isEqualTo(Phase.RUNNING);
        assertThat(life.told()).containsExactly(new Outcome.NotStored("disk full"));
        assertThat(life.last()).contains(Life.stored());
        assertThat(life.process().storedStatus().word()).isEqualTo("running");
    }

    @Test
    void aRestartThatCouldNotBeStoredLeavesItRunningAsItWas() {
        Life life = Life.in(Phase.RUNNING)
                .askedToRestart(Samples.redefinition("new"))
                .refused(Life.signal(Signal.TERM));
        assertThat(life.phase()).isEqualTo(Phase.RUNNING);
        assertThat(life.process().definition().args()).isEmpty();
    }

    @Test
    void aStopThatIsBeingCarriedOutIsNotTakenBackWhenItsHurryCannotBeStored() {
        Life life = Life.in(Phase.RUNNING)
                .askedTo(Goal.STOP)
                .seen(1)
                .askedByForceTo(Goal.STOP)
                .refused(Life.signal(Signal.KILL));
        assertThat(life.phase()).isEqualTo(Phase.KILLING);
        assertThat(life.last()).containsExactly(Life.signal(Signal.KILL));
    }

    /** Nobody else would wake it: its leader's end was told already. */
    @Test
    void aHurryThatCannotBeStoredIsCarriedOutOnWhatTheLeaderLeft() {
        Life life = Life.in(Phase.RUNNING)
                .askedTo(Goal.STOP)
                .seen(2)
                .exits()
                .seen(1)
                .askedByForceTo(Goal.STOP)
                .refused(Life.signal(Signal.KILL));
        assertThat(life.last()).containsExactly(Life.signal(Signal.KILL));
        assertThat(life.process().wakeAtMs()).isGreaterThan(life.now());
    }

    @Test
    void theRefusalOfAStopWhoseProgramEndedMeanwhileChangesNothing() {
        Life life = Life.in(Phase.RUNNING).askedTo(Goal.STOP).exits().refused(Life.signal(Signal.TERM));
        assertThat(life.phase()).isEqualTo(Phase.STOPPING);
        assertThat(life.seen(0).phase()).isEqualTo(Phase.STOPPED);
    }

    private static Effect look() {
        return new Effect.Look(Samples.IDENTITY);
    }

    /** Its wake-ups come as they were asked for, until it is stuck. */
    private static Life survivor() {
        Life life = Life.in(Phase.RUNNING).askedByForceTo(Goal.STOP).seen(1);
        while (!life.process().stuck()) {
            life.after(life.process().wakeAtMs() - life.now()).timeUp();
            if (!life.process().stuck()) {
                life.seen(1);
            }
        }
        assertThat(life.now() - life.process().sinceMs()).isBetween(5_000L, 5_200L);
        return life;
    }
}
