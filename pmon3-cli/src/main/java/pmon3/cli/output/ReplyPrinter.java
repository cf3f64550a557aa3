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
    private static final int SLICE_CHARS = 128;
    /** In UTF-8, of one of UTF-16. */
    private static final int MOST_BYTES_OF_A_CHAR = 3;

    private final Terminal terminal;
    private final LocalTime localTime;
    private final boolean coloured;
    private final StringBuilder screen = new StringBuilder();
    private ProcessTable table;
    private GroupTable groups;
    private OrderLists order;
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
            close();
            openTable();
        } else if (reply instanceof Reply.Details details) {
            close();
            new DetailsTable(details.details(), localTime, coloured).appendTo(screen);
        } else if (reply instanceof Reply.Notice notice) {
            terminal.error(notice.text());
        } else if (reply instanceof Reply.Problem problem) {
            terminal.error(problem.text());
            raise(problem.code().exitStatus());
        } else if (reply instanceof Reply.Done done) {
            raise(done.exitStatus());
        } else {
            acceptOfGroups(reply);
        }
    }

    private void acceptOfGroups(Reply reply) {
        if (reply instanceof Reply.GroupTableStart) {
            close();
            openGroups();
        } else if (reply instanceof Reply.Group group) {
            openGroups().add(group.row());
        } else if (reply instanceof Reply.GroupDetails details) {
            close();
            GroupTable.appendDetails(details.row(), coloured, screen);
        } else if (reply instanceof Reply.Text text) {
            screen.append(text.text());
        } else if (reply instanceof Reply.OrderStart) {
            close();
            openOrder();
        } else if (reply instanceof Reply.Ordered ordered) {
            openOrder().add(ordered);
        }
    }

    /** Writes what has gathered and says how the command ended. */
    public int finish() {
        close();
        if (screen.length() > 0) {
            writeScreen();
        }
        return exitStatus;
    }

    /** In one write; encoded a line's length at a time, as a loop over all of it would be interpreted to its end. */
    private void writeScreen() {
        byte[] bytes = new byte[screen.length() * MOST_BYTES_OF_A_CHAR];
        int length = 0;
        for (int from = 0; from < screen.length(); ) {
            int to = Math.min(screen.length(), from + SLICE_CHARS);
            to += to < screen.length() && Character.isHighSurrogate(screen.charAt(to - 1)) ? 1 : 0;
            byte[] slice = screen.substring(from, to).getBytes(StandardCharsets.UTF_8);
            System.arraycopy(slice, 0, bytes, length, slice.length);
            length += slice.length;
            from = to;
        }
        terminal.write(bytes, length);
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

    private GroupTable openGroups() {
        if (groups == null) {
            groups = new GroupTable(coloured);
        }
        return groups;
    }

    private OrderLists openOrder() {
        if (order == null) {
            order = new OrderLists();
        }
        return order;
    }

    private void close() {
        if (table != null) {
            table.appendTo(screen);
            table = null;
        }
        if (groups != null) {
            groups.appendTo(screen);
            groups = null;
        }
        if (order != null) {
            order.appendTo(screen);
            order = null;
        }
    }
}
