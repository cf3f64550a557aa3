package pmon3.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LogBudgetTest {
    private static final String ALICE = "1000";
    private static final String BOB = "1001";
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LogBudget budget = new LogBudget();

    @Test
    void whatJustFitsIsWrittenAndOneByteMoreIsNot() {
        assertThat(budget.takes(ALICE, LogBudget.BURST_BYTES - 1, 0)).isTrue();
        assertThat(budget.takes(ALICE, 1, 0)).isTrue();
        assertThat(budget.takes(ALICE, 1, 0)).isFalse();
    }

    @Test
    void aUserWhoFloodsTakesNoLineFromAnother() {
        assertThat(budget.takes(ALICE, LogBudget.BURST_BYTES + 1, 0)).isFalse();
        assertThat(budget.takes(BOB, 100, 0)).isTrue();
    }

    @Test
    void whatWasSuppressedIsCountedAndToldOnceThereIsRoom() {
        budget.takes(ALICE, LogBudget.BURST_BYTES, 0);
        budget.takes(ALICE, 10, 0);
        budget.takes(ALICE, 10, 0);
        long roomAgain = LogBudget.ROOM_TO_TELL_BYTES / LogBudget.BYTES_PER_SECOND * SECOND;
        assertThat(budget.dueNotice(roomAgain - SECOND)).isEmpty();
        assertThat(budget.dueNotice(roomAgain)).contains("2 more lines about uid 1000 suppressed");
        assertThat(budget.dueNotice(roomAgain)).isEmpty();
        assertThat(budget.takes(ALICE, 10, roomAgain)).isTrue();
    }

    @Test
    void manyUsersTogetherFillNoMoreThanTheShareOfAll() {
        for (int uid = 0; uid < LogBudget.ALL; uid++) {
            assertThat(budget.takes("u" + uid, LogBudget.BURST_BYTES - 1, 0)).isTrue();
        }
        assertThat(budget.takes("v", LogBudget.ALL, 0)).isTrue();
        assertThat(budget.takes("w", 1, 0)).isFalse();
        assertThat(budget.takes("w", LogBudget.BYTES_PER_SECOND, 10 * SECOND)).isFalse();
        assertThat(budget.dueNotice(10 * SECOND)).contains("2 more lines about uid w suppressed");
        assertThat(budget.takes("w", LogBudget.BYTES_PER_SECOND, 10 * SECOND)).isTrue();
    }

    @Test
    void usersBeyondThoseToldApartShareOneAccount() {
        for (int uid = 0; uid < LogBudget.ACCOUNTS; uid++) {
            assertThat(budget.takes("u" + uid, 1, 0)).isTrue();
        }
        assertThat(budget.takes("v", LogBudget.BURST_BYTES, 0)).isTrue();
        assertThat(budget.takes("w", 1, 0)).isFalse();
        assertThat(budget.takes("u0", 1, 0)).isTrue();
        assertThat(budget.dueNotice(60 * SECOND)).contains("1 more lines about other users suppressed");
    }

    @Test
    void aSteadyTrickleGoesOnForEver() {
        for (int second = 0; second < 1000; second++) {
            assertThat(budget.takes(ALICE, LogBudget.BYTES_PER_SECOND, second * SECOND))
                    .isTrue();
        }
    }
}
