package pmon3.screen;

import pmon3.model.GroupRow;

/** The table of {@code group ls}, and a group's own two rows in {@code group desc}. */
final class GroupTable implements Columns<GroupRow> {
    private static final String[] HEADERS = {"ID", "Name"};
    private static final int[] MINIMUM_WIDTHS = {2, 5};

    private final Table<GroupRow> table;

    GroupTable(boolean coloured) {
        table = new Table<>(this, coloured);
    }

    void add(GroupRow row) {
        table.add(row);
    }

    void draw(Page page) {
        table.draw(page);
    }

    /** One group as {@code desc} shows a process. */
    static void drawDetails(GroupRow row, boolean coloured, Page page) {
        Properties details = new Properties(coloured);
        details.add("id", Long.toString(row.id()));
        details.add("name", row.name());
        details.draw(page);
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
    public String[] cells(GroupRow row) {
        return new String[] {Long.toString(row.id()), row.name()};
    }

    @Override
    public String style(GroupRow row, int column) {
        return column == 0 ? Colours.KEY : Colours.PLAIN;
    }

    @Override
    public boolean isRightAligned(int column) {
        return false;
    }

    @Override
    public boolean isForeign(int column) {
        return column == 1;
    }
}
