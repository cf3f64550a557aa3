package pmon3.cli.output;

import pmon3.model.GroupRow;

/** The table of {@code group ls}, and a group's own two rows in {@code group desc}. */
final class GroupTable {
    private static final String[] HEADERS = {"ID", "Name"};
    private static final int[] MINIMUM_WIDTHS = {2, 5};
    private static final boolean[] RIGHT_ALIGNED = {false, false};

    private final Table table;

    GroupTable(boolean coloured) {
        table = new Table(HEADERS, MINIMUM_WIDTHS, RIGHT_ALIGNED, coloured);
    }

    void add(GroupRow row) {
        table.add(new String[] {Long.toString(row.id()), row.name()}, new String[] {Colours.KEY, Colours.PLAIN});
    }

    void appendTo(StringBuilder screen) {
        table.appendTo(screen);
    }

    /** One group as {@code desc} shows a process. */
    static void appendDetails(GroupRow row, boolean coloured, StringBuilder screen) {
        Table details = DetailsTable.blank(coloured);
        String[] styles = {Colours.KEY, Colours.PLAIN};
        details.add(new String[] {"id", Long.toString(row.id())}, styles);
        details.add(new String[] {"name", row.name()}, styles);
        details.appendTo(screen);
    }
}
