package pmon3.daemon.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pmon3.daemon.kernel.Signal;
import pmon3.model.ProcessExit;

/** From the queue to running, and what a start that fails leads back to. */
class StartingTest {
    private static final String REASON = "/srv/web: permission denied";

    @Test
    void aStartIsStoredThenSpawnedThenStoredWithItsIdentityThenReleased() {
        Life life = Life.in(Phase.STOPPED).askedToStart();
        assertThat(life.phase()).isEqualTo(Phase.QUEUED);
        assertThat(life.last()).containsExactly(Life.stored());
        long ticket = life.turnCame().process().ticket();
        assertThat(life.last()).containsExactly(new Effect.Spawn(ticket));
        life.ready();
        assertThat(StoredForm.of(life.process()).identity()).contains(Samples.IDENTITY);
        assertThat(life.last()).containsExactly(Life.storedFirst(new Effect.Release(ticket)));
    }

    @Test
    void aProgramRunsOnceItHasLived200Milliseconds() {
        Life life = Life.in(Phase.QUEUED).turnCame().ready().executed();
        assertThat(life.phase()).isEqualTo(Phase.STARTING);
        assertThat(life.process().wakeAtMs() - life.now()).isEqualTo(200);
        life.after(200).timeUp();
        assertThat(life.phase()).isEqualTo(Phase.RUNNING);
        assertThat(life.last()).containsExactly(Life.stored());
    }

    @Test
    void aProgramThatEndsSoonerHasFailedWhateverItsExitCode() {
        Life life = Life.in(Phase.QUEUED).turnCame().ready().executed().after(199);
        life.on(new ProcessEvent.Exited(ProcessExit.exited(0))).seen(0);
        assertThat(life.process().storedStatus().word()).isEqualTo("failed");
        assertThat(life.told()).containsExactly(new Outcome.EndedAtOnce(ProcessExit.exited(0)));
    }

    @Test
    void everyAttemptHasATicketOfItsOwn() {
        Life life = Life.in(Phase.QUEUED).turnCame();
        long first = life.process().ticket();
        life.spawnFailed(REASON).askedToStart().turnCame();
        assertThat(life.process().ticket()).isNotEqualTo(first);
        assertThat(life.process().ticket() >>> 32).isEqualTo(life.process().id());
    }

    @Test
    void aNewProcessThatCannotBeStartedLeavesNoRow() {
        Life life = Life.in(Phase.STOPPED).askedToStartAsNew().turnCame().spawnFailed(REASON);
        assertThat(life.phase()).isEqualTo(Phase.GONE);
        assertThat(life.last()).contains(new Effect.Forget());
        assertThat(life.told()).containsExactly(new Outcome.StartFailed(REASON));
    }

    @Test
    void aKnownProcessThatCannotBeStartedIsAsItWas() {
        Life life = Life.in(Phase.STOPPED)
                .askedToStart(Samples.redefinition("new"))
                .turnCame()
                .spawnFailed(REASON);
        assertThat(life.phase()).isEqualTo(Phase.STOPPED);
        assertThat(life.process().definition().args()).isEmpty();
        assertThat(life.process().remark()).contains(REASON);
        assertThat(life.last()).startsWith(Life.stored());
    }

    @Test
    void aRunningProcessWhoseRestartFailsIsTriedAgainWithItsOldDefinition() {
        Life life = Life.in(Phase.RUNNING)
                .askedToRestart(Samples.redefinition("new"))
                .ends()
                .turnCame()
                .spawnFailed(REASON);
        assertThat(life.phase()).isEqualTo(Phase.WAITING);
        assertThat(life.process().definition().args()).isEmpty();
        life.after(Timing.RESTART_DELAY_MS).tick();
        assertThat(life.phase()).isEqualTo(Phase.SPAWNING);
    }

    @Test
    void onceItWasExecutedNothingIsUndoneAnyMore() {
        Life life = Life.in(Phase.STOPPED)
                .askedToStartAsNew()
                .turnCame()
                .ready()
                .executed()
                .ends();
        assertThat(life.phase()).isEqualTo(Phase.WAITING);
        assertThat(life.flat()).doesNotContain(new Effect.Forget());
    }

    @Test
    void aChangeMadeWhileItStartsIsNotUndoneWithTheStart() {
        Life life = Life.in(Phase.STOPPED).askedToStart().turnCame();
        life.on(new ProcessEvent.Redefined(Samples.redefinition("changed"))).spawnFailed(REASON);
        assertThat(life.process().definition().args()).isEqualTo("changed");
    }

