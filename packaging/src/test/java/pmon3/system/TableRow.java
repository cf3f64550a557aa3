package pmon3.system;

import java.util.List;
import java.util.stream.Stream;

/** A row of the table that ls and most other commands print. */
public record TableRow(
        int id,
        String name,
        int pid,
        int restarts,
        String status,
        String user,
        String cpu,
        String memory,
        String date) {
    private static final int COLUMNS = 9;

    /** The process rows in a command's output; none for an empty table. */
    public static List<TableRow> parse(String table) {
        return table.lines()
                .filter(line -> line.startsWith("│"))
                .map(line -> Stream.of(line.substring(1, line.lastIndexOf('│')).split("║", -1))
                        .map(String::strip)
                        .toList())
                .filter(cells -> cells.size() == COLUMNS && !cells.get(0).equals("ID"))
                .map(cells -> new TableRow(
                        Integer.parseInt(cells.get(0)),
                        cells.get(1),
                        Integer.parseInt(cells.get(2)),
                        Integer.parseInt(cells.get(3)),
                        cells.get(4),
                        cells.get(5),
                        cells.get(6),
                        cells.get(7),
                        cells.get(8)))
                .toList();
    }
}
