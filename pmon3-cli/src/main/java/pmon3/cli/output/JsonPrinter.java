package pmon3.cli.output;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import pmon3.ipc.Reply;
import pmon3.model.ExitStatus;

/**
 * Shows an answer as one document, whatever it holds: {@code docs/json.md} is its description. Notices and problems go to
 * stderr, as with tables.
 */
public final class JsonPrinter implements Consumer<Reply> {
    private final Terminal terminal;
    private final JsonDocument document = new JsonDocument();
    private int exitStatus = ExitStatus.DONE;

    public JsonPrinter(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void accept(Reply reply) {
        if (reply instanceof Reply.Notice notice) {
            terminal.error(notice.text());
        } else if (reply instanceof Reply.Problem problem) {
            terminal.error(problem.text());
            raise(problem.code().exitStatus());
        } else if (reply instanceof Reply.Done done) {
            raise(done.exitStatus());
        } else if (reply instanceof Reply.TableStart) {
            document.openProcesses();
        } else if (reply instanceof Reply.Row row) {
            document.process(row.row());
        } else if (reply instanceof Reply.Details details) {
            document.details(details.details());
        } else {
            acceptOfGroups(reply);
        }
    }

    private void acceptOfGroups(Reply reply) {
        if (reply instanceof Reply.GroupTableStart) {
            document.openGroups();
        } else if (reply instanceof Reply.Group group) {
            document.group(group.row());
        } else if (reply instanceof Reply.GroupDetails details) {
            document.groupWithProcesses(details.row());
        } else if (reply instanceof Reply.OrderStart) {
            document.openOrder();
        } else if (reply instanceof Reply.Ordered ordered) {
            document.ordered(ordered);
        } else {
            throw new IllegalStateException("no JSON for " + reply);
        }
    }

    /** Writes the document and says how the command ended. */
    public int finish() {
        byte[] bytes = document.finish().getBytes(StandardCharsets.UTF_8);
        terminal.write(bytes, bytes.length);
        return exitStatus;
    }

    private void raise(int status) {
        exitStatus = Math.max(exitStatus, status);
    }
}
