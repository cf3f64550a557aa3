package pmon3.cli.output;

import pmon3.model.ProcessRow;

/** The table of {@code ls}, and of what most other commands show at their end. */
final class ProcessTable {
    private static final String[] HEADERS = {"ID", "Name", "PID", "⟳", "Status", "User", "CPU", "Memory", "Date"};
    private static final int[] MINIMUM_WIDTHS = {2, 5, 3, 1, 6, 5, 7, 7, 19};
    private static final boolean[] RIGHT_ALIGNED = {false, false, false, false, false, false, true, true, false};

    private static final boolean[] FOREIGN = {false, true, false, false, true, true, false, false, false};

    private static final String[] NO_STYLES = {};

    private final Table table;
    private final LocalTime localTime;
    private final boolean coloured;

    ProcessTable(LocalTime localTime, boolean coloured) {
        this.localTime = localTime;
        this.coloured = coloured;
        this.table = new Table(HEADERS, MINIMUM_WIDTHS, RIGHT_ALIGNED, FOREIGN, coloured);
    }

    void add(ProcessRow row) {
        String[] cells = {
            Long.toString(row.id()),
            row.name(),
            Integer.toString(row.pid()),
            Long.toString(row.restarts()),
            row.status(),
            row.user(),
            Numbers.percent(row.cpuPercent()),
            Numbers.megabytes(row.memoryBytes()),
            localTime.of(row.updatedAtEpochMs())
        };
        table.add(cells, coloured ? styles(row.status()) : NO_STYLES);
    }

    private static String[] styles(String status) {
        String plain = Colours.PLAIN;
        return new String[] {Colours.KEY, plain, plain, plain, Colours.ofStatus(status), plain, plain, plain, plain};
    }

    void appendTo(StringBuilder screen) {
        table.appendTo(screen);
    }
}
