package pmon3.daemon.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class ScriptQueueTest {
    private final Queue<Runnable> executed = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private final ScriptQueue queue = new ScriptQueue(executed::add);

    private boolean add(long process, String what) {
        return queue.add(process, () -> done.add(what));
    }

    @Test
    void ofOneProcessOneIsDoneAfterTheOther() {
        add(1, "first");
        add(1, "second");
        add(2, "beside");
        assertThat(executed).hasSize(2);
        while (!executed.isEmpty()) {
            executed.poll().run();
        }
        assertThat(done).containsExactly("first", "beside", "second");
    }

    @Test
    void whatWaitsWhenItIsClosedIsNeverBegun() {
        add(1, "at work");
        add(1, "waits");
        queue.close();
        executed.poll().run();
        assertThat(executed).isEmpty();
        assertThat(done).containsExactly("at work");
        assertThat(add(2, "too late")).isFalse();
    }

    @Test
    void whatWaitsForOneProcessIsBounded() {
        for (int i = 0; i <= ScriptQueue.PROCESS_LIMIT; i++) {
            assertThat(add(1, "work")).isTrue();
        }
        assertThat(add(1, "too much")).isFalse();
        assertThat(add(2, "another's")).isTrue();
        executed.poll().run();
        assertThat(add(1, "room again")).isTrue();
    }

    @Test
    void whatWaitsInAllIsBounded() {
        int processes = ScriptQueue.LIMIT / ScriptQueue.PROCESS_LIMIT;
        for (int process = 0; process < processes; process++) {
            for (int i = 0; i <= ScriptQueue.PROCESS_LIMIT; i++) {
                assertThat(add(process, "work")).isTrue();
            }
        }
        assertThat(add(processes, "too much")).isFalse();
    }

    @Test
    void workThatFailsDoesNotKeepTheNextFromItsTurn() {
        queue.add(1, () -> {
            throw new IllegalStateException("a defect");
        });
        add(1, "next");
        try {
            executed.poll().run();
        } catch (IllegalStateException expected) {
            done.add(expected.getMessage());
        }
        executed.poll().run();
        assertThat(done).containsExactly("a defect", "next");
    }
}
