package pmon3.daemon.store;

import java.util.Optional;

/**
 * In a database that was a backup, why it had to be used: a row of {@code pmon3_meta}, there before the database takes its
 * place, so that each pmond that starts from it knows that programs may live which no row speaks of.
 */
final class RestoredMark {
    private static final String KEY = "restored";

    private final Database database;

    RestoredMark(Database database) {
        this.database = database;
    }

    Optional<String> read() {
        return database.inTransaction(
                "BEGIN",
                "cannot read",
                () -> database.first("SELECT value FROM pmon3_meta WHERE key = ?", row -> row.getString(1), KEY));
    }

    void put(String why) {
        write(
                "INSERT INTO pmon3_meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                KEY,
                why);
    }

    void remove() {
        write("DELETE FROM pmon3_meta WHERE key = ?", KEY);
    }

    private void write(String sql, Object... values) {
        database.inTransaction("BEGIN IMMEDIATE", "cannot store in", () -> database.update(sql, values));
    }
}
