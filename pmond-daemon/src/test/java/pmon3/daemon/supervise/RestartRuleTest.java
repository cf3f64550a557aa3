package pmon3.daemon.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pmon3.daemon.kernel.Signal;

/** What follows when a program ends by itself. */
class RestartRuleTest {
    @Test
    void whatItLeavesGetsSigkillAtOnceAndItsNumberIsGivenBack() {
        Life life = Life.in(Phase.RUNNING).exits();
        assertThat(life.last())
                .containsExactly(Life.signal(Signal.KILL), new Effect.Acknowledge(Samples.IDENTITY.pid()));
        life.seen(3);
        assertThat(life.phase()).isEqualTo(Phase.ENDING);
        life.after(5).timeUp();
        assertThat(life.last()).containsExactly(Life.signal(Signal.KILL));
    }

    @Test
    void nothingIsStartedWhileAMemberLives() {
        Life life = Life.in(Phase.RUNNING).exits();
        for (int i = 0; i < 100; i++) {
            life.seen(1).after(100).timeUp().tick();
            assertThat(life.phase()).isEqualTo(Phase.ENDING);
        }
        assertThat(life.seen(0).phase()).isEqualTo(Phase.SPAWNING);
    }

    @ParameterizedTest
    @CsvSource({"4999,WAITING", "5000,SPAWNING"})
    void oneThatRanFiveSecondsIsStartedAgainAtOnce(long ranMs, Phase expected) {
        Life life =
                Life.in(Phase.QUEUED).turnCame().ready().executed().after(ranMs).ends();
        assertThat(life.phase()).isEqualTo(expected);
    }

    @Test
    void anyOtherWhenFiveSecondsHavePassedSinceItsLastStart() {
        Life life =
                Life.in(Phase.QUEUED).turnCame().ready().executed().after(300).ends();
        life.after(4_699).tick();
        assertThat(life.phase()).isEqualTo(Phase.WAITING);
        life.after(1).tick();
        assertThat(life.phase()).isEqualTo(Phase.SPAWNING);
    }

    @Test
    void theEventComesBeforeTheStartWithThePidThatEndedAndTheCountRisen() {
        Life life = Life.in(Phase.RUNNING).ends();
        assertThat(life.last())
                .containsExactly(
                        new Effect.Announce(Announcement.PROCESS_RESTART),
                        new Effect.Spawn(life.process().ticket()));
        assertThat(life.process().lastPid()).isEqualTo(Samples.IDENTITY.pid());
        assertThat(life.process().counts().restarts()).isEqualTo(1);
    }

    @Test
    void oneThatIsNotKeptAliveHasFailedWithItsEvent() {
        ManagedProcess once = Samples.process(Phase.RUNNING)
                .redefined(new Redefinition(Samples.definition("", false), Samples.OWNER));
        Life life = Life.of(once).ends();
        assertThat(life.phase()).isEqualTo(Phase.FAILED);
        assertThat(life.last()).containsExactly(Life.stored(), new Effect.Announce(Announcement.PROCESS_FAILURE));
        life.after(60_000).tick();
        assertThat(life.phase()).isEqualTo(Phase.FAILED);
    }

    @Test
    void aStopWhileItsRemainsAreKilledIsAStop() {
        Life life = Life.in(Phase.RUNNING).exits().askedTo(Goal.STOP).seen(0);
        assertThat(life.phase()).isEqualTo(Phase.STOPPED);
    }

    @Test
    void aRestartWhileItsRemainsAreKilledStartsItAtOnceHoweverShortItRan() {
        Life life = Life.in(Phase.QUEUED)
                .turnCame()
                .ready()
                .executed()
                .exits()
                .askedToRestart()
                .seen(0);
        assertThat(life.phase()).isEqualTo(Phase.QUEUED);
    }

    @Test
    void aCommandDoesNotWaitForTheFiveSeconds() {
        assertThat(Life.in(Phase.WAITING).askedToStart().phase()).isEqualTo(Phase.QUEUED);
    }
}
