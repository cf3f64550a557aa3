package pmon3.daemon.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The cells of one row, checked: SQLite lets any value stand in any column, and others write to these tables. */
final class Cells {
    /** Numbers of users and groups are unsigned 32 bits; a Java int holds them as the kernel's interfaces do. */
    private static final long MAX_UNSIGNED_INT = 0xffff_ffffL;

    /** A row that cannot be used; the message names it and what is wrong with it. */
    static final class UnusableRowException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableRowException(String message) {
            super(message);
        }
    }

    private final ResultSet row;
    private final String title;

    /** @param table for messages */
    Cells(ResultSet row, String table, String idColumn) throws SQLException {
        this.row = row;
        this.title = "database: row " + row.getString(idColumn) + " of table " + table;
    }

    void require(boolean condition, String otherwise) throws UnusableRowException {
        if (!condition) {
            throw unusable(otherwise);
        }
    }

    private UnusableRowException unusable(String reason) {
        return new UnusableRowException(title + ": " + reason);
    }

    String text(String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).orElse("");
    }

    /** As it stands there, NULL included. */
    String rawText(String column) throws SQLException {
        return row.getString(column);
    }

    String name(String column) throws SQLException, UnusableRowException {
        String name = text(column);
        require(!name.isEmpty(), "it has no " + column);
        return name;
    }

    Optional<Long> number(String column) throws SQLException, UnusableRowException {
        Object value = row.getObject(column);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Long || value instanceof Integer) {
            return Optional.of(((Number) value).longValue());
        }
        throw unusable("its " + column + " is not a whole number");
    }

    long number(String column, long smallest, long greatest) throws SQLException, UnusableRowException {
        long value = number(column).orElseThrow(() -> unusable("it has no " + column));
        require(value >= smallest && value <= greatest, "its " + column + " cannot be " + value);
        return value;
    }

    int unsignedInt(String column) throws SQLException, UnusableRowException {
        return (int) number(column, 0, MAX_UNSIGNED_INT);
    }

    /** NULL is 0, as for the Go program. */
    int pid(String column) throws SQLException, UnusableRowException {
        return number(column).isEmpty() ? 0 : (int) number(column, 0, Integer.MAX_VALUE);
    }

    /** A time that cannot be read makes no row unusable. */
    Instant time(String column, List<String> warnings) throws SQLException {
        Optional<Instant> time = GoTime.read(row.getString(column));
        if (time.isEmpty()) {
            warnings.add(title + ": its " + column + " is not a time; " + GoTime.write(GoTime.UNKNOWN) + " is shown");
        }
        return time.orElse(GoTime.UNKNOWN);
    }
}
