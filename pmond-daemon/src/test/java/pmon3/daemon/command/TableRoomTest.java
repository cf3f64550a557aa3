package pmon3.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** What slow readers may have pmond keep. */
class TableRoomTest {
    private final TableRoom room = new TableRoom();

    private Answer answer() {
        Answer answer = new Answer(reply -> {});
        answer.keepWithin(room);
        return answer;
    }

    private static void assertRefused(Answer answer, int rows) {
        assertThatThrownBy(() -> answer.expect(rows))
                .isInstanceOfSatisfying(
                        PmonException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.LIMIT));
    }

    @Test
    void tablesOverAllTheRoomAreRefusedUntilAnotherIsThrough() {
        Answer full = answer();
        full.expect(TableRoom.MOST_ROWS - 10);
        Answer other = answer();
        assertRefused(other, 11);
        other.expect(10);
        assertRefused(answer(), 1);
        full.close();
        assertThatCode(() -> other.expect(TableRoom.MOST_ROWS)).doesNotThrowAnyException();
    }

    /** Each table of one answer is drawn before the next begins. */
    @Test
    void anAnswerTakesTheRoomOfItsLongestTable() {
        Answer answer = answer();
        for (int table = 0; table < 10; table++) {
            answer.expect(TableRoom.MOST_ROWS / 2);
        }
        answer().expect(TableRoom.MOST_ROWS / 2);
        assertRefused(answer(), 1);
    }

    @Test
    void rootsTablesTakeNone() {
        answer().expect(TableRoom.MOST_ROWS);
        assertThatCode(() -> new Answer(reply -> {}).expect(1)).doesNotThrowAnyException();
    }
}
