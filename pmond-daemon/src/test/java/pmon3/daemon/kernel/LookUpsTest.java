package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import pmon3.model.PmonException;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LookUpsTest {
    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration KEPT = Duration.ofSeconds(10);

    private long now;
    private final List<String> asked = new ArrayList<>();
    private LookUps lookUps = new LookUps(KEPT, KEPT, () -> now);

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
    void what_was_not_found_is_asked_again() {
        LookUps.Question<String, Integer> question = lookUps.new Question<>(this::answer);

        assertThat(question.ask("unknown")).isEmpty();
        assertThat(question.ask("unknown")).isEmpty();
        assertThat(asked).hasSize(2);
    }

    @Test
    void a_late_answer_is_given_up_and_kept_ones_go_on_being_given() {
        CountDownLatch end = new CountDownLatch(1);
        lookUps.close();
        lookUps = new LookUps(SOON, KEPT, () -> now);
        LookUps.Question<String, Integer> question = lookUps.new Question<>(key -> {
            if (key.equals("hangs")) {
                await(end);
            }
            return Optional.of(7);
        });
        assertThat(question.ask("known")).contains(7);

        assertThatThrownBy(() -> question.ask("hangs"))
                .isInstanceOf(PmonException.class)
                .hasMessage("the user database does not answer");
        assertThatThrownBy(() -> question.ask("behind it")).isInstanceOf(PmonException.class);
        assertThat(question.ask("known")).contains(7);
        end.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
