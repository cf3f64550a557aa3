package pmon3.daemon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pmon3.daemon.store.Stored.running;
import static pmon3.daemon.store.Stored.stopped;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import pmon3.daemon.store.StoreChange.PutProcess;
import pmon3.daemon.store.StoreChange.RemoveProcess;

class StoreWriterTest {
    private static final long SHORT_DEADLINE_MS = 20;
    private static final long PATIENCE_MS = 10_000;

    private final FakeStore store = new FakeStore();
    private final AtomicLong nowNanos = new AtomicLong(5);
    private StoreWriter writer = StoreWriter.start(store, nowNanos::get, PATIENCE_MS);
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    /** What some tests provoke is logged as the defect that it would be. */
    @BeforeAll
    static void logNothing() {
        level(Level.OFF);
    }

    @AfterAll
    static void logAgain() {
        level(null);
    }

    private static void level(Level level) {
        ((Logger) LoggerFactory.getLogger(StoreWriter.class)).setLevel(level);
    }

    @AfterEach
    void close() {
        store.release();
        writer.close();
    }

    private void submit(String name, StoreChange... changes) {
        writer.submit(List.of(changes), new StoreWriter.Completion() {
            @Override
            public void committed() {
                told.add(name + " committed");
            }

            @Override
            public void failed(StoreException reason) {
                told.add(name + " failed: " + reason.getMessage());
            }
        });
    }

    private static StoreChange put(long id, String name) {
        return new PutProcess(stopped(id, name));
    }

    private List<String> told(int count) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        while (lines.size() < count) {
            String line = told.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
            assertThat(line).as("told after %s", lines).isNotNull();
            lines.add(line);
        }
        return lines;
    }

    /** The first is in hand and hangs; what is submitted from now on waits. */
    private void hangWithFirst() {
        store.hang();
        submit("first", put(1, "first"));
        store.awaitHanging();
    }

    @Test
    void aSubmissionIsStoredAndThenTold() throws InterruptedException {
        submit("web", put(1, "web"));
        assertThat(told(1)).containsExactly("web committed");
        assertThat(store.load().processes()).containsExactly(stopped(1, "web"));
    }

    @Test
    void whatWaitsIsOneCommitInOrder() throws InterruptedException {
        hangWithFirst();
        submit("a", put(2, "a"));
        submit("b", new RemoveProcess(2), put(3, "a"));
        submit("c", new PutProcess(running(3, "a")));
        store.release();
        assertThat(told(4)).containsExactly("first committed", "a committed", "b committed", "c committed");
        assertThat(store.commits()).hasSize(2);
        assertThat(store.commits().get(1))
                .containsExactly(put(2, "a"), new RemoveProcess(2), put(3, "a"), new PutProcess(running(3, "a")));
    }

    @Test
    void aSubmitterNeverWaitsForTheDisk() {
        hangWithFirst();
        for (int i = 2; i < 100; i++) {
            submit("p" + i, put(i, "p" + i));
        }
        assertThat(told).isEmpty();
    }

    @Test
    void oneRefusedChangeFailsItsOwnSubmissionOnly() throws InterruptedException {
        hangWithFirst();
        submit("a", put(2, "a"));
        submit("b", put(3, "b"), put(4, "a"));
        submit("c", put(3, "c"));
        store.release();
        List<String> lines = told(4);
        assertThat(lines.get(1)).isEqualTo("a committed");
        assertThat(lines.get(2)).startsWith("b failed: ").contains("name");
        assertThat(lines.get(3)).isEqualTo("c committed");
        assertThat(store.load().processes()).containsExactly(stopped(1, "first"), stopped(2, "a"), stopped(3, "c"));
    }

    @Test
    void aFailingDiskFailsTheWholeGroupWithoutTryingEach() throws InterruptedException {
        hangWithFirst();
        List<Integer> tried = new ArrayList<>();
        store.failWhen(changes -> tried.add(changes.size()), new StoreException("no space is left", null));
        submit("a", put(2, "a"));
        submit("b", put(3, "b"));
        store.release();
        assertThat(told(3))
                .containsExactly(
                        "first failed: no space is left", "a failed: no space is left", "b failed: no space is left");
        assertThat(tried).containsExactly(1, 2);
        store.recover();
        submit("c", put(4, "c"));
        assertThat(told(1)).containsExactly("c committed");
    }

    @Test
    void aDefectInTheStoreCostsOneSubmissionAndNotTheThread() throws InterruptedException {
        store.failWhen(
                changes -> {
                    throw new IllegalStateException("defect");
                },
                new StoreException("not reached", null));
        submit("a", put(1, "a"));
        assertThat(told(1).get(0)).startsWith("a failed: ").contains("defect");
        store.recover();
        submit("b", put(1, "b"));
        assertThat(told(1)).containsExactly("b committed");
    }

    @Test
    void aDefectInACompletionDoesNotEndTheThread() throws InterruptedException {
        writer.submit(List.of(put(1, "a")), new StoreWriter.Completion() {
            @Override
            public void committed() {
                throw new IllegalStateException("defect");
            }

            @Override
            public void failed(StoreException reason) {
                throw new AssertionError(reason);
            }
        });
        submit("b", put(2, "b"));
        assertThat(told(1)).containsExactly("b committed");
    }

    @Test
    void theOldestWaitIsThatOfTheSubmissionInHandThenOfTheNext() throws InterruptedException {
        assertThat(writer.oldestWaitMs()).isZero();
        hangWithFirst();
        nowNanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(300));
        submit("second", put(2, "second"));
        nowNanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(200));
        assertThat(writer.oldestWaitMs()).isEqualTo(500);
        store.release();
        told(2);
        assertThat(writer.oldestWaitMs()).isZero();
    }

    @Test
    void aFullQueueIsAClearErrorAtOnce() {
        hangWithFirst();
        for (int i = 0; i < StoreWriter.QUEUE_CAPACITY; i++) {
            submit("x");
        }
        assertThatThrownBy(() -> submit("one too many"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("16384");
    }

    @Test
    void closingStoresWhatWaitsAndClosesTheStore() throws InterruptedException {
        for (int i = 1; i <= 50; i++) {
            submit("p" + i, put(i, "p" + i));
        }
        writer.close();
        assertThat(told(50)).allMatch(line -> line.endsWith("committed"));
        assertThat(store.isClosed()).isTrue();
        assertThatThrownBy(() -> submit("late"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("pmond is ending");
    }

    @Test
    void closingDoesNotWaitForAHangingDiskPastItsDeadline() throws InterruptedException {
        writer.close();
        writer = StoreWriter.start(store, nowNanos::get, SHORT_DEADLINE_MS);
        hangWithFirst();
        submit("second", put(2, "second"));
        writer.close();
        assertThat(told(1).get(0)).startsWith("second failed: ").contains("in time");
    }

    @Test
    void whatWasNotCommittedBeforeACrashIsLostAndNothingElse() throws InterruptedException {
        submit("kept", put(1, "kept"));
        assertThat(told(1)).containsExactly("kept committed");
        store.hang();
        submit("lost", put(2, "lost"));
        store.awaitHanging();
        store.crash();
        assertThat(told(1).get(0)).startsWith("lost failed");
        assertThat(store.restarted().load().processes()).containsExactly(stopped(1, "kept"));
    }
}
