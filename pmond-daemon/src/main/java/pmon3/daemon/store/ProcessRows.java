package pmon3.daemon.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import pmon3.daemon.store.Cells.UnusableRowException;
import pmon3.daemon.store.OwnProcessRows.Own;
import pmon3.model.ProcessDefinition;
import pmon3.model.ProcessStatus;

/** Table {@code processes}, with what our own table adds to each row. */
final class ProcessRows {
    /** As they stand in a row, with what they say, so that most changes need not look what stands there. */
    private record Times(String createdAt, String updatedAt, Instant created, Instant updated) {
        static Times read(String createdAt, String updatedAt) {
            return new Times(
                    createdAt,
                    updatedAt,
                    GoTime.read(createdAt).orElse(GoTime.UNKNOWN),
                    GoTime.read(updatedAt).orElse(GoTime.UNKNOWN));
        }

        static Times of(StoredProcess process) {
            return new Times(
                    GoTime.write(process.createdAt()),
                    GoTime.write(process.updatedAt()),
                    process.createdAt(),
                    process.updatedAt());
        }

        /** The texts for these times: those that stand there if they say the same, so that nothing changes for nothing. */
        Times keep(StoredProcess process) {
            return new Times(
                    created.equals(process.createdAt()) ? createdAt : GoTime.write(process.createdAt()),
                    updated.equals(process.updatedAt()) ? updatedAt : GoTime.write(process.updatedAt()),
                    process.createdAt(),
                    process.updatedAt());
        }
    }

    private final Database database;
    private final OwnProcessRows ownRows;
    private final Set<Long> unusable = new HashSet<>();
    private final Map<Long, Own> staleOwn = new HashMap<>();
    private final Map<Long, Times> times = new HashMap<>();

    ProcessRows(Database database) {
        this.database = database;
        this.ownRows = new OwnProcessRows(database);
    }

    /** Rows that cannot be used are told in the warnings, and not written to from then on. */
    List<StoredProcess> read(List<String> warnings) throws SQLException {
        unusable.clear();
        staleOwn.clear();
        staleOwn.putAll(ownRows.read());
        Set<Object> seen = new HashSet<>();
        List<StoredProcess> found = new ArrayList<>();
        database.query("SELECT * FROM `processes` ORDER BY `id`", row -> {
            try {
                return found.add(process(row, seen, warnings));
            } catch (UnusableRowException e) {
                warnings.add(
                        e.getMessage() + "; the row is left out and left as it is: correct or delete it with sqlite3");
                staleOwn.remove(row.getLong("id"));
                return unusable.add(row.getLong("id"));
            }
        });
        return found;
    }

    private StoredProcess process(ResultSet row, Set<Object> seen, List<String> warnings)
            throws SQLException, UnusableRowException {
        Cells cells = new Cells(row, "processes", "id");
        long id = cells.number("id", 1, Long.MAX_VALUE);
        ProcessDefinition definition = definition(cells);
        // The constraints see to it if the table is the Go program's own.
        cells.require(seen.add(id) && seen.add(definition.name()), "its id or name is also another row's");
        ProcessStatus status = status(cells);
        int pid = cells.pid("pid");
        int uid = cells.unsignedInt("uid");
        int gid = cells.unsignedInt("gid");
        Own own = takeOwn(id, definition.name(), cells.rawText("created_at")).asOf(cells.rawText("updated_at"));
        return new StoredProcess(
                id,
                definition,
                cells.time("created_at", warnings),
                cells.time("updated_at", warnings),
                status,
                pid,
                uid,
                gid,
                own.identity().filter(identity -> identity.pid() == pid),
                own.restarts(),
                own.lastExit(),
                own.deleting(),
                own.remark());
    }

    private Own takeOwn(long id, String name, String createdAt) {
        Own own = staleOwn.get(id);
        if (own == null || !own.speaksOf(name, createdAt)) {
            return Own.NOTHING;
        }
        return staleOwn.remove(id);
    }

