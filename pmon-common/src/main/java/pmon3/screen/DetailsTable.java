package pmon3.screen;

import pmon3.model.ProcessDetails;
import pmon3.model.ProcessRow;

/** What {@code desc} tells of one process, in its order. */
final class DetailsTable {
    private DetailsTable() {}

    static void draw(ProcessDetails details, LocalTime localTime, boolean coloured, Page page) {
        Properties table = new Properties(coloured);
        ProcessRow row = details.row();
        table.add("status", row.status(), Colours.ofStatus(row.status()));
        table.add("id", Long.toString(row.id()));
        table.add("name", row.name());
        table.add("pid", Integer.toString(row.pid()));
        table.add("restarted", Long.toString(row.restarts()));
        table.add("process", details.file());
        table.add("args", details.args());
        table.add("env-vars", details.envVars());
        table.add("user", row.user());
        table.add("log", details.log());
        table.add("no-autorestart", Boolean.toString(details.noAutorestart()));
        table.add("dependencies", String.join(" ", details.dependencies()));
        table.add("groups", String.join(", ", details.groups()));
        table.add("created_at", localTime.of(details.createdAtEpochMs()));
        table.add("updated_at", localTime.of(row.updatedAtEpochMs()));
        table.add("uptime", details.uptimeMs() < 0 ? "" : Numbers.duration(details.uptimeMs()));
        table.add("exit", details.exit());
        table.add("exited_at", details.exitAtEpochMs() < 0 ? "" : localTime.of(details.exitAtEpochMs()));
        table.add("memory", Numbers.megabytes(row.memoryBytes()));
        table.add("cpu", Numbers.percent(row.cpuPercent()));
        table.add("remark", details.remark());
        table.draw(page);
    }
}
