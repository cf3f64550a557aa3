package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits for a thread, and what does not any more. */
class UserThreadsTest {
    private static final UserThreads.Limits ONE_AT_A_TIME =
            new UserThreads.Limits("tested", 1, 1, 1, 8, 8, Duration.ofSeconds(10));
    private static final int PMOND = -1;

    private final Queue<String> done = new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @ValueSource(ints = {PMOND, 1000})
    void whatIsTakenBackInTimeIsNotDone(int uid) throws InterruptedException {
        OptionalInt user = uid == PMOND ? OptionalInt.empty() : OptionalInt.of(uid);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch last = new CountDownLatch(1);
        try (UserThreads threads = new UserThreads(ONE_AT_A_TIME)) {
            Runnable first = threads.execute(
                    user,
                    () -> {
                        begun.countDown();
                        awaitQuietly(end);
                        done.add("first");
                    },
                    full -> done.add("refused"));
            Runnable second = threads.execute(user, () -> done.add("second"), full -> done.add("refused"));
            threads.execute(user, last::countDown, full -> done.add("refused"));
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            second.run();
            first.run();
            end.countDown();
            assertThat(last.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(done).containsExactly("first");
    }

    @Test
    void whatIsTakenBackTakesNobodysPlace() {
        CountDownLatch end = new CountDownLatch(1);
        try (UserThreads threads = new UserThreads(ONE_AT_A_TIME)) {
            for (int times = 0; times < 100; times++) {
                threads.execute(OptionalInt.of(1000), () -> awaitQuietly(end), full -> done.add("refused"))
                        .run();
            }
            end.countDown();
        }
        assertThat(done).isEmpty();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