    private static ProcessDefinition definition(Cells cells) throws SQLException, UnusableRowException {
        return new ProcessDefinition(
                cells.name("name"),
                cells.text("process_file"),
                cells.text("args"),
                cells.text("env_vars"),
                cells.text("username"),
                cells.text("log"),
                cells.number("auto_restart").orElse(0L) != 0,
                Arrays.stream(cells.text("dependencies").split(" "))
                        .filter(name -> !name.isEmpty())
                        .toList());
    }

    private static ProcessStatus status(Cells cells) throws SQLException, UnusableRowException {
        int code = (int) cells.number("status", Integer.MIN_VALUE, Integer.MAX_VALUE);
        Optional<ProcessStatus> status = ProcessStatus.ofCode(code);
        cells.require(status.isPresent(), "its status is " + code + ", which is none");
        return status.orElseThrow();
    }

    /** Removes our rows of processes that are gone, or that the Go program made anew, as found by the last reading. */
    void removeStaleOwn() throws SQLException {
        ownRows.remove(List.copyOf(staleOwn.keySet()));
    }

    boolean hasStaleOwn() {
        return !staleOwn.isEmpty();
    }

    void put(StoredProcess process) throws SQLException {
        requireUsable(process.id());
        Optional<Times> stored = times(process.id());
        Times written = stored.map(found -> found.keep(process)).orElseGet(() -> Times.of(process));
        if (stored.isEmpty() || !update(process, written)) {
            insert(process, written);
        }
        ownRows.put(process, written.createdAt(), written.updatedAt());
        times.put(process.id(), written);
    }

    private Optional<Times> times(long id) throws SQLException {
        Times known = times.get(id);
        return known != null
                ? Optional.of(known)
                : database.first(
                        "SELECT `created_at`, `updated_at` FROM `processes` WHERE `id` = ?",
                        row -> Times.read(row.getString(1), row.getString(2)),
                        id);
    }

    /** After a transaction that did not end well: what stands in the rows is not known any more. */
    void forgetTimes() {
        times.clear();
    }

    /** @return whether there is such a row */
    private boolean update(StoredProcess process, Times times) throws SQLException {
        return database.update(
                        "UPDATE `processes` SET `created_at` = ?, `updated_at` = ?, `log` = ?, `name` = ?,"
                                + " `process_file` = ?, `args` = ?, `env_vars` = ?, `username` = ?, `dependencies` = ?,"
                                + " `status` = ?, `pid` = ?, `uid` = ?, `gid` = ?, `auto_restart` = ? WHERE `id` = ?",
                        values(process, times))
                > 0;
    }

    private void insert(StoredProcess process, Times times) throws SQLException {
        database.update(
                "INSERT INTO `processes` (`created_at`, `updated_at`, `log`, `name`, `process_file`, `args`, `env_vars`,"
                        + " `username`, `dependencies`, `status`, `pid`, `uid`, `gid`, `auto_restart`, `id`,"
                        + " `memory_usage`, `cpu_usage`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '')",
                values(process, times));
    }

    private static Object[] values(StoredProcess process, Times times) {
        ProcessDefinition definition = process.definition();
        return new Object[] {
            times.createdAt(),
            times.updatedAt(),
            definition.log(),
            definition.name(),
            definition.file(),
            definition.args(),
            definition.envVars(),
            definition.username(),
            String.join(" ", definition.dependencies()),
            process.status().code(),
            process.pid(),
            Integer.toUnsignedLong(process.uid()),
            Integer.toUnsignedLong(process.gid()),
            definition.autoRestart() ? 1 : 0,
            process.id()
        };
    }

    void remove(long id) throws SQLException {
        requireUsable(id);
        database.update("DELETE FROM `process_groups` WHERE `process_id` = ?", id);
        database.update("DELETE FROM `processes` WHERE `id` = ?", id);
        times.remove(id);
        ownRows.remove(List.of(id));
    }

    /** @return whether there is such a row */
    boolean contains(long id) throws SQLException {
        return database.first("SELECT 1 FROM `processes` WHERE `id` = ?", row -> true, id)
                .isPresent();
    }

    private void requireUsable(long id) {
        if (unusable.contains(id)) {
            throw new RefusedChangeException(
                    "cannot store process " + id + ": its row in " + database.file()
                            + " was not understood and is left as it is; correct or delete it with sqlite3",
                    null);
        }
    }
}
