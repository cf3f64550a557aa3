package pmon3.screen;

import pmon3.ipc.Reply;
import pmon3.ipc.ReplySink;
import pmon3.ipc.View;

/**
 * Draws an answer on its way to a client: in place of rows and details, the client gets the text of the tables; everything
 * else goes on as it is. A table's rows are kept until its end, because the widths of the columns are known only then.
 * Used by one thread.
 */
public final class Screen implements ReplySink {
    private final ReplySink client;
    private final LocalTime localTime;
    private final boolean coloured;
    private final Page page;
    private ProcessTable processes;
    private GroupTable groups;
    private OrderLists order;

    public Screen(View view, ReplySink client) {
        this.client = client;
        this.localTime = new LocalTime(TimeZoneRules.of(view.zone()));
        this.coloured = view.coloured();
        this.page = new Page(client);
    }

    @Override
    public void send(Reply reply) {
        if (reply instanceof Reply.Row row) {
            openProcesses().add(row.row());
        } else if (reply instanceof Reply.TableStart) {
            close();
            openProcesses();
        } else if (reply instanceof Reply.Details details) {
            close();
            DetailsTable.draw(details.details(), localTime, coloured, page);
        } else {
            sendOfGroups(reply);
        }
    }

    private void sendOfGroups(Reply reply) {
        if (reply instanceof Reply.GroupTableStart) {
            close();
            openGroups();
        } else if (reply instanceof Reply.Group group) {
            openGroups().add(group.row());
        } else if (reply instanceof Reply.GroupDetails details) {
            close();
            GroupTable.drawDetails(details.row(), coloured, page);
        } else if (reply instanceof Reply.OrderStart) {
            close();
            openOrder();
        } else if (reply instanceof Reply.Ordered ordered) {
            openOrder().add(ordered);
        } else {
            client.send(reply);
        }
    }

    /** Sends what has gathered: nothing that would be drawn follows. */
    public void finish() {
        close();
        page.send();
    }

    private ProcessTable openProcesses() {
        if (processes == null) {
            processes = new ProcessTable(localTime, coloured);
        }
        return processes;
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
        if (processes != null) {
            processes.draw(page);
            processes = null;
        }
        if (groups != null) {
            groups.draw(page);
            groups = null;
        }
        if (order != null) {
            order.draw(page);
            order = null;
        }
    }
}
