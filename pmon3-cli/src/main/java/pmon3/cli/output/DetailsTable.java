package pmon3.cli.output;

import java.util.List;
import pmon3.model.ProcessDetails;
import pmon3.model.ProcessRow;

/** The two columns of {@code desc}; rows without a text are left out. */
final class DetailsTable {
    private static final String[] HEADERS = {"property", "description"};
    private static final int[] MINIMUM_WIDTHS = {15, 15};
    private static final boolean[] RIGHT_ALIGNED = {false, false};

    private final Table table;

    DetailsTable(ProcessDetails details, LocalTime localTime, boolean coloured) {
        table = blank(coloured);
        ProcessRow row = details.row();
        table.add(new String[] {"status", row.status()}, new String[] {Colours.KEY, Colours.ofStatus(row.status())});
        property("id", Long.toString(row.id()));
        property("name", row.name());
        property("pid", Integer.toString(row.pid()));
        property("restarted", Long.toString(row.restarts()));
        property("process", details.file());
        property("args", details.args());
        property("env-vars", details.envVars());
        property("user", row.user());
        property("log", details.log());
        property("no-autorestart", Boolean.toString(details.noAutorestart()));
        property("dependencies", joined(details.dependencies(), " "));
        property("groups", joined(details.groups(), ", "));
        property("created_at", localTime.of(details.createdAtEpochMs()));
        property("updated_at", localTime.of(row.updatedAtEpochMs()));
        property("uptime", details.uptimeMs() < 0 ? "" : Numbers.duration(details.uptimeMs()));
        property("exit", details.exit());
        property("memory", Numbers.megabytes(row.memoryBytes()));
        property("cpu", Numbers.percent(row.cpuPercent()));
        property("remark", details.remark());
    }

    static Table blank(boolean coloured) {
        return new Table(HEADERS, MINIMUM_WIDTHS, RIGHT_ALIGNED, coloured);
    }

    private void property(String name, String description) {
        if (!description.isEmpty()) {
            table.add(new String[] {name, description}, new String[] {Colours.KEY, Colours.PLAIN});
        }
    }

    private static String joined(List<String> words, String separator) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            text.append(i == 0 ? "" : separator).append(words.get(i));
        }
        return text.toString();
    }

    void appendTo(StringBuilder screen) {
        table.appendTo(screen);
    }
}
