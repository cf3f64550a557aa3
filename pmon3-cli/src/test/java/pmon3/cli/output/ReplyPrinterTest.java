package pmon3.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import pmon3.ipc.Reply;

class ReplyPrinterTest {
    /** A person may take minutes to read it, and pmond does not wait so long. */
    @Test
    void whatCameInPiecesIsWrittenAtOnceAndUnchangedAtTheEnd() {
        List<byte[]> written = new ArrayList<>();
        ReplyPrinter printer = new ReplyPrinter(new Terminal() {
            @Override
            public void write(byte[] bytes, int length) {
                written.add(Arrays.copyOf(bytes, length));
            }

            @Override
            public void error(String line) {
                throw new AssertionError(line);
            }

            @Override
            public boolean coloured() {
                return false;
            }
        });
        StringBuilder expected = new StringBuilder();
        for (int piece = 0; piece < 300; piece++) {
            String text = "日本 \ud83d\ude00 é " + "b".repeat(piece);
            printer.accept(new Reply.Text(text));
            expected.append(text);
        }
        assertThat(written).isEmpty();
        printer.finish();
        assertThat(written).singleElement().isEqualTo(expected.toString().getBytes(StandardCharsets.UTF_8));
    }
}
