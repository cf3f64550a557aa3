package pmon3.daemon.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.daemon.store.StoreChange.PutGroup;
import pmon3.daemon.store.StoreChange.PutProcess;
import pmon3.daemon.store.StoreChange.RemoveGroup;
import pmon3.daemon.store.StoreChange.RemoveProcess;
import pmon3.daemon.store.StoreChange.SetMembership;

/**
 * The store in {@code data.db}. Columns and tables that are not known here are left alone, and of a row only what differs
 * is written in our own form, so that the Go program finds everything as it would have left it.
 */
public final class SqliteStore implements ProcessStore {
    private static final Logger LOG = LoggerFactory.getLogger("pmond.store");
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Database database;
    private final InstantSource clock;
    private final ProcessRows processes;
    private final GroupRows groups;
    private final MembershipRows memberships;

    private SqliteStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.processes = new ProcessRows(database);
        this.groups = new GroupRows(database);
        this.memberships = new MembershipRows(database);
    }

    /**
     * Loads the driver and its native library in a thread of its own, which takes a tenth of pmond's start; returns at once.
     * What fails here fails again, and is told, when a database is opened.
     */
    public static void preload() {
        Thread thread = new Thread(Database::preload, "preload");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Makes the data directory as it is configured, and safe, so that a lock can be taken in it before {@link #open}.
     *
     * @throws StoreException with one line that says what is wrong and what to do
     */
    public static void prepare(Path dataDirectory, StoreAccess access) {
        DataDirectory.of(dataDirectory, access).secure();
    }

    /**
     * Opens the database of this directory; creates what is missing of both. What cannot be used is left as it is.
     *
     * @param clock for the stamps of deleted groups
     * @throws StoreException with one line that says what is wrong and what to do
     */
    public static SqliteStore open(Path dataDirectory, StoreAccess access, InstantSource clock) {
        return open(dataDirectory, access, clock, Database.BUSY_TIMEOUT_MS);
    }

    /** The same in a file of another name, to be renamed once it is closed: all of it is in that file then. */
    static SqliteStore openBeside(Path dataDirectory, String name, StoreAccess access, InstantSource clock) {
        return open(dataDirectory, name, "DELETE", access, clock, Database.BUSY_TIMEOUT_MS);
    }

    static SqliteStore open(Path dataDirectory, StoreAccess access, InstantSource clock, int busyTimeoutMs) {
        return open(dataDirectory, DataDirectory.DATABASE, "WAL", access, clock, busyTimeoutMs);
    }

    private static SqliteStore open(
            Path dataDirectory,
            String name,
            String journal,
            StoreAccess access,
            InstantSource clock,
            int busyTimeoutMs) {
        DataDirectory directory = DataDirectory.of(dataDirectory, access);
        directory.secure();
        Path file = directory.database(name);
        inspect(file, busyTimeoutMs);
        Database database = Database.open(file, false, busyTimeoutMs);
        try {
            database.execute("PRAGMA journal_mode = " + journal);
            database.inTransaction("BEGIN IMMEDIATE", "cannot set up", () -> {
                Schema.create(database);
                return true;
            });
            database.guardLog();
            return new SqliteStore(database, clock);
        } catch (SQLException e) {
            throw closed(database, StoreErrors.of("cannot open", file, e));
        } catch (StoreException e) {
            throw closed(database, e);
        }
    }

    /** Whether this is a sound database that holds nothing of any pmond's; false where that cannot be told. */
    static boolean isBlank(Path file) {
        try (Database database = Database.open(file, true, Database.BUSY_TIMEOUT_MS)) {
            return Schema.isBlank(database);
        } catch (SQLException | StoreException unusable) {
            LOG.debug("{} is not blank: {}", file, unusable.getMessage());
            return false;
        }
    }

    /** Read-only where that is possible, because the last connection that may write clears up as it closes. */
    private static void inspect(Path file, int busyTimeoutMs) {
        boolean rollbackNeeded = Files.exists(file.resolveSibling(file.getFileName() + "-journal"));
        try (Database database = Database.open(file, !rollbackNeeded, busyTimeoutMs)) {
            Schema.check(database);
        } catch (SQLException e) {
            throw StoreErrors.of("cannot open", file, e);
        }
    }

    private static StoreException closed(Database database, StoreException failure) {
        try {
            database.close();
        } catch (StoreException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    @Override
    public StoredFleet load() {
        StoredFleet fleet = database.inTransaction("BEGIN", "cannot read", this::read);
        return processes.hasStaleOwn() ? withoutStaleRows(fleet) : fleet;
    }

    private StoredFleet read() throws SQLException {
        List<String> warnings = new ArrayList<>();
        List<StoredProcess> foundProcesses = processes.read(warnings);
        List<StoredGroup> foundGroups = groups.read(warnings);
        return new StoredFleet(
                foundProcesses,
                foundGroups,
                memberships.read(foundProcesses, foundGroups),
                warnings,
                highestId("SELECT max(`id`) FROM `processes`"),
                highestId("SELECT max(`id`) FROM `groups`"));
    }

    private long highestId(String query) throws SQLException {
        return database.first(query, row -> row.getLong(1)).orElse(0L);
    }

    /** They harm nobody where they are, so that a full disk, say, does not keep the fleet from being read. */
    private StoredFleet withoutStaleRows(StoredFleet fleet) {
        try {
            database.inTransaction("BEGIN IMMEDIATE", "cannot clean", () -> {
                processes.removeStaleOwn();
                return true;
            });
            return fleet;
        } catch (StoreException e) {
            List<String> warnings = new ArrayList<>(fleet.warnings());
            warnings.add("database: rows of processes that are gone stay for now: " + e.getMessage());
            return new StoredFleet(
                    fleet.processes(),
                    fleet.groups(),
                    fleet.membership(),
                    warnings,
                    fleet.highestProcessId(),
                    fleet.highestGroupId());
        }
    }

    RestoredMark restoredMark() {
        return new RestoredMark(database);
    }

    /** @throws LostDatabaseException if what is stored would go to a file that is not, or no more, the database */
    void checkInPlace() {
        database.checkInPlace();
    }

    @Override
    public void commit(List<StoreChange> changes) {
        if (changes.isEmpty()) {
            return;
        }
        database.checkInPlace();
        boolean committed = false;
        try {
            committed = database.inTransaction("BEGIN IMMEDIATE", "cannot store in", () -> applied(changes));
        } finally {
            if (!committed) {
                processes.forgetTimes();
            }
        }
    }

    private boolean applied(List<StoreChange> changes) throws SQLException {
        for (StoreChange change : changes) {
            apply(change);
        }
        return true;
    }

    private void apply(StoreChange change) throws SQLException {
        if (change instanceof PutProcess put) {
            processes.put(put.process());
        } else if (change instanceof RemoveProcess remove) {
            processes.remove(remove.id());
        } else if (change instanceof PutGroup put) {
            groups.put(put.group());
        } else if (change instanceof RemoveGroup remove) {
            groups.remove(remove.id(), clock.instant());
        } else if (change instanceof SetMembership set) {
            setMembership(set);
        }
    }

    private void setMembership(SetMembership set) throws SQLException {
        require(processes.contains(set.processId()), "process", set.processId());
        for (long groupId : set.groupIds()) {
            require(groups.contains(groupId), "group", groupId);
        }
        memberships.set(set.processId(), set.groupIds());
    }

    private void require(boolean exists, String what, long id) {
        if (!exists) {
            throw new RefusedChangeException(
                    "cannot store a membership in " + database.file() + ": there is no " + what + " " + id, null);
        }
    }

    /** Puts all that is stored into the database's file itself: it stands alone then. */
    void checkpoint() {
        try {
            database.checkpoint();
        } catch (SQLException e) {
            throw StoreErrors.of("cannot store in", database.file(), e);
        }
    }

    /** Writes all that is stored into a new file, which must not exist yet, as an SQLite database with our rights alone. */
    void copyTo(Path file) {
        try {
            Files.createFile(file, OWNER_ONLY);
            database.update("VACUUM INTO ?", file.toString());
        } catch (SQLException e) {
            StoreException failure = StoreErrors.of("cannot copy into", file, e);
            removeHalf(file, failure);
            throw failure;
        } catch (IOException e) {
            throw StoreErrors.of("cannot copy into", file, "check the data directory", e);
        }
    }

    /** On a full disk it is in the way of everything. */
    private static void removeHalf(Path file, StoreException failure) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
