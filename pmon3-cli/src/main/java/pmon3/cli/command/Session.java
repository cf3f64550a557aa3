package pmon3.cli.command;

import java.util.function.Consumer;
import pmon3.cli.client.PmondDoor;
import pmon3.cli.client.Surroundings;
import pmon3.cli.output.JsonPrinter;
import pmon3.cli.output.LocalZone;
import pmon3.cli.output.ReplyPrinter;
import pmon3.cli.output.Terminal;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;
import pmon3.ipc.RequestChannel;
import pmon3.ipc.View;

/**
 * One run of the client: its terminal, its surroundings, and the way to pmond.
 *
 * @param json whether answers are shown as documents
 */
public record Session(Terminal terminal, Surroundings surroundings, PmondDoor pmond, boolean json) {
    /** How long pmond may send nothing at all; at work it gives a sign of life twice a second. */
    public static final int SILENCE_DEADLINE_MS = 5_000;

    public Session(Terminal terminal, Surroundings surroundings, PmondDoor pmond) {
        this(terminal, surroundings, pmond, false);
    }

    Session withJson() {
        return new Session(terminal, surroundings, pmond, true);
    }

    /** Asks, shows the answer, and returns the exit status. */
    public int show(Request request) {
        return json ? showDocument(request) : showTables(request);
    }

    private int showDocument(Request request) {
        JsonPrinter printer = new JsonPrinter(terminal);
        ask(request, printer);
        return printer.finish();
    }

    private int showTables(Request request) {
        ReplyPrinter printer = new ReplyPrinter(terminal);
        View view = new View(terminal.coloured(), LocalZone.of(surroundings));
        ask(new Request.Shown(view, request), printer);
        return printer.finish();
    }

    public void ask(Request request, Consumer<Reply> onReply) {
        try (RequestChannel channel = pmond.open()) {
            channel.ask(request, SILENCE_DEADLINE_MS, onReply);
        }
    }
}
