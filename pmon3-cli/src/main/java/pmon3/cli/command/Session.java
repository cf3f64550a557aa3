package pmon3.cli.command;

import java.util.function.Consumer;
import pmon3.cli.client.PmondDoor;
import pmon3.cli.client.Surroundings;
import pmon3.cli.output.LocalZone;
import pmon3.cli.output.ReplyPrinter;
import pmon3.cli.output.Terminal;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;
import pmon3.ipc.RequestChannel;

/** One run of the client: its terminal, its surroundings, and the way to pmond. */
public record Session(Terminal terminal, Surroundings surroundings, PmondDoor pmond) {
    /** How long pmond may send nothing at all; at work it gives a sign of life twice a second. */
    public static final int SILENCE_DEADLINE_MS = 5_000;

    /** Asks, shows the answer, and returns the exit status. */
    public int show(Request request) {
        ReplyPrinter printer = new ReplyPrinter(terminal, LocalZone.of(surroundings));
        ask(request, printer);
        return printer.finish();
    }

    public void ask(Request request, Consumer<Reply> onReply) {
        try (RequestChannel channel = pmond.open()) {
            channel.ask(request, SILENCE_DEADLINE_MS, onReply);
        }
    }
}
