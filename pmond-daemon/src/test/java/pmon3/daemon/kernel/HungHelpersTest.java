package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HungHelpersTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(HungHelpers.class);
    private final ListAppender<ILoggingEvent> told = new ListAppender<>();
    private final HungHelpers hung = new HungHelpers();

    @BeforeEach
    void listen() {
        told.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
        told.start();
        logger.addAppender(told);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(told);
    }

    private void late(int uid, long ticket, boolean hasRoom) {
        hung.tellLate(SpawnQueueTest.order(ticket, uid), (int) ticket, "did not get ready within 10 s", hasRoom);
    }

    private List<String> told() {
        return told.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void the_first_of_each_user_is_told() {
        late(1, 10, true);
        late(1, 11, true);
        late(2, 12, true);

        assertThat(told())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("a spawn helper of uid 1 (pid 10) did not get ready within 10 s and gets"),
                        line -> assertThat(line).startsWith("a spawn helper of uid 2 (pid 12)"));
    }

    @Test
    void once_none_of_a_user_hangs_the_next_is_told() {
        late(1, 10, true);
        late(1, 11, true);
        hung.ended(10);
        late(1, 12, true);
        assertThat(told()).hasSize(1);
        hung.ended(11);
        hung.ended(12);
        late(1, 13, true);

        assertThat(told()).hasSize(2).last().asString().contains("(pid 13)");
    }

    @Test
    void that_they_take_places_is_told_once_while_any_hangs() {
        late(1, 10, true);
        late(1, 11, false);
        late(1, 12, false);
        assertThat(told()).hasSize(2).last().asString().contains("each more of uid 1 keeps one of its 32 places");
        hung.ended(10);
        hung.ended(11);
        hung.ended(12);
        late(1, 13, false);

        assertThat(told()).hasSize(4);
    }

    @Test
    void the_end_of_one_that_was_not_late_says_nothing() {
        late(1, 10, true);
        hung.ended(99);
        late(1, 11, true);

        assertThat(told()).hasSize(1);
    }
}
