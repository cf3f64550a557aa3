package pmon3.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import pmon3.ipc.Reply;
import pmon3.ipc.View;
import pmon3.model.GroupRow;
import pmon3.model.ProcessRow;

class ScreenTest {
    private final List<Reply> sent = new ArrayList<>();
    private final Screen screen = new Screen(new View(false, ByteBuffer.allocate(0)), sent::add);

    private static Reply.Row row(int id, String name) {
        return new Reply.Row(new ProcessRow(id, name, id, 0, "running", "root", 0, 0, 0));
    }

    private static String text(Reply piece) {
        return StandardCharsets.UTF_8.decode(((Reply.Text) piece).utf8()).toString();
    }

    /** A client holds one piece at a time before it has copied it. */
    @Test
    void aLongTableComesInPiecesOfWholeLines() {
        screen.send(new Reply.TableStart());
        for (int id = 1; id <= 2000; id++) {
            screen.send(row(id, "日本"));
        }
        assertThat(sent).isEmpty();
        screen.finish();

        assertThat(sent).hasSizeGreaterThan(10).allSatisfy(piece -> {
            assertThat(((Reply.Text) piece).utf8().remaining()).isLessThan(32 * 1024);
            assertThat(text(piece)).endsWith("\n");
        });
        List<String> lines = sent.stream().flatMap(piece -> text(piece).lines()).toList();
        assertThat(lines).hasSize(2004);
        assertThat(lines.stream().mapToInt(DisplayWidth::of).distinct()).hasSize(1);
    }

    @Test
    void tablesStandInTheOrderInWhichTheyBegan() {
        screen.send(new Reply.GroupDetails(new GroupRow(7, "g")));
        screen.send(new Reply.TableStart());
        screen.send(row(1, "web"));
        screen.send(new Reply.Notice("noted"));
        screen.send(new Reply.GroupTableStart());
        screen.finish();

        assertThat(sent.get(0)).isEqualTo(new Reply.Notice("noted"));
        assertThat(text(sent.get(1))).containsSubsequence("property", "║7 ", "Status", "║web ", "│ID║Name │");
        assertThat(sent).hasSize(2);
    }

    @Test
    void nothingIsSentWhereNothingWasToBeDrawn() {
        screen.finish();
        assertThat(sent).isEmpty();
    }
}
