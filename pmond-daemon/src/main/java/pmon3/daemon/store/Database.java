package pmon3.daemon.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/** One connection with the statements prepared on it, and transactions that end in every case. One thread at a time. */
final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    /** How long another program's lock is waited for, milliseconds; below the 2 s after which a command is refused. */
    static final int BUSY_TIMEOUT_MS = 1_500;

    /** SQLite's page cache, KiB: a thousand processes and their groups fit. */
    private static final int CACHE_KIB = 512;

    /** What a transaction does. */
    interface Work<T> {
        T run() throws SQLException;
    }

    /** Makes a value of a result's current row. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Columns of {@code PRAGMA wal_checkpoint}. */
    private static final int CHECKPOINT_BUSY = 1;

    private static final int CHECKPOINT_FRAMES = 2;

    private final Path file;
    private final FileGuard guard;
    private final Connection connection;
    private final int busyTimeoutMs;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    private Database(Path file, FileGuard guard, Connection connection, int busyTimeoutMs) {
        this.file = file;
        this.guard = guard;
        this.connection = connection;
        this.busyTimeoutMs = busyTimeoutMs;
    }

    static void preload() {
        try (Connection none = new SQLiteConfig().createConnection("jdbc:sqlite::memory:");
                Statement statement = none.createStatement()) {
            statement.execute("PRAGMA user_version");
        } catch (SQLException e) {
            LOG.debug("the database driver could not be loaded beforehand", e);
        }
    }

    static Database open(Path file, boolean readOnly, int busyTimeoutMs) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        config.setBusyTimeout(busyTimeoutMs);
        config.setCacheSize(-CACHE_KIB);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        // FULL in WAL mode. Where a file system has no WAL, it also syncs the directory once the journal is deleted.
        config.setPragma(SQLiteConfig.Pragma.SYNCHRONOUS, "EXTRA");
        config.setGetGeneratedKeys(false);
        FileGuard guard = FileGuard.open(file);
        try {
            // A URI, because the driver would cut a plain path at a question mark.
            Connection connection = config.createConnection("jdbc:sqlite:" + file.toUri());
            return new Database(file, guard, connection, busyTimeoutMs);
        } catch (SQLException e) {
            guard.close();
            throw StoreErrors.of("cannot open", file, e);
        }
    }

    Path file() {
        return file;
    }

    /**
     * Puts all that is committed into the file itself and gives the -wal's space back; does what it can where another
     * program reads, and waits for none.
     */
    void checkpoint() throws SQLException {
        execute("PRAGMA busy_timeout = 0");
        try {
            execute("PRAGMA wal_checkpoint(TRUNCATE)");
        } finally {
            execute("PRAGMA busy_timeout = " + busyTimeoutMs);
            guard.sawLog();
        }
    }

    /** From now on {@link #checkInPlace} misses the -wal, if there is one. */
    void guardLog() {
        guard.guardLog();
    }

    /** Commits would go to a file without a name if it was replaced while it is open, or to one that nobody can read. */
    void checkInPlace() {
        guard.check(this::framesInLog);
    }

    /** As SQLite's index of the -wal has it, whoever wrote them; what is left of them is not touched if they are not there. */
    private long framesInLog() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet counts = statement.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
            if (counts.getBoolean(CHECKPOINT_BUSY)) {
                throw StoreErrors.of(
                        "cannot store in " + file + ": another program writes its -wal into it just now; try again");
            }
            return counts.getLong(CHECKPOINT_FRAMES);
        }
    }

    /**
     * Runs all of the work or none of it.
     *
     * @param begin {@code BEGIN}, or {@code BEGIN IMMEDIATE} for work that writes
     * @param doing such as {@code cannot read}
     */
    <T> T inTransaction(String begin, String doing, Work<T> work) {
        try {
            execute(begin);
        } catch (SQLException e) {
            throw StoreErrors.of(doing, file, e);
        }
        try {
            T result = work.run();
            execute("COMMIT");
            guard.sawLog();
            return result;
        } catch (SQLException e) {
            throw rolledBack(StoreErrors.of(doing, file, e));
        } catch (RuntimeException e) {
            throw rolledBack(e);
        }
    }

    private RuntimeException rolledBack(RuntimeException failure) {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            // After a full disk and the like SQLite has rolled back by itself and says so here.
            failure.addSuppressed(e);
        }
        return failure;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** @return how many rows changed */
    int update(String sql, Object... values) throws SQLException {
        try {
            return bound(sql, values).executeUpdate();
        } catch (SQLException e) {
            throw forgotten(sql, e);
        }
    }

    <T> List<T> query(String sql, RowReader<T> reader, Object... values) throws SQLException {
        List<T> found = new ArrayList<>();
        try (ResultSet rows = bound(sql, values).executeQuery()) {
            while (rows.next()) {
                found.add(reader.read(rows));
            }
        } catch (SQLException e) {
            throw forgotten(sql, e);
        }
        return found;
    }

    <T> Optional<T> first(String sql, RowReader<T> reader, Object... values) throws SQLException {
        return query(sql, reader, values).stream().findFirst();
    }

    /** A statement that met a full disk and the like stays broken for as long as it is kept. */
    private SQLException forgotten(String sql, SQLException failure) {
        try (PreparedStatement broken = prepared.remove(sql)) {
            LOG.debug("{} met {}", broken, failure.getMessage());
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    private PreparedStatement bound(String sql, Object... values) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    @Override
    public void close() {
        try {
            for (PreparedStatement statement : prepared.values()) {
                statement.close();
            }
            connection.close();
        } catch (SQLException e) {
            throw StoreErrors.of("cannot close", file, e);
        } finally {
            guard.close();
        }
    }
}