    @Test
    void aStartThatCouldNotBeStoredIsCalledOffAndSaidOnce() {
        Life life = Life.in(Phase.STOPPED).askedToStartAsNew().turnCame().ready();
        long ticket = life.process().ticket();
        life.refused(new Effect.Release(ticket));
        assertThat(life.last()).startsWith(new Effect.Abort(ticket));
        life.spawnFailed("the start was called off");
        assertThat(life.phase()).isEqualTo(Phase.GONE);
        assertThat(life.told()).containsExactly(new Outcome.NotStored("disk full"));
    }

    @Test
    void aRestartByItselfThatCannotBeStoredIsAbortedAndTriedAgain() {
        Life life = Life.in(Phase.RUNNING).ends().ready();
        long ticket = life.process().ticket();
        life.refused(new Effect.Release(ticket));
        assertThat(life.phase()).isEqualTo(Phase.KILLING);
        assertThat(life.last()).contains(new Effect.Abort(ticket));
        life.spawnFailed("aborted");
        assertThat(life.phase()).isEqualTo(Phase.WAITING);
    }

    @Test
    void theRefusalOfAnEarlierAttemptDoesNotTouchTheNext() {
        Life life = Life.in(Phase.STOPPED).askedToStart().turnCame().ready();
        Effect earlier = new Effect.Release(life.process().ticket());
        life.spawnFailed("late").askedToStart().turnCame().ready();
        life.refused(earlier);
        assertThat(life.phase()).isEqualTo(Phase.RELEASING);
        assertThat(life.last()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"SPAWNING", "RELEASING"})
    void aStartIsCalledOffByAStop(Phase phase) {
        Life life = Life.in(phase).askedTo(Goal.STOP);
        assertThat(life.last()).contains(new Effect.Abort(life.process().ticket()));
        life.spawnFailed("the start was called off");
        assertThat(life.phase()).isEqualTo(Phase.STOPPED);
        assertThat(life.told()).isEmpty();
    }

    /** Its readiness was told while the start was called off. */
    @Test
    void aHelperThatIsReadyAfterTheStartWasCalledOffIsCalledOffThen() {
        Life life = Life.in(Phase.SPAWNING).askedTo(Goal.STOP).ready();
        assertThat(life.phase()).isEqualTo(Phase.KILLING);
        assertThat(life.last()).containsExactly(new Effect.Abort(life.process().ticket()));
    }

    @Test
    void aProgramThatSlippedThroughWhileItsStartWasCalledOffIsKilled() {
        Life life = Life.in(Phase.RELEASING).askedTo(Goal.STOP).executed();
        assertThat(life.last()).containsExactly(Life.signal(Signal.KILL));
        life.ends();
        assertThat(life.phase()).isEqualTo(Phase.STOPPED);
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUED", "SPAWNING", "RELEASING", "STARTING"})
    void theSameCommandGivenAgainWhileItStartsIsDoneOnce(Phase phase) {
        Life life = Life.in(phase);
        ManagedProcess before = life.process();
        life.askedToRestart().askedToStart();
        assertThat(life.process()).isEqualTo(before);
        assertThat(life.flat()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"SPAWNING", "RELEASING"})
    void aStartWithAnotherDefinitionBeginsAgain(Phase phase) {
        Life life = Life.in(phase).askedToStart(Samples.redefinition("new")).spawnFailed("called off");
        assertThat(life.phase()).isEqualTo(Phase.QUEUED);
        assertThat(life.process().definition().args()).isEqualTo("new");
    }

    @Test
    void aFailedStartOfOneThatIsNotKeptAliveRests() {
        ManagedProcess once = Samples.process(Phase.SPAWNING)
                .redefined(new Redefinition(Samples.definition("", false), Samples.OWNER));
        assertThat(Life.of(once).spawnFailed(REASON).phase()).isEqualTo(Phase.FAILED);
    }

    @Test
    void whatIsStoppedStaysStoppedWhateverElseIsTold() {
        Life life = Life.in(Phase.STOPPED);
        for (ProcessEvent event : Samples.events(life.process().ticket())) {
            boolean asked = event instanceof ProcessEvent.StartAsked || event instanceof ProcessEvent.RestartAsked;
            if (!asked) {
                ManagedProcess next = Life.in(Phase.STOPPED).on(event).process();
                assertThat(next.phase()).as("%s", event).isIn(Phase.STOPPED, Phase.GONE);
                assertThat(next.instance().identity()).isEqualTo(Optional.empty());
            }
        }
    }
}
