package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import pmon3.ipc.OwnUid;
import pmon3.model.PmonException;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LookUpsTest {
    /** Not the user who runs the tests: such a one is pmond itself. */
    private static final int ALICE = OwnUid.read() + 1000;

    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration KEPT = Duration.ofSeconds(10);
    private static final Duration BRIEFLY = Duration.ofSeconds(1);

    private long now;
    private final AtomicInteger hanging = new AtomicInteger();
    private final List<String> asked = new ArrayList<>();
    private LookUps lookUps = new LookUps(KEPT, KEPT, BRIEFLY, () -> now);

    @AfterEach
    void close() {
        lookUps.close();
    }

    private Optional<Integer> answer(String key) {
        asked.add(key);
        return key.equals("known") ? Optional.of(7) : Optional.empty();
    }

    @Test
    void what_was_found_is_kept_for_its_time_and_no_longer() {
        LookUps.Question<String, Integer> question = lookUps.new Question<>(this::answer);

        assertThat(question.ask("known")).contains(7);
        now += KEPT.toNanos() - 1;
        assertThat(question.ask("known")).contains(7);
        assertThat(asked).hasSize(1);
        now += 1;
        assertThat(question.ask("known")).contains(7);
        assertThat(asked).hasSize(2);
    }

    @Test
    void what_was_not_found_is_kept_for_a_moment_only() {
        LookUps.Question<String, Integer> question = lookUps.new Question<>(this::answer);

        assertThat(question.ask("unknown")).isEmpty();
        now += BRIEFLY.toNanos() - 1;
        assertThat(question.ask("unknown")).isEmpty();
        assertThat(asked).hasSize(1);
        now += 1;
        assertThat(question.ask("unknown")).isEmpty();
        assertThat(asked).hasSize(2);
    }

    /** All keys but the known hang until the test ends. */
    private LookUps.Question<String, Integer> hanging(CountDownLatch end) {
        lookUps.close();
        lookUps = new LookUps(SOON, KEPT, BRIEFLY, System::nanoTime);
        return lookUps.new Question<>(key -> {
            if (!key.equals("known")) {
                hanging.incrementAndGet();
                await(end);
            }
            return Optional.of(7);
        });
    }

    private static void assertNoAnswer(LookUps.Question<String, Integer> question, String key) {
        assertThatThrownBy(() -> question.ask(key))
                .isInstanceOf(PmonException.class)
                .hasMessage("the user database does not answer");
    }

    @Test
    void one_that_hangs_delays_no_other_and_is_not_waited_for_again() {
        CountDownLatch end = new CountDownLatch(1);
        LookUps.Question<String, Integer> question = hanging(end);

        assertNoAnswer(question, "hangs");
        assertNoAnswer(question, "hangs");
        assertThat(question.ask("known")).contains(7);
        end.countDown();
    }

    @Test
    void the_hanging_questions_of_one_user_hold_up_neither_pmond_nor_other_users() {
        CountDownLatch end = new CountDownLatch(1);
        LookUps.Question<String, Integer> question = hanging(end);

        OnBehalf.run(ALICE, () -> {
            for (int i = 0; i < LookUps.USERS_THREADS; i++) {
                assertNoAnswer(question, "hangs " + i);
            }
            assertNoAnswer(question, "known");
        });
        OnBehalf.run(ALICE + 1, () -> {
            assertThat(question.ask("known")).contains(7);
        });
        end.countDown();
    }

    @Test
    void pmond_itself_is_answered_while_all_threads_of_users_hang() {
        CountDownLatch end = new CountDownLatch(1);
        LookUps.Question<String, Integer> question = hanging(end);

        for (int uid = ALICE; uid < ALICE + LookUps.USERS_THREADS; uid++) {
            hang(question, uid);
        }
        OnBehalf.run(ALICE + 1000, () -> {
            assertNoAnswer(question, "known");
        });
        assertThat(question.ask("known")).contains(7);
        end.countDown();
    }

    /** A question that its thread came to only when it was late is given up unasked, and does not hang. */
    private void hang(LookUps.Question<String, Integer> question, int uid) {
        int before = hanging.get();
        while (hanging.get() == before) {
            OnBehalf.run(uid, () -> assertNoAnswer(question, "hangs " + uid));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
