package pmon3.screen;

import pmon3.model.ProcessRow;

/** The table of {@code ls}, and of what most other commands show at their end. */
final class ProcessTable implements Columns<ProcessRow> {
    private static final String[] HEADERS = {"ID", "Name", "PID", "⟳", "Status", "User", "CPU", "Memory", "Date"};
    private static final int[] MINIMUM_WIDTHS = {2, 5, 3, 1, 6, 5, 7, 7, 19};
    private static final int ID = 0;
    private static final int NAME = 1;
    private static final int STATUS = 4;
    private static final int USER = 5;
    private static final int CPU = 6;
    private static final int MEMORY = 7;

    private final LocalTime localTime;
    private final Table<ProcessRow> table;

    ProcessTable(LocalTime localTime, boolean coloured) {
        this.localTime = localTime;
        this.table = new Table<>(this, coloured);
    }

    void add(ProcessRow row) {
        table.add(row);
    }

    void draw(Page page) {
        table.draw(page);
    }

    @Override
    public int[] minimumWidths() {
        return MINIMUM_WIDTHS.clone();
    }

    @Override
    public String header(int column) {
        return HEADERS[column];
    }

    @Override
    public String[] cells(ProcessRow row) {
        return new String[] {
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
    }

    @Override
    public String style(ProcessRow row, int column) {
        if (column == ID) {
            return Colours.KEY;
        }
        return column == STATUS ? Colours.ofStatus(row.status()) : Colours.PLAIN;
    }

    @Override
    public boolean isRightAligned(int column) {
        return column == CPU || column == MEMORY;
    }

    @Override
    public boolean isForeign(int column) {
        return column == NAME || column == STATUS || column == USER;
    }
}
