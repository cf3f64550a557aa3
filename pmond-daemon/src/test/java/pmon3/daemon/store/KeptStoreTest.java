package pmon3.daemon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.daemon.store.StoreChange.PutGroup;
import pmon3.daemon.store.StoreChange.PutProcess;
import pmon3.daemon.store.StoreChange.SetMembership;

/** A database that is lost: from memory while pmond runs, else from the backup. */
class KeptStoreTest {
    private static final List<StoreChange> BEFORE = List.of(
            new PutProcess(Stored.running(1, "web")),
            new PutGroup(new StoredGroup(1, "site", Stored.UPDATED, Stored.UPDATED, 0)),
            new SetMembership(1, Set.of(1L)));
    private static final List<StoreChange> LATER = List.of(new PutProcess(Stored.running(2, "late")));

    @TempDir
    Path directory;

    private KeptStore open() {
        KeptStore store = KeptStore.open(
                directory, Databases.access(), InstantSource.fixed(Instant.parse("2026-11-25T10:00:00Z")));
        store.load();
        return store;
    }

    @Test
    void whatIsRemovedUnderItIsMadeAgainFromMemory() throws IOException {
        try (KeptStore store = open()) {
            store.commit(BEFORE);
            Files.delete(Databases.file(directory));
            Files.deleteIfExists(directory.resolve("data.db-wal"));
            store.commit(LATER);
        }
        assertHoldsAll();
    }

    @Test
    void whatIsDestroyedUnderItIsMadeAgainFromMemoryAndKept() throws IOException {
        try (KeptStore store = open()) {
            store.commit(BEFORE);
            destroy();
            store.commit(LATER);
        }
        assertHoldsAll();
        assertThat(names()).anyMatch(name -> name.startsWith("data.db.damaged-"));
    }

    private void assertHoldsAll() {
        try (KeptStore store = open()) {
            assertThat(store.isFromBackup()).isFalse();
            StoredFleet fleet = store.load();
            assertThat(fleet.processes()).containsExactly(Stored.running(1, "web"), Stored.running(2, "late"));
            assertThat(fleet.membership()).containsEntry(1L, Set.of(1L));
        }
    }

    @Test
    void theBackupIsUsedForADamagedDatabaseAndTheLossIsSaid() throws IOException {
        try (KeptStore store = open()) {
            store.commit(BEFORE);
            store.backUp();
            store.commit(LATER);
        }
        destroy();
        try (KeptStore store = open()) {
            assertThat(store.isFromBackup()).isTrue();
            StoredFleet fleet = store.load();
            assertThat(fleet.processes()).containsExactly(Stored.running(1, "web"));
            assertThat(fleet.warnings())
                    .singleElement()
                    .asString()
                    .contains("not an SQLite database", "The backup of ", "after that is lost", "web", "damaged-");
        }
    }

    @Test
    void theBackupIsUsedForADatabaseThatIsGone() throws IOException {
        try (KeptStore store = open()) {
            store.commit(BEFORE);
            store.backUp();
        }
        Files.delete(Databases.file(directory));
        try (KeptStore store = open()) {
            assertThat(store.isFromBackup()).isTrue();
            assertThat(store.load().processes()).containsExactly(Stored.running(1, "web"));
        }
    }

    @Test
    void withoutABackupADamagedDatabaseIsRefusedAndStays() throws IOException {
        open().close();
        destroy();
        byte[] damaged = Files.readAllBytes(Databases.file(directory));
        assertThatThrownBy(this::open).isInstanceOf(LostDatabaseException.class);
        assertThat(Files.readAllBytes(Databases.file(directory))).isEqualTo(damaged);
    }

    @Test
    void aBackupThatIsNoneLeavesADamagedDatabaseWhereItIs() throws IOException {
        open().close();
        destroy();
        byte[] damaged = Files.readAllBytes(Databases.file(directory));
        Files.write(directory.resolve("data.db.backup"), new byte[8192]);
        assertThatThrownBy(this::open).isInstanceOf(LostDatabaseException.class);
        assertThat(Files.readAllBytes(Databases.file(directory))).isEqualTo(damaged);
        assertThat(names()).noneMatch(name -> name.contains("damaged-"));
    }

    /** A new file that the fleet does not fit into must not pass for the fleet. */
    @Test
    void whatCouldNotBeMadeAgainAtOnceIsMadeAgainBeforeAnythingElse() throws IOException {
        try (KeptStore store = open()) {
            store.commit(BEFORE);
            store.backUp();
            destroy();
            Path inTheWay = Files.createDirectories(directory.resolve("data.db.damaged-20261125T100000.000Z/full"));
            assertThatThrownBy(() -> store.commit(LATER)).isInstanceOf(StoreException.class);
            assertThatThrownBy(store::backUp).isInstanceOf(StoreException.class);
            Files.delete(inTheWay);
            Files.delete(inTheWay.getParent());
            store.commit(LATER);
        }
        assertHoldsAll();
    }

    @Test
    void aBackupThatCannotBeMadeLeavesTheOneBefore() throws IOException {
        try (KeptStore store = open()) {
            store.commit(BEFORE);
            store.backUp();
            byte[] before = Files.readAllBytes(directory.resolve("data.db.backup"));
            Files.createDirectories(directory.resolve("data.db.backup.new/in-the-way"));
            assertThatThrownBy(store::backUp).isInstanceOf(StoreException.class);
            assertThat(Files.readAllBytes(directory.resolve("data.db.backup"))).isEqualTo(before);
        }
    }

    private void destroy() throws IOException {
        Files.write(Databases.file(directory), new byte[8192], StandardOpenOption.WRITE);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
