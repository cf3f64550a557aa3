package pmon3.daemon.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The tables: three of the Go program, to the letter of its version 1.18.3, and ours beside them, which it does not touch.
 * A row of ours counts only while its name and created_at are those of the row it speaks of.
 */
final class Schema {
    /** Of our own tables. A database with a greater one is refused. */
    static final int VERSION = 1;

    /** Of our own tables, those that their first version did not have; an older pmond does not look at them. */
    private static final List<String> LATER_COLUMNS = List.of("exit_at integer", "remark text", "row_updated_at text");

    private record GoTable(String name, List<String> columns, String constraints) {
        String create() {
            return "CREATE TABLE IF NOT EXISTS `" + name + "` (" + String.join(",", columns) + "," + constraints + ")";
        }
    }

    private static final List<GoTable> GO_TABLES = List.of(
            new GoTable(
                    "processes",
                    List.of(
                            "`created_at` datetime",
                            "`updated_at` datetime",
                            "`log` text",
                            "`name` text",
                            "`process_file` text",
                            "`args` text",
                            "`env_vars` text",
                            "`username` text",
                            "`memory_usage` text",
                            "`cpu_usage` text",
                            "`dependencies` text",
                            "`status` integer",
                            "`id` integer",
                            "`pid` integer",
                            "`uid` integer",
                            "`gid` integer",
                            "`auto_restart` numeric"),
                    "PRIMARY KEY (`id`),CONSTRAINT `uni_processes_name` UNIQUE (`name`)"),
            new GoTable(
                    "groups",
                    List.of(
                            "`id` integer",
                            "`created_at` datetime",
                            "`updated_at` datetime",
                            "`deleted_at` datetime",
                            "`name` text"),
                    "PRIMARY KEY (`id`),CONSTRAINT `uni_groups_name` UNIQUE (`name`)"),
            new GoTable(
                    "process_groups",
                    List.of("`process_id` integer", "`group_id` integer"),
                    "PRIMARY KEY (`process_id`,`group_id`),"
                            + "CONSTRAINT `fk_process_groups_process` FOREIGN KEY (`process_id`) REFERENCES `processes`(`id`),"
                            + "CONSTRAINT `fk_process_groups_group` FOREIGN KEY (`group_id`) REFERENCES `groups`(`id`)"));

    private static final String GO_INDEX =
            "CREATE INDEX IF NOT EXISTS `idx_groups_deleted_at` ON `groups`(`deleted_at`)";

    private static final List<String> OWN_TABLES = List.of(
            "CREATE TABLE IF NOT EXISTS pmon3_meta (key text PRIMARY KEY, value text NOT NULL) WITHOUT ROWID",
            "CREATE TABLE IF NOT EXISTS pmon3_processes (process_id integer PRIMARY KEY, name text, created_at text,"
                    + " pid integer, start_ticks integer, boot_id text, restarts integer, exit_kind text,"
                    + " exit_value integer, deleting integer, exit_at integer, remark text,"
                    + " row_updated_at text)",
            "CREATE TABLE IF NOT EXISTS pmon3_groups (group_id integer PRIMARY KEY, name text, created_at text,"
                    + " owner_uid integer)");

    private Schema() {}

    /** Refuses what cannot be used, and changes nothing. */
    static void check(Database database) throws SQLException {
        String verdict =
                database.first("PRAGMA quick_check(1)", row -> row.getString(1)).orElse("no verdict");
        if (!verdict.equals("ok")) {
            throw StoreErrors.lost(
                    "cannot use " + database.file() + ": " + StoreErrors.damaged(StoreErrors.oneLine(verdict)));
        }
        checkVersion(database);
    }

    /** Whether there is neither a table of ours, as in every database that a pmond has opened, nor a row of the Go program's. */
    static boolean isBlank(Database database) throws SQLException {
        if (version(database).isPresent()) {
            return false;
        }
        boolean hasProcesses = database.first(
                        "SELECT 1 FROM sqlite_master WHERE name = 'processes' AND type = 'table'", row -> true)
                .isPresent();
        return !hasProcesses
                || database.first("SELECT 1 FROM processes", row -> true).isEmpty();
    }

    private static void checkVersion(Database database) throws SQLException {
        Optional<String> text = version(database);
        if (text.isEmpty()) {
            return;
        }
        int version;
        try {
            version = Integer.parseInt(text.get());
        } catch (NumberFormatException e) {
            throw StoreErrors.lost(
                    "cannot use " + database.file() + ": " + StoreErrors.damaged("its schema version is no number"));
        }
        if (version > VERSION) {
            throw StoreErrors.of("cannot use " + database.file() + ": a newer pmon3 wrote it (schema " + version
                    + ", this one knows " + VERSION
                    + "); install that version again, or put back the backup from before");
        }
    }

    private static Optional<String> version(Database database) throws SQLException {
        boolean ours = database.first("SELECT 1 FROM sqlite_master WHERE name = 'pmon3_meta'", row -> true)
                .isPresent();
        return ours
                ? database.first("SELECT value FROM pmon3_meta WHERE key = 'schema_version'", row -> row.getString(1))
                : Optional.empty();
    }

    /** Creates what is missing; a database that has everything is not written to. */
    static void create(Database database) throws SQLException {
        for (GoTable table : GO_TABLES) {
            create(database, table);
        }
        database.execute(GO_INDEX);
        if (version(database).equals(Optional.of(String.valueOf(VERSION)))) {
            addColumns(database, "pmon3_processes", LATER_COLUMNS);
            return;
        }
        for (String statement : OWN_TABLES) {
            database.execute(statement);
        }
        database.update(
                "INSERT INTO pmon3_meta (key, value) VALUES ('schema_version', ?)"
                        + " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                String.valueOf(VERSION));
    }

    /** Columns that an older Go program did not have are added as its own migration would. */
    private static void create(Database database, GoTable table) throws SQLException {
        database.execute(table.create());
        addColumns(database, table.name(), table.columns());
    }

    private static void addColumns(Database database, String table, List<String> columns) throws SQLException {
        Set<String> found = Set.copyOf(
                database.query("SELECT name FROM pragma_table_info('" + table + "')", row -> row.getString(1)));
        for (String column : columns) {
            if (!found.contains(columnName(column))) {
                database.execute("ALTER TABLE `" + table + "` ADD COLUMN " + column);
            }
        }
    }

    /** Of its definition; the Go program's are quoted. */
    private static String columnName(String column) {
        return column.substring(0, column.indexOf(' ')).replace("`", "");
    }
}
