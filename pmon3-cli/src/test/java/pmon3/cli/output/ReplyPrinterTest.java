package pmon3.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import pmon3.cli.FakeTerminal;
import pmon3.ipc.Reply;

class ReplyPrinterTest {
    /** It is encoded in parts, none of which may end within a character. */
    @Test
    void noCharacterIsTornWhereverItStands() {
        for (int before = 0; before < 300; before++) {
            String text = "a".repeat(before) + "\ud83d\ude00日本é" + "b".repeat(200);
            FakeTerminal terminal = new FakeTerminal();
            ReplyPrinter printer = new ReplyPrinter(terminal, TimeZoneRules.UTC);
            printer.accept(new Reply.Text(text));
            printer.finish();
            assertThat(terminal.out()).isEqualTo(text);
        }
    }
}
