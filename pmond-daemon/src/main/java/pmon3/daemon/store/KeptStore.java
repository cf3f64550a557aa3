package pmon3.daemon.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store in {@code data.db} that outlives its file: lost under pmond, it is made again from memory; lost while no pmond
 * runs, its backup takes its place. What is left of a damaged one is kept beside it.
 */
public final class KeptStore implements ProcessStore {
    private static final Logger LOG = LoggerFactory.getLogger("pmond.store");

    private final Path directory;
    private final StoreAccess access;
    private final InstantSource clock;
    private final DatabaseFiles files;
    private final Mirror mirror = new Mirror();
    private final Optional<String> replaced;
    private SqliteStore store;
    /** Why the database does not hold what memory does, until a new one does. */
    private Optional<String> loss = Optional.empty();

    private String remains = "";
    /** Whether {@link #store} is open. */
    private boolean usable = true;
    /** Whether a lost database has its successor in its place, with all that memory holds. */
    private boolean succeeded;
    /** Whether the database still says that it was a backup. */
    private boolean marked;

    private KeptStore(Path directory, StoreAccess access, InstantSource clock) {
        this.directory = directory;
        this.access = access;
        this.clock = clock;
        this.files = new DatabaseFiles(directory);
        this.replaced = openOrReplace();
        this.marked = replaced.isPresent();
    }

    /**
     * Opens the database of this directory, or what can be had of it.
     *
     * @throws StoreException with one line that says what is wrong and what to do
     */
    public static KeptStore open(Path dataDirectory, StoreAccess access, InstantSource clock) {
        return new KeptStore(dataDirectory, access, clock);
    }

    /** Whether the backup had to be used, by this pmond or one that ended before its next backup, and may be older than what lives. */
    public boolean isFromBackup() {
        return replaced.isPresent();
    }

    private Optional<String> openOrReplace() {
        if (files.hasBackup() && !files.hasDatabase()) {
            return Optional.of(replace(files.database() + " is gone"));
        }
        if (files.hasBackup() && files.isDatabaseEmpty()) {
            return Optional.of(replace(files.database() + " is empty"));
        }
        if (files.hasBackup() && SqliteStore.isBlank(files.database())) {
            return Optional.of(replace(files.database() + " has no table of any pmond's"));
        }
        try {
            store = SqliteStore.open(directory, access, clock);
            return store.restoredMark().read();
        } catch (LostDatabaseException lost) {
            if (!files.hasBackup()) {
                throw lost;
            }
            try {
                return Optional.of(replace(lost.getMessage()));
            } catch (StoreException noBetter) {
                lost.addSuppressed(noBetter);
                throw lost;
            }
        }
    }

    /** @return what a person has to know of it */
    private String replace(String loss) {
        try {
            Instant made = files.backupTime();
            String used = loss + ". The backup of " + made + " is used; what was changed after that is lost";
            Path copy = files.copyBackup();
            try (SqliteStore good =
                    SqliteStore.openBeside(directory, copy.getFileName().toString(), access, clock)) {
                good.restoredMark().put(used);
            }
            boolean damaged = files.hasDatabase();
            Path aside = files.setAside(clock.instant());
            files.putInPlace(copy);
            store = SqliteStore.open(directory, access, clock);
            return used + (damaged ? ". What is left of the damaged one: " + aside : "");
        } catch (IOException e) {
            throw StoreErrors.of("cannot use the backup", files.backup(), "check the data directory", e);
        }
    }

    @Override
    public StoredFleet load() {
        StoredFleet fleet = store.load();
        mirror.take(fleet);
        List<String> warnings = new ArrayList<>(fleet.warnings());
        replaced.ifPresent(text -> warnings.add("database: " + text + ". Known from it: " + names(fleet)));
        return new StoredFleet(
                fleet.processes(),
                fleet.groups(),
                fleet.membership(),
                warnings,
                fleet.highestProcessId(),
                fleet.highestGroupId());
    }

    private static String names(StoredFleet fleet) {
        Set<String> names = fleet.processes().stream()
                .map(process -> process.definition().name())
                .collect(Collectors.toCollection(TreeSet::new));
        return names.isEmpty() ? "no process" : String.join(", ", names);
    }

    @Override
    public void commit(List<StoreChange> changes) {
        try {
            complete();
            store.commit(changes);
        } catch (LostDatabaseException lost) {
            lose(lost);
            complete();
            store.commit(changes);
        }
        mirror.take(changes);
    }

    /** Before anything else goes in, however often it has to be tried: a part of the fleet must never pass for the whole. */
    private void complete() {
        if (loss.isEmpty()) {
            return;
        }
        if (!usable) {
            makeAgain();
        }
        LOG.error("{}. It was made again from memory, nothing that pmond knew is lost{}", loss.get(), remains);
        loss = Optional.empty();
        remains = "";
    }

    /** What stands under the database's name is at no time a part of the fleet, nor the same damage set aside twice. */
    private void makeAgain() {
        try {
            if (!succeeded || !files.hasDatabase() || files.isDatabaseEmpty()) {
                makeSuccessor();
            }
            store = SqliteStore.open(directory, access, clock);
            usable = true;
            succeeded = false;
        } catch (IOException e) {
            throw StoreErrors.of("cannot make", files.database(), "check the data directory", e);
        }
    }

    private void makeSuccessor() throws IOException {
        files.clearTheMaking();
        try (SqliteStore made = SqliteStore.openBeside(directory, DatabaseFiles.IN_THE_MAKING, access, clock)) {
            made.commit(mirror.whole());
            if (marked) {
                made.restoredMark().put(replaced.orElseThrow());
            }
        }
        boolean damaged = files.hasDatabase();
        Path aside = files.setAside(clock.instant());
        remains = damaged ? "; what is left of the damaged one: " + aside : remains;
        files.putInPlace(files.inTheMaking());
        succeeded = true;
    }

    /** Before the new one is there: SQLite removes a -wal and a -shm by their names as it closes. */
    private void lose(LostDatabaseException lost) {
        loss = Optional.of(lost.getMessage());
        usable = false;
        succeeded = false;
        try {
            store.close();
        } catch (StoreException e) {
            LOG.debug("closing what is lost: {}", e.getMessage());
        }
    }

    /**
     * Of what is lost no backup is made: the one before may be all that is left. The database's file itself is brought up to
     * date first, so that it is no older than its backup should the -wal be lost.
     */
    @Override
    public void backUp() {
        try {
            complete();
            store.checkInPlace();
        } catch (LostDatabaseException lost) {
            lose(lost);
            complete();
        }
        try {
            unmark();
            Path made = files.newBackup();
            store.checkpoint();
            store.copyTo(made);
            files.keepAsBackup(made);
        } catch (IOException e) {
            throw StoreErrors.of("cannot make the backup", files.backup(), "check the data directory", e);
        }
    }

    /** By now what was found alive at the start is stored: the first backup is made seconds later, or at the end. */
    private void unmark() {
        if (marked) {
            store.restoredMark().remove();
            marked = false;
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
