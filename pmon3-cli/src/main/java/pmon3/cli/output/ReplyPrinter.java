package pmon3.cli.output;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import pmon3.ipc.Reply;
import pmon3.model.ExitStatus;

/**
 * Shows an answer: notices and problems at once on stderr, tables and details on stdout in one write at the end, because
 * the widths of the columns are known only then.
 */
public final class ReplyPrinter implements Consumer<Reply> {
    private final Terminal terminal;
    private final LocalTime localTime;
    private final boolean coloured;
    private final StringBuilder screen = new StringBuilder();
    private ProcessTable table;
    private int exitStatus = ExitStatus.DONE;

    public ReplyPrinter(Terminal terminal, TimeZoneRules zone) {
        this.terminal = terminal;
        this.localTime = new LocalTime(zone);
        this.coloured = terminal.coloured();
    }

    @Override
    public void accept(Reply reply) {
        if (reply instanceof Reply.Row row) {
            openTable().add(row.row());
        } else if (reply instanceof Reply.TableStart) {
            closeTable();
            openTable();
        } else if (reply instanceof Reply.Details details) {
            closeTable();
            new DetailsTable(details.details(), localTime, coloured).appendTo(screen);
        } else if (reply instanceof Reply.Notice notice) {
            terminal.error(notice.text());
        } else if (reply instanceof Reply.Problem problem) {
            terminal.error(problem.text());
            raise(problem.code().exitStatus());
        } else if (reply instanceof Reply.Done done) {
            raise(done.exitStatus());
        }
    }

    /** Writes what has gathered and says how the command ended. */
    public int finish() {
        closeTable();
        if (screen.length() > 0) {
            byte[] bytes = screen.toString().getBytes(StandardCharsets.UTF_8);
            terminal.write(bytes, bytes.length);
        }
        return exitStatus;
    }

    private void raise(int status) {
        exitStatus = Math.max(exitStatus, status);
    }

    private ProcessTable openTable() {
        if (table == null) {
            table = new ProcessTable(localTime, coloured);
        }
        return table;
    }

    private void closeTable() {
        if (table != null) {
            table.appendTo(screen);
            table = null;
        }
    }
}
