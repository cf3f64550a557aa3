package pmon3.daemon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
    void theBackupIsUsedForADatabaseThatIsEmptyAndStays() throws IOException {
        try (KeptStore store = open()) {
            store.commit(BEFORE);
            store.backUp();
        }
        empty();
        try (KeptStore store = open()) {
            assertThat(store.isFromBackup()).isTrue();
            StoredFleet fleet = store.load();
            assertThat(fleet.processes()).containsExactly(Stored.running(1, "web"));
            assertThat(fleet.warnings()).singleElement().asString().contains("is empty", "The backup of ", "web");
            store.backUp();
        }
        Files.delete(Databases.file(directory));
        try (KeptStore store = open()) {
            assertThat(store.load().processes()).containsExactly(Stored.running(1, "web"));
        }
    }

    @Test
    void anEmptyDatabaseWithoutABackupIsANewInstallation() throws IOException {
        Files.createFile(Databases.file(directory));
        try (KeptStore store = open()) {
            assertThat(store.isFromBackup()).isFalse();
            store.commit(BEFORE);
            assertThat(store.load().processes()).hasSize(1);
        }
    }

    @Test
    void whatIsEmptiedUnderItIsMadeAgainFromMemory() throws IOException {
        try (KeptStore store = open()) {
            store.commit(BEFORE);
            store.backUp();
            empty();
            store.commit(LATER);
        }
        assertHoldsAll();
    }

    @Test
    void aWriteAheadLogThatIsRemovedUnderItIsNoticed() throws IOException {
        Path killed = directory.resolve("killed");
        try (KeptStore store = open()) {
            store.commit(BEFORE);
            Files.delete(directory.resolve("data.db-wal"));
            store.commit(LATER);
            asAKillLeavesIt(killed);
        }
        try (KeptStore store = KeptStore.open(killed, Databases.access(), InstantSource.system())) {
            assertThat(store.load().processes()).hasSize(2);
        }
    }

    @Test
    void aWriteAheadLogThatIsCutOffUnderItIsNoticed() throws IOException {
        Path killed = directory.resolve("killed");
        try (KeptStore store = open()) {
            store.commit(BEFORE);
            Files.write(directory.resolve("data.db-wal"), new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
            store.commit(LATER);
            asAKillLeavesIt(killed);
        }
        try (KeptStore store = KeptStore.open(killed, Databases.access(), InstantSource.system())) {
            assertThat(store.load().processes()).hasSize(2);
        }
        assertThat(names()).anyMatch(name -> name.startsWith("data.db.damaged-"));
    }

    /** {@code sqlite3 data.db 'PRAGMA wal_checkpoint(TRUNCATE)'}, and what that program may then write itself. */
    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1", "CREATE TABLE other (a)"})
    void aWriteAheadLogThatAnotherProgramHasPutIntoTheDatabaseIsAsItShouldBe(String then)
            throws IOException, SQLException {
        Path killed = directory.resolve("killed");
        try (KeptStore store = open()) {
            store.commit(BEFORE);
            Databases.execute(directory, "PRAGMA wal_checkpoint(TRUNCATE)", then);
            store.commit(LATER);
            asAKillLeavesIt(killed);
        }
        assertThat(names()).noneMatch(name -> name.startsWith("data.db.damaged-"));
        try (KeptStore store = KeptStore.open(killed, Databases.access(), InstantSource.system())) {
            assertThat(store.load().processes()).hasSize(2);
        }
    }

    @Test
    void aWriteAheadLogThatABackupHasEmptiedIsAsItShouldBe() throws IOException {
        try (KeptStore store = open()) {
            store.commit(BEFORE);
            store.backUp();
            store.commit(LATER);
            store.backUp();
        }
        assertHoldsAll();
        assertThat(names()).noneMatch(name -> name.startsWith("data.db.damaged-"));
    }

    /** As a tool makes it that opens a name which was not there. */
    @ParameterizedTest
    @ValueSource(strings = {"CREATE TABLE other (a)", "CREATE TABLE processes (id integer)"})
    void theBackupIsUsedForASoundDatabaseThatHoldsNothingOfOurs(String made) throws IOException, SQLException {
        try (KeptStore store = open()) {
            store.commit(BEFORE);
            store.backUp();
        }
        Files.delete(Databases.file(directory));
        Databases.execute(directory, made);
        try (KeptStore store = open()) {
            assertThat(store.isFromBackup()).isTrue();
            assertThat(store.load().processes()).containsExactly(Stored.running(1, "web"));
        }
    }

    /** Somebody goes back to the Go program's. */
    @Test
    void aDatabaseOfTheGoProgramsBesideABackupIsBelieved() throws IOException {
        try (KeptStore store = open()) {
            store.commit(BEFORE);
            store.backUp();
        }
        Files.delete(Databases.file(directory));
        Databases.putFixture(directory);
        try (KeptStore store = open()) {
            assertThat(store.isFromBackup()).isFalse();
            assertThat(store.load().processes()).isNotEmpty().doesNotContain(Stored.running(1, "web"));
        }
    }

    @Test
    void withoutItsWriteAheadLogTheDatabaseIsNoOlderThanItsBackup() throws IOException {
        Path killed = directory.resolve("killed");
        try (KeptStore store = open()) {
            store.commit(BEFORE);
            store.backUp();
            asAKillLeavesIt(killed);
        }
        Files.deleteIfExists(killed.resolve("data.db-wal"));
        Files.deleteIfExists(killed.resolve("data.db-shm"));
        try (KeptStore store = KeptStore.open(killed, Databases.access(), InstantSource.system())) {
            assertThat(store.isFromBackup()).isFalse();
            assertThat(store.load().processes()).containsExactly(Stored.running(1, "web"));
        }
    }

    /** Killed at any time before what lives is stored, it leaves the next pmond looking for it, too. */
    @Test
    void untilItsNextBackupADatabaseSaysThatItWasABackup() throws IOException {
        try (KeptStore store = open()) {
            store.commit(BEFORE);
            store.backUp();
        }
        destroy();
        open().close();
        try (KeptStore store = open()) {
            assertThat(store.isFromBackup()).isTrue();
            assertThat(store.load().warnings()).singleElement().asString().contains("The backup of ", "web");
            store.commit(LATER);
            destroy();
            store.commit(LATER);
        }
        try (KeptStore store = open()) {
            assertThat(store.isFromBackup()).isTrue();
            store.backUp();
        }
        assertHoldsAll();
        Files.delete(Databases.file(directory));
        try (KeptStore store = open()) {
            assertThat(store.load().warnings()).singleElement().asString().contains("is gone");
        }
    }

    /** The files as they are while it is open. */
    private void asAKillLeavesIt(Path killed) throws IOException {
        Files.createDirectory(killed);
        for (String name : names()) {
            if (Files.isRegularFile(directory.resolve(name))) {
                Files.copy(directory.resolve(name), killed.resolve(name));
            }
        }
    }

    @Test
    void whatIsEmptiedUnderItIsMadeAgainBeforeTheBackupIs() throws IOException {
        try (KeptStore store = open()) {
            store.commit(BEFORE);
            store.commit(LATER);
            empty();
            store.backUp();
            Files.delete(Databases.file(directory));
        }
        Files.deleteIfExists(Databases.file(directory));
        try (KeptStore store = open()) {
            assertThat(store.load().processes()).hasSize(2);
        }
    }

    /** As on a full disk, however often it is tried; a pmond that is killed meanwhile finds no database, and its backup. */
    @Test
    void whatCannotBeMadeAgainLeavesNothingThatPassesForADatabase() throws IOException {
        try (KeptStore store = open()) {
            store.commit(BEFORE);
            store.backUp();
            destroy();
            Path inTheWay = Files.createDirectories(directory.resolve("data.db.new/full"));
            List<String> before = names();
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> store.commit(LATER)).isInstanceOf(StoreException.class);
            }
            assertThat(names()).isSubsetOf(before);
            Files.delete(inTheWay);
            store.commit(LATER);
        }
        assertThat(names())
                .filteredOn(name -> name.startsWith("data.db.damaged-"))
                .filteredOn(name -> name.endsWith("Z"))
                .hasSize(1);
        assertHoldsAll();
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

    private void empty() throws IOException {
        Files.write(Databases.file(directory), new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
