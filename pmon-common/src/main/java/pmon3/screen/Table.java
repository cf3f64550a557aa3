package pmon3.screen;

import java.util.ArrayList;
import java.util.List;

/**
 * A bordered table whose columns are as wide as their content, never cut. A column is as wide as its widest cell and one
 * blank, and at least its minimum; the minimum of a header's column covers the header.
 *
 * @param <R> what a row is of; kept until the table is drawn, as its cells would take several times the memory
 */
final class Table<R> {
    private static final String BLANKS = " ".repeat(64);
    private static final String LINES = "─".repeat(64);

    private final Columns<R> columns;
    private final boolean coloured;
    private final int[] widths;
    private final List<R> rows = new ArrayList<>();

    Table(Columns<R> columns, boolean coloured) {
        this.columns = columns;
        this.coloured = coloured;
        this.widths = columns.minimumWidths();
    }

    void add(R row) {
        rows.add(row);
        String[] cells = cells(row);
        for (int i = 0; i < cells.length; i++) {
            widths[i] = Math.max(widths[i], taken(cells[i], i) + 1);
        }
    }

    void draw(Page page) {
        rule(page, '╭', '╥', '╮');
        header(page);
        rule(page, '├', '╫', '┤');
        for (R row : rows) {
            draw(row, page);
        }
        rule(page, '╰', '╨', '╯');
    }

    private String[] cells(R row) {
        String[] cells = columns.cells(row);
        for (int i = 0; i < cells.length; i++) {
            cells[i] = columns.isForeign(i) ? Escapes.shown(cells[i]) : cells[i];
        }
        return cells;
    }

    private int taken(String cell, int column) {
        return columns.isForeign(column) ? DisplayWidth.of(cell) : cell.length();
    }

    private void rule(Page page, char left, char junction, char right) {
        StringBuilder text = page.text().append(left);
        for (int i = 0; i < widths.length; i++) {
            if (i > 0) {
                text.append(junction);
            }
            repeat(text, LINES, widths[i]);
        }
        text.append(right).append('\n');
        page.lineDone();
    }

    private void header(Page page) {
        StringBuilder text = page.text();
        for (int i = 0; i < widths.length; i++) {
            text.append(i == 0 ? '│' : '║');
            String header = columns.header(i);
            cell(text, header, Colours.HEADER, widths[i] - header.length(), false);
        }
        text.append("│\n");
        page.lineDone();
    }

    private void draw(R row, Page page) {
        StringBuilder text = page.text();
        String[] cells = cells(row);
        for (int i = 0; i < cells.length; i++) {
            text.append(i == 0 ? '│' : '║');
            String style = coloured ? columns.style(row, i) : "";
            cell(text, cells[i], style, widths[i] - taken(cells[i], i), columns.isRightAligned(i));
        }
        text.append("│\n");
        page.lineDone();
    }

    private void cell(StringBuilder text, String cell, String style, int blanks, boolean toTheRight) {
        if (coloured) {
            text.append(style);
        }
        if (toTheRight) {
            repeat(text, BLANKS, blanks);
        }
        text.append(cell);
        if (!toTheRight) {
            repeat(text, BLANKS, blanks);
        }
        if (coloured) {
            text.append(Colours.RESET);
        }
    }

    private static void repeat(StringBuilder text, String some, int count) {
        int left = count;
        while (left > 0) {
            int now = Math.min(left, some.length());
            text.append(some, 0, now);
            left -= now;
        }
    }
}
