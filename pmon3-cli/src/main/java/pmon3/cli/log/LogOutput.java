package pmon3.cli.log;

import java.nio.charset.StandardCharsets;
import pmon3.cli.output.Terminal;
import pmon3.screen.Escapes;

/** Passes logs through unchanged, one after another; with several, each piece has a head, as tail writes it. */
public final class LogOutput {
    private final Terminal terminal;
    private final boolean withHeads;
    private String shown = "";

    public LogOutput(Terminal terminal, boolean withHeads) {
        this.terminal = terminal;
        this.withHeads = withHeads;
    }

    /** What is written from now on is of that process; the head is written once for each change. */
    void of(String name) {
        if (!withHeads || shown.equals(name)) {
            return;
        }
        byte[] head = ((shown.isEmpty() ? "" : "\n") + "==> " + Escapes.shown(name) + " <==\n")
                .getBytes(StandardCharsets.UTF_8);
        terminal.write(head, head.length);
        shown = name;
    }

    void write(byte[] bytes, int length) {
        terminal.write(bytes, length);
    }

    void error(String line) {
        terminal.error(line);
    }
}
