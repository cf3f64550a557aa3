package pmon3.cli.output;

import java.util.ArrayList;
import java.util.List;
import pmon3.ipc.Reply;
import pmon3.model.GroupRow;
import pmon3.model.ProcessDetails;
import pmon3.model.ProcessRow;
import pmon3.screen.Numbers;

/** The members of the document: {@code processes}, {@code groups} and the two orders, each where the answer has it. */
final class JsonDocument {
    /** Rises when a member goes away or changes its meaning; new members alone do not raise it. */
    private static final int SCHEMA = 1;

    private static final String NULL = "null";

    private final JsonWriter json = new JsonWriter().beginObject().member("schema", SCHEMA);
    private final List<String> queue = new ArrayList<>();
    private final List<String> dependent = new ArrayList<>();
    private boolean ordering;
    private boolean inProcesses;
    private boolean inGroups;
    private boolean inGroup;

    /** Of the whole document, or of the group that is open. */
    void openProcesses() {
        if (!inProcesses) {
            if (!inGroup) {
                closeGroups();
            }
            json.name("processes").beginArray();
            inProcesses = true;
        }
    }

    void process(ProcessRow row) {
        openProcesses();
        row(row);
        json.endObject();
    }

    void details(ProcessDetails details) {
        openProcesses();
        row(details.row());
        json.member("file", details.file());
        json.member("args", details.args());
        json.member("env_vars", details.envVars());
        json.member("log", details.log());
        json.member("no_autorestart", details.noAutorestart());
        json.member("dependencies", details.dependencies());
        json.member("groups", details.groups());
        json.member("created_at", UtcTime.of(details.createdAtEpochMs()));
        json.literal("uptime_ms", details.uptimeMs() < 0 ? NULL : Long.toString(details.uptimeMs()));
        textOrNull("exit", details.exit());
        textOrNull("exited_at", details.exitAtEpochMs() < 0 ? "" : UtcTime.of(details.exitAtEpochMs()));
        textOrNull("remark", details.remark());
        json.endObject();
    }

    private void row(ProcessRow row) {
        json.element().beginObject();
        json.member("id", row.id());
        json.member("name", row.name());
        json.member("pid", row.pid());
        json.member("restarts", row.restarts());
        json.member("status", row.status());
        json.member("user", row.user());
        json.literal("cpu_percent", Numbers.oneDecimal(row.cpuPercent()));
        json.member("memory_bytes", row.memoryBytes());
        json.member("updated_at", UtcTime.of(row.updatedAtEpochMs()));
    }

    private void textOrNull(String name, String text) {
        if (text.isEmpty()) {
            json.literal(name, NULL);
        } else {
            json.member(name, text);
        }
    }

    void openGroups() {
        closeGroup();
        if (!inGroups) {
            closeProcesses();
            json.name("groups").beginArray();
            inGroups = true;
        }
    }

    void group(GroupRow row) {
        groupWithProcesses(row);
        json.endObject();
        inGroup = false;
    }

    /** Its processes follow. */
    void groupWithProcesses(GroupRow row) {
        openGroups();
        json.element().beginObject();
        json.member("id", row.id());
        json.member("name", row.name());
        inGroup = true;
    }

    void openOrder() {
        ordering = true;
    }

    void ordered(Reply.Ordered ordered) {
        ordering = true;
        queue.add(ordered.name());
        if (ordered.dependent()) {
            dependent.add(ordered.name());
        }
    }

    /** The whole text. */
    String finish() {
        closeGroups();
        closeProcesses();
        if (ordering) {
            json.member("queue_order", queue);
            json.member("dependency_graph_order", dependent);
        }
        return json.endObject().toString();
    }

    private void closeProcesses() {
        if (inProcesses) {
            json.endArray();
            inProcesses = false;
        }
    }

    private void closeGroup() {
        if (inGroup) {
            openProcesses();
            closeProcesses();
            json.endObject();
            inGroup = false;
        }
    }

    private void closeGroups() {
        closeGroup();
        if (inGroups) {
            json.endArray();
            inGroups = false;
        }
    }
}
