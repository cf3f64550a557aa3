package pmon3.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import pmon3.daemon.supervise.Settlement;

/** pmond's end, asked for before it has started up and later. */
class EndingTest {
    private final List<String> halted = new ArrayList<>();
    private final Ending ending = new Ending(() -> halted.add("halted"));
    private final List<Boolean> closed = new ArrayList<>();

    @BeforeAll
    static void quiet() {
        QuietLog.begin();
    }

    @Test
    void whatIsAskedForDuringTheStartIsDoneAfterIt() {
        ending.ask();
        startedUp(true);
        ending.await();
        ending.stopAll();
        assertThat(closed).containsExactly(false);
        assertThat(halted).isEmpty();
    }

    @Test
    void askedForTwiceDuringTheStartItDoesNotWaitForIt() {
        ending.ask();
        ending.ask();
        assertThat(halted).hasSize(1);
        assertThat(closed).isEmpty();
    }

    @Test
    void theSecondRequestAfterTheStartHurriesAtOnce() {
        startedUp(true);
        ending.ask();
        assertThat(closed).isEmpty();
        ending.ask();
        assertThat(closed).containsExactly(true);
        assertThat(halted).isEmpty();
    }

    @Test
    void whoeverAsksFirstToLeaveAllAloneDuringTheStartIsObeyed() {
        ending.askToLeave();
        startedUp(true);
        ending.ask();
        ending.stopAll();
        assertThat(closed).isEmpty();
    }

    @Test
    void theConfigurationMayLeaveAllAlone() {
        startedUp(false);
        ending.ask();
        ending.ask();
        ending.stopAll();
        assertThat(closed).isEmpty();
    }

    private void startedUp(boolean stopsWhatRuns) {
        ending.startedUp(this::close, () -> stopsWhatRuns);
    }

    /** Nothing lives any more. */
    private List<Settlement> close(boolean force) {
        closed.add(force);
        return List.of();
    }
}
