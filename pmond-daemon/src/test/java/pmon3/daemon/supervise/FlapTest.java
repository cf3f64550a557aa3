package pmon3.daemon.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import pmon3.config.Settings;

/** Flap detection, by a clock stepped in monitor intervals of 500 ms; the first start is by command at interval 0. */
class FlapTest {
    private static final int INTERVAL_MS = 500;

    private final List<Integer> starts = new ArrayList<>();
    private final List<Integer> backoffs = new ArrayList<>();
    private final Life life = Life.in(Phase.STOPPED);
    private int interval;

    @Test
    void fiveRestartsStartACountdownThatOneDecrementInterrupts() {
        begin(5, 120, 60);
        pass(280);
        assertThat(starts).containsExactly(10, 20, 30, 40, 50, 110, 170, 180, 190, 200, 210, 270);
        assertThat(backoffs).containsExactly(50, 110, 210, 270);
    }

    @Test
    void withoutDecrementsNothingIsStartedUntilTheCountdownEnds() {
        begin(5, 120, 0);
        pass(280);
        assertThat(starts).containsExactly(10, 20, 30, 40, 50, 170, 180, 190, 200, 210);
        assertThat(backoffs).containsExactly(50, 210);
    }

    @Test
    void theStartThatADecrementAllowsBeginsNoNewCountdown() {
        begin(5, 120, 50);
        pass(170);
        assertThat(starts).containsExactly(10, 20, 30, 40, 50, 100, 150, 170);
        assertThat(life.process().counts()).isEqualTo(new Counts(1, 1, 0, 0));
    }

    @Test
    void whereADecrementFallsOnTheEndTheEndWins() {
        begin(2, 40, 20);
        pass(60);
        assertThat(starts).containsExactly(10, 20, 40, 60);
        assertThat(life.process().counts()).isEqualTo(new Counts(1, 1, 0, 0));
    }

    @Test
    void aDecrementAllowsAStartUnderTheFiveSecondRule() {
        begin(2, 40, 4);
        pass(30);
        assertThat(starts).as("allowed at 24, due at 30").containsExactly(10, 20, 30);
    }

    @Test
    void aProcessThatLivesThroughTheCountdownIsShownRunningAndThenSupervisedAsBefore() {
        begin(5, 120, 60);
        pass(49);
        passOneThatLives();
        pass(119);
        assertThat(life.phase()).isEqualTo(Phase.RUNNING);
        assertThat(life.process().counts().isCountingDown()).isTrue();
        passOne();
        assertThat(life.process().counts()).isEqualTo(Counts.ZERO);
        life.ends();
        assertThat(life.phase()).isEqualTo(Phase.SPAWNING);
        assertThat(life.process().counts()).isEqualTo(new Counts(1, 1, 0, 0));
    }

    @Test
    void oneThatEndsDuringTheCountdownIsInBackoffHoweverLongItRan() {
        begin(5, 120, 60);
        pass(49);
        passOneThatLives();
        pass(50);
        life.ends();
        assertThat(life.phase()).isEqualTo(Phase.BACKOFF);
        pass(10);
        assertThat(starts).endsWith(50, 110);
    }

    @Test
    void aStartByCommandNeverCounts() {
        begin(5, 120, 60);
        for (int i = 0; i < 20; i++) {
            life.after(10_000).askedToRestart().turnCame();
            endAtOnce();
        }
        assertThat(life.process().counts().flaps()).isZero();
        assertThat(life.phase()).isEqualTo(Phase.WAITING);
    }

    @Test
    void aStartByCommandDoesNotEndTheCountdown() {
        begin(5, 120, 60);
        pass(60);
        life.askedToStart().turnCame();
        endAtOnce();
        assertThat(life.phase()).isEqualTo(Phase.BACKOFF);
        pass(50);
        assertThat(starts).endsWith(50, 110);
    }

    @Test
    void aStopEndsTheCountdownAndWhatIsStartedThenBeginsAtZero() {
        begin(5, 120, 60);
        pass(55);
        assertThat(life.phase()).isEqualTo(Phase.BACKOFF);
        life.on(new ProcessEvent.StopAsked(Goal.STOP, false, false));
        assertThat(life.phase()).isEqualTo(Phase.STOPPED);
        life.askedToStart().turnCame();
        endAtOnce();
        assertThat(life.phase()).isEqualTo(Phase.WAITING);
        pass(10);
        assertThat(starts).endsWith(50, 65);
    }

    @Test
    void aResetEndsTheBackoff() {
        begin(5, 120, 60);
        pass(60);
        life.on(new ProcessEvent.ResetAsked());
        passOne();
        assertThat(starts).endsWith(50, 61);
    }

    @Test
    void aCountThatADecrementLowersIsStored() {
        begin(5, 120, 60);
        pass(49);
        passOneThatLives();
        pass(59);
        passOne();
        assertThat(life.process().counts().restarts()).isEqualTo(4);
        assertThat(life.last()).containsExactly(Life.stored());
    }

    @Test
    void withoutFlapDetectionItIsStartedForEver() {
        life.askedToStart().turnCame();
        endAtOnce();
        pass(2_000);
        assertThat(starts)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 200).map(i -> i * 10).boxed().toList());
        assertThat(life.process().counts().restarts()).isEqualTo(200);
    }

    /** A reload may switch it on: what restarted before then does not count. */
    @Test
    void switchedOnLaterItBeginsAtZero() {
        life.askedToStart().turnCame();
        endAtOnce();
        pass(100);
        life.under(flapping(5, 120, 60));
        pass(50);
        assertThat(starts).endsWith(110, 120, 130, 140, 150);
        assertThat(life.phase()).isEqualTo(Phase.BACKOFF);
    }

    @Test
    void switchedOffLaterItHoldsNobodyBack() {
        begin(5, 120, 60);
        pass(60);
        life.under(Samples.NO_FLAPPING);
        pass(1);
        assertThat(starts).endsWith(50, 61);
        assertThat(life.process().counts().isCountingDown()).isFalse();
    }

    @Test
    void theCountNeverFallsBelowZero() {
        Settings.Flap flap = new Settings.Flap(true, 1, 50, 1);
        Counts counts = new Counts(0, 1, 50, 1);
        for (int i = 0; i < 60; i++) {
            counts = counts.afterInterval(flap);
            assertThat(counts.restarts()).isNotNegative();
            assertThat(counts.flaps()).isNotNegative();
        }
        assertThat(counts).isEqualTo(Counts.ZERO);
    }

    private static Policy flapping(int restarted, int countdown, int decrement) {
        return new Policy(10_000, new Settings.Flap(true, restarted, countdown, decrement));
    }

    private void begin(int restarted, int countdown, int decrement) {
        life.under(flapping(restarted, countdown, decrement)).askedToStart().turnCame();
        endAtOnce();
    }

    private void passOneThatLives() {
        interval++;
        life.after(INTERVAL_MS).tick();
        starts.add(interval);
        life.ready().executed().timeUp();
        assertThat(life.phase()).isEqualTo(Phase.RUNNING);
    }

    private void pass(int intervals) {
        for (int i = 0; i < intervals; i++) {
            passOne();
        }
    }

    private void passOne() {
        interval++;
        life.after(INTERVAL_MS).tick();
        if (life.phase() == Phase.SPAWNING) {
            starts.add(interval);
            endAtOnce();
        }
    }

    private void endAtOnce() {
        Phase afterwards = life.ready().executed().exits().seen(0).phase();
        if (afterwards == Phase.BACKOFF) {
            backoffs.add(interval);
        }
    }
}
