package pmon3.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of a database at one moment; read from a copy, so that the database itself is left as it is. */
public record StoredRows(List<Row> rows) {
    static {
        // Else SQLite's library is unpacked into /tmp, and stays there if the tests are killed.
        System.setProperty(
                "org.sqlite.lib.path", Tree.home().resolve("lib/native").toString());
    }

    public StoredRows {
        rows = List.copyOf(rows);
    }

    /**
     * One process.
     *
     * @param pid of the identity in pmon3's own table, as is startTicks; 0 if none is stored
     */
    public record Row(String name, int status, int pid, long startTicks, int restarts) {
        boolean is(Proc proc) {
            return proc.pid() == pid && proc.startTicks() == startTicks;
        }
    }

    static StoredRows read(Path database) {
        try {
            Path copy = Files.createTempDirectory("pmon3-copy");
            try {
                for (String suffix : List.of("", "-wal")) {
                    Path file = Path.of(database + suffix);
                    if (Files.exists(file)) {
                        Files.copy(file, copy.resolve("data.db" + suffix));
                    }
                }
                return new StoredRows(query(copy.resolve("data.db")));
            } finally {
                Tree.remove(copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new AssertionError("the database cannot be read", e);
        }
    }

    private static List<Row> query(Path file) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT p.name, p.status, o.pid, o.start_ticks, o.restarts FROM processes p"
                                + " LEFT JOIN pmon3_processes o ON o.process_id = p.id ORDER BY p.id")) {
            while (found.next()) {
                rows.add(new Row(
                        found.getString(1), found.getInt(2), found.getInt(3), found.getLong(4), found.getInt(5)));
            }
        }
        return rows;
    }

    public Optional<Row> row(String name) {
        return rows.stream().filter(row -> row.name().equals(name)).findFirst();
    }

    public List<String> names() {
        return rows.stream().map(Row::name).toList();
    }
}
