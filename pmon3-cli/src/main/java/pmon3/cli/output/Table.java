package pmon3.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A bordered table whose columns are as wide as their content, never cut. A column is as wide as its widest cell and one
 * blank, and at least its minimum; the minimum of a header's column covers the header.
 */
final class Table {
    /** Appended in parts: a character at a time is slow while nothing is compiled. */
    private static final String BLANKS = " ".repeat(64);

    private final String[] headers;
    private final int[] widths;
    private final boolean[] rightAligned;
    private final boolean[] foreign;
    private final boolean coloured;
    private final List<String[]> rows = new ArrayList<>();
    private final List<int[]> columns = new ArrayList<>();
    private final List<String[]> styles = new ArrayList<>();

    Table(String[] headers, int[] minimumWidths, boolean[] rightAligned, boolean coloured) {
        this(headers, minimumWidths, rightAligned, all(headers.length), coloured);
    }

    /** @param foreign which columns hold texts that somebody chose; the others are digits and the like, known to be harmless */
    Table(String[] headers, int[] minimumWidths, boolean[] rightAligned, boolean[] foreign, boolean coloured) {
        this.headers = headers;
        this.widths = minimumWidths.clone();
        this.rightAligned = rightAligned;
        this.foreign = foreign;
        this.coloured = coloured;
    }

    private static boolean[] all(int columns) {
        boolean[] all = new boolean[columns];
        Arrays.fill(all, true);
        return all;
    }

    /** @param cellStyles the colour of each cell; used only where the table is coloured */
    void add(String[] cells, String[] cellStyles) {
        int[] taken = new int[cells.length];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = foreign[i] ? Escapes.shown(cells[i]) : cells[i];
            taken[i] = foreign[i] ? DisplayWidth.of(cells[i]) : cells[i].length();
            widths[i] = Math.max(widths[i], taken[i] + 1);
        }
        rows.add(cells);
        columns.add(taken);
        styles.add(cellStyles);
    }

    void appendTo(StringBuilder screen) {
        rule(screen, '╭', '╥', '╮');
        header(screen);
        rule(screen, '├', '╫', '┤');
        for (int i = 0; i < rows.size(); i++) {
            row(screen, rows.get(i), columns.get(i), styles.get(i));
        }
        rule(screen, '╰', '╨', '╯');
    }

    private void rule(StringBuilder screen, char left, char junction, char right) {
        screen.append(left);
        for (int i = 0; i < widths.length; i++) {
            if (i > 0) {
                screen.append(junction);
            }
            for (int k = 0; k < widths[i]; k++) {
                screen.append('─');
            }
        }
        screen.append(right).append('\n');
    }

    private void header(StringBuilder screen) {
        screen.append('│');
        for (int i = 0; i < headers.length; i++) {
            if (i > 0) {
                screen.append('║');
            }
            cell(screen, headers[i], Colours.HEADER, widths[i] - headers[i].length(), false);
        }
        screen.append("│\n");
    }

    private void row(StringBuilder screen, String[] cells, int[] taken, String[] cellStyles) {
        screen.append('│');
        for (int i = 0; i < cells.length; i++) {
            if (i > 0) {
                screen.append('║');
            }
            cell(screen, cells[i], coloured ? cellStyles[i] : "", widths[i] - taken[i], rightAligned[i]);
        }
        screen.append("│\n");
    }

    private void cell(StringBuilder screen, String text, String style, int blanks, boolean toTheRight) {
        if (coloured) {
            screen.append(style);
        }
        if (toTheRight) {
            blanks(screen, blanks);
        }
        screen.append(text);
        if (!toTheRight) {
            blanks(screen, blanks);
        }
        if (coloured) {
            screen.append(Colours.RESET);
        }
    }

    private static void blanks(StringBuilder screen, int count) {
        int left = count;
        while (left > 0) {
            int some = Math.min(left, BLANKS.length());
            screen.append(BLANKS, 0, some);
            left -= some;
        }
    }
}
