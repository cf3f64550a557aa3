package pmon3.daemon.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.StringJoiner;

/** Opens stores for tests, and looks at and changes databases behind their back. */
final class Databases {
    static final int BUSY_TIMEOUT_MS = 50;
    private static final String FIXTURE = "pmon3-1.18.3-data.db";

    private Databases() {}

    static int ownUid() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static StoreAccess access() {
        return new StoreAccess(ownUid(), 0770, 0660, OptionalInt.empty());
    }

    static SqliteStore open(Path directory) {
        return open(directory, access());
    }

    static SqliteStore open(Path directory, StoreAccess access) {
        return SqliteStore.open(directory, access, InstantSource.fixed(Stored.UPDATED), BUSY_TIMEOUT_MS);
    }

    static Path file(Path directory) {
        return directory.resolve("data.db");
    }

    /** Puts the database of the Go program there. */
    static void putFixture(Path directory) throws IOException {
        try (InputStream in = Databases.class.getResourceAsStream(FIXTURE)) {
            Files.copy(in, file(directory));
        }
    }

    static Connection connect(Path directory) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file(directory));
    }

    static void execute(Path directory, String... statements) throws SQLException {
        try (Connection connection = connect(directory);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** All rows as SQL literals, columns joined by a bar. */
    static List<String> rows(Path directory, String query) throws SQLException {
        try (Connection connection = connect(directory);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                StringJoiner row = new StringJoiner("|");
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(rows.getString(i)));
                }
                found.add(row.toString());
            }
            return found;
        }
    }

    /** The Go program's tables: how they were made and what is in them. */
    static List<String> goDump(Path directory) throws SQLException {
        List<String> dump = new ArrayList<>(rows(
                directory,
                "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'pmon3%' AND tbl_name NOT LIKE"
                        + " 'pmon3%' ORDER BY name"));
        dump.addAll(rows(directory, "SELECT * FROM processes ORDER BY id"));
        dump.addAll(rows(directory, "SELECT * FROM `groups` ORDER BY id"));
        dump.addAll(rows(directory, "SELECT * FROM process_groups ORDER BY rowid"));
        return dump;
    }
}
