package pmon3.daemon.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import pmon3.daemon.kernel.ProcessIdentity;
import pmon3.model.ProcessExit;

/** Table {@code pmon3_processes}: what the Go program's row has no place for. */
final class OwnProcessRows {
    /**
     * One row.
     *
     * @param name and createdAt tell whether it speaks of the row with this id, or of one that had the number before
     * @param rowUpdatedAt updated_at of the row with which it was written; null from a pmond that did not store it
     */
    record Own(
            String name,
            String createdAt,
            Optional<ProcessIdentity> identity,
            long restarts,
            Optional<LastExit> lastExit,
            boolean deleting,
            String remark,
            String rowUpdatedAt) {
        static final Own NOTHING = new Own("", "", Optional.empty(), 0, Optional.empty(), false, "", "");

        boolean speaksOf(String rowName, String rowCreatedAt) {
            return Objects.equals(name, rowName) && GoTime.same(createdAt, rowCreatedAt);
        }

        /**
         * Without what only the newest pmond writes, if the row was written later: by the Go program, or by an older pmond,
         * which keeps all else here up to date.
         */
        Own asOf(String updatedAt) {
            if (GoTime.same(rowUpdatedAt, updatedAt)) {
                return this;
            }
            Optional<LastExit> undated = lastExit.map(last -> new LastExit(last.exit(), Optional.empty()));
            return new Own(name, createdAt, identity, restarts, undated, deleting, "", rowUpdatedAt);
        }
    }

    private final Database database;

    OwnProcessRows(Database database) {
        this.database = database;
    }

    Map<Long, Own> read() throws SQLException {
        Map<Long, Own> found = new HashMap<>();
        database.query("SELECT * FROM pmon3_processes", row -> found.put(row.getLong("process_id"), own(row)));
        return found;
    }

    private static Own own(ResultSet row) throws SQLException {
        return new Own(
                row.getString("name"),
                row.getString("created_at"),
                identity(row),
                Math.max(0, row.getLong("restarts")),
                exit(row),
                row.getInt("deleting") != 0,
                Objects.requireNonNullElse(row.getString("remark"), ""),
                row.getString("row_updated_at"));
    }

    private static Optional<ProcessIdentity> identity(ResultSet row) throws SQLException {
        int pid = row.getInt("pid");
        long startTicks = row.getLong("start_ticks");
        String bootId = row.getString("boot_id");
        return pid > 0 && startTicks >= 0 && bootId != null && !bootId.isEmpty()
                ? Optional.of(new ProcessIdentity(pid, startTicks, bootId))
                : Optional.empty();
    }

    private static Optional<LastExit> exit(ResultSet row) throws SQLException {
        String word = row.getString("exit_kind");
        int value = row.getInt("exit_value");
        for (ProcessExit.Kind kind : ProcessExit.Kind.values()) {
            if (word(kind).equals(word)) {
                return Optional.of(new LastExit(new ProcessExit(kind, value), exitAt(row)));
            }
        }
        return Optional.empty();
    }

    /** Null in rows of a pmond that did not store it. */
    private static Optional<Instant> exitAt(ResultSet row) throws SQLException {
        long ms = row.getLong("exit_at");
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ms));
    }

    /** Frozen: it stands in databases. */
    private static String word(ProcessExit.Kind kind) {
        return switch (kind) {
            case EXITED -> "exited";
            case SIGNALED -> "signaled";
            case UNKNOWN -> "unknown";
        };
    }

    /** @param createdAt and updatedAt as they stand in the Go program's row */
    void put(StoredProcess process, String createdAt, String updatedAt) throws SQLException {
        database.update(
                "INSERT INTO pmon3_processes (process_id, name, created_at, pid, start_ticks, boot_id, restarts,"
                        + " exit_kind, exit_value, exit_at, deleting, remark, row_updated_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (process_id) DO UPDATE SET name = excluded.name,"
                        + " created_at = excluded.created_at, pid = excluded.pid, start_ticks = excluded.start_ticks,"
                        + " boot_id = excluded.boot_id, restarts = excluded.restarts, exit_kind = excluded.exit_kind,"
                        + " exit_value = excluded.exit_value, exit_at = excluded.exit_at,"
                        + " deleting = excluded.deleting, remark = excluded.remark,"
                        + " row_updated_at = excluded.row_updated_at",
                process.id(),
                process.definition().name(),
                createdAt,
                process.identity().map(ProcessIdentity::pid).orElse(null),
                process.identity().map(ProcessIdentity::startTicks).orElse(null),
                process.identity().map(ProcessIdentity::bootId).orElse(null),
                process.restarts(),
                process.lastExit().map(last -> word(last.exit().kind())).orElse(null),
                process.lastExit().map(last -> last.exit().value()).orElse(null),
                process.lastExit()
                        .flatMap(LastExit::at)
                        .map(Instant::toEpochMilli)
                        .orElse(null),
                process.deleting() ? 1 : 0,
                process.remark(),
                updatedAt);
    }

    void remove(List<Long> ids) throws SQLException {
        for (long id : ids) {
            database.update("DELETE FROM pmon3_processes WHERE process_id = ?", id);
        }
    }
}
