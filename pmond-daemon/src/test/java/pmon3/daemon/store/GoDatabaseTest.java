package pmon3.daemon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.daemon.kernel.ProcessIdentity;
import pmon3.daemon.store.StoreChange.PutGroup;
import pmon3.daemon.store.StoreChange.PutProcess;
import pmon3.daemon.store.StoreChange.RemoveGroup;
import pmon3.daemon.store.StoreChange.SetMembership;
import pmon3.model.ProcessDefinition;
import pmon3.model.ProcessStatus;

/** A database that version 1.18.3 of the Go program wrote is taken over, and can be given back. */
class GoDatabaseTest {
    @TempDir
    Path directory;

    @BeforeEach
    void putFixture() throws IOException {
        Databases.putFixture(directory);
    }

    private StoredFleet load() {
        try (SqliteStore store = Databases.open(directory)) {
            return store.load();
        }
    }

    private void commit(StoreChange... changes) {
        try (SqliteStore store = Databases.open(directory)) {
            store.commit(List.of(changes));
        }
    }

    private static StoredProcess with(StoredProcess process, ProcessStatus status, int pid, Instant updatedAt) {
        return new StoredProcess(
                process.id(),
                process.definition(),
                process.createdAt(),
                updatedAt,
                status,
                pid,
                process.uid(),
                process.gid(),
                pid == 0 ? Optional.empty() : Optional.of(new ProcessIdentity(pid, 77, Stored.BOOT_ID)),
                2,
                Optional.empty(),
                false);
    }

    @Test
    void itsProcessesAreRead() {
        StoredFleet fleet = load();
        assertThat(fleet.warnings()).isEmpty();
        assertThat(fleet.processes())
                .extracting(process -> process.definition().name())
                .containsExactly("db", "web", "cache", "migrate", "paused");
        assertThat(fleet.processes())
                .extracting(StoredProcess::status)
                .containsExactly(
                        ProcessStatus.RUNNING,
                        ProcessStatus.RUNNING,
                        ProcessStatus.RUNNING,
                        ProcessStatus.FAILED,
                        ProcessStatus.STOPPED);
        assertThat(fleet.processes().get(1))
                .isEqualTo(new StoredProcess(
                        2,
                        new ProcessDefinition(
                                "web",
                                "/bin/sleep",
                                "100000",
                                "PORT=8080 NODE_ENV=prod",
                                "nobody",
                                "/var/log/pmond/web.log",
                                true,
                                List.of("db")),
                        Instant.parse("2026-11-22T21:41:38.461537714Z"),
                        Instant.parse("2026-11-22T21:41:38.461537864Z"),
                        ProcessStatus.RUNNING,
                        22018,
                        65534,
                        65534,
                        Optional.empty(),
                        0,
                        Optional.empty(),
                        false));
        assertThat(fleet.processes().get(2).definition().dependencies()).containsExactly("db", "web");
        assertThat(fleet.processes().get(3).definition().autoRestart()).isFalse();
    }

    @Test
    void itsGroupsAndMembershipsAreRead() {
        StoredFleet fleet = load();
        Instant created = Instant.parse("2026-11-22T21:41:36.996092377Z");
        assertThat(fleet.groups()).extracting(StoredGroup::name).containsExactly("site", "all", "empty");
        assertThat(fleet.groups().get(0)).isEqualTo(new StoredGroup(1, "site", created, created, 0));
        assertThat(fleet.membership()).isEqualTo(Map.of(1L, Set.of(2L), 2L, Set.of(1L, 2L)));
        assertThat(fleet.highestProcessId()).isEqualTo(5);
        assertThat(fleet.highestGroupId()).isEqualTo(3);
    }

    @Test
    void openingAndReadingChangesNothingInItsTables() throws SQLException {
        List<String> before = Databases.goDump(directory);
        load();
        assertThat(Databases.goDump(directory)).isEqualTo(before);
    }

    @Test
    void whatIsWrittenBackUnchangedStandsThereAsBefore() throws SQLException {
        List<String> before = Databases.goDump(directory);
        StoredFleet fleet = load();
        List<StoreChange> changes = new ArrayList<>();
        fleet.processes().forEach(process -> changes.add(new PutProcess(process)));
        fleet.groups().forEach(group -> changes.add(new PutGroup(group)));
        fleet.membership().forEach((process, groups) -> changes.add(new SetMembership(process, groups)));
        commit(changes.toArray(StoreChange[]::new));
        assertThat(Databases.goDump(directory)).isEqualTo(before);
        assertThat(load()).isEqualTo(fleet);
    }

    @Test
    void onlyWhatChangedIsWritten() throws SQLException {
        StoredProcess cache = load().processes().get(2);
        commit(new PutProcess(with(cache, ProcessStatus.CLOSED, 0, Stored.UPDATED)));
        assertThat(Databases.rows(directory, "SELECT * FROM processes WHERE id = 3"))
                .containsExactly("2026-11-22 21:41:39.786993215 +0000 UTC m=+2.953020815"
                        + "|2026-11-22 21:41:45 +0000 UTC|/var/log/pmond/cache.log|cache|/bin/sleep|100002||daemon|||db web"
                        + "|5|3|0|1|1|1");
    }

    @Test
    void whatARefusedChangeHadWrittenIsNotTakenForWhatStandsThere() throws SQLException {
        List<String> before = Databases.goDump(directory);
        try (SqliteStore store = Databases.open(directory)) {
            StoredProcess process = store.load().processes().get(0);
            StoreChange changed = new PutProcess(
                    with(process, process.status(), process.pid(), Instant.parse("2030-01-01T00:00:00Z")));
            StoreChange refused = new SetMembership(999, Set.of());
            assertThatThrownBy(() -> store.commit(List.of(changed, refused)))
                    .isInstanceOf(RefusedChangeException.class);
            store.commit(List.of(new PutProcess(process)));
        }
        assertThat(Databases.goDump(directory)).isEqualTo(before);
    }

    @Test
    void aNewDatabaseHasItsTablesToTheLetter(@TempDir Path empty) throws SQLException {
        String tables =
                "SELECT name, sql FROM sqlite_master WHERE tbl_name IN ('processes', 'groups', 'process_groups')"
                        + " ORDER BY name";
        Databases.open(empty).close();
        assertThat(Databases.rows(empty, tables)).isEqualTo(Databases.rows(directory, tables));
    }

    @Test
    void columnsAndTablesOfALaterVersionAreLeftAlone() throws SQLException {
        Databases.execute(
                directory,
                "ALTER TABLE processes ADD COLUMN nice integer",
                "UPDATE processes SET nice = 7, memory_usage = '10 MB', cpu_usage = '0.1%'",
                "CREATE TABLE later (id integer)");
        StoredProcess web = load().processes().get(1);
        commit(new PutProcess(with(web, ProcessStatus.STOPPED, 0, Stored.UPDATED)));
        assertThat(Databases.rows(
                        directory, "SELECT nice, memory_usage, cpu_usage, status FROM processes WHERE id = 2"))
                .containsExactly("7|10 MB|0.1%|3");
        assertThat(Databases.rows(directory, "SELECT count(*) FROM later")).containsExactly("0");
    }

    @Test
    void columnsThatAnOlderVersionDidNotHaveAreAdded() throws SQLException {
        Databases.execute(
                directory,
                "ALTER TABLE processes DROP COLUMN dependencies",
                "DROP TABLE process_groups",
                "DROP INDEX idx_groups_deleted_at",
                "ALTER TABLE `groups` DROP COLUMN deleted_at");
        StoredFleet fleet = load();
        assertThat(fleet.processes()).hasSize(5);
        assertThat(fleet.processes().get(2).definition().dependencies()).isEmpty();
        assertThat(fleet.groups()).hasSize(3);
    }

    @Test
    void ourPartIsIgnoredAndCleanedWhereTheGoProgramMadeTheRowAnew() throws SQLException {
        StoredProcess web = load().processes().get(1);
        commit(new PutProcess(with(web, ProcessStatus.RUNNING, 22018, Stored.UPDATED)));
        assertThat(load().processes().get(1).identity()).isPresent();
        Databases.execute(
                directory, "UPDATE processes SET created_at = '2026-11-23 10:00:00.1 +0000 UTC' WHERE id = 2");
        StoredProcess anew = load().processes().get(1);
        assertThat(anew.identity()).isEmpty();
        assertThat(anew.restarts()).isZero();
        assertThat(Databases.rows(directory, "SELECT * FROM pmon3_processes")).isEmpty();
    }

    @Test
    void ourPartIsCleanedWhereTheGoProgramDeletedTheRow() throws SQLException {
        commit(new PutProcess(load().processes().get(1)));
        Databases.execute(
                directory, "DELETE FROM process_groups WHERE process_id = 2", "DELETE FROM processes WHERE id = 2");
        assertThat(load().processes()).hasSize(4);
        assertThat(Databases.rows(directory, "SELECT * FROM pmon3_processes")).isEmpty();
    }

    @Test
    void anIdentityDoesNotCountOnceTheGoProgramStartedAnotherProcess() throws SQLException {
        StoredProcess web = load().processes().get(1);
        commit(new PutProcess(with(web, ProcessStatus.RUNNING, 22018, Stored.UPDATED)));
        // Saving a row, the Go program also drops the monotonic reading from created_at.
        Databases.execute(
                directory,
                "UPDATE processes SET pid = 30000, created_at = '2026-11-22 21:41:38.461537714 +0000 UTC' WHERE id = 2");
        StoredProcess started = load().processes().get(1);
        assertThat(started.identity()).isEmpty();
        assertThat(started.restarts()).isEqualTo(2);
    }

    @Test
    void theOwnerOfAGroupThatTheGoProgramMadeAnewIsRoot() throws SQLException {
        commit(new PutGroup(new StoredGroup(9, "mine", Stored.CREATED, Stored.CREATED, 1000)));
        assertThat(load().groups().get(3).ownerUid()).isEqualTo(1000);
        Databases.execute(directory, "UPDATE `groups` SET created_at = '2026-12-01 00:00:00 +0000 UTC' WHERE id = 9");
        assertThat(load().groups().get(3).ownerUid()).isZero();
    }

    @Test
    void aDeletedGroupKeepsItsRowAsTheGoProgramExpects() throws SQLException {
        commit(new RemoveGroup(2));
        assertThat(Databases.rows(directory, "SELECT name, deleted_at FROM `groups` WHERE id = 2"))
                .containsExactly("all|2026-11-22 21:41:45 +0000 UTC");
        assertThat(load().membership()).isEqualTo(Map.of(2L, Set.of(1L)));
    }

    @Test
    void aGroupThatTheGoProgramDeletedIsGoneAndItsNameIsFree() throws SQLException {
        Databases.execute(directory, "UPDATE `groups` SET deleted_at = '2026-11-23 00:00:00 +0000 UTC' WHERE id = 2");
        StoredFleet fleet = load();
        assertThat(fleet.groups()).extracting(StoredGroup::name).containsExactly("site", "empty");
        assertThat(fleet.membership()).isEqualTo(Map.of(2L, Set.of(1L)));
        commit(new PutGroup(new StoredGroup(4, "all", Stored.CREATED, Stored.CREATED, 5)));
        assertThat(load().groups()).extracting(StoredGroup::name).containsExactly("site", "empty", "all");
        assertThat(load().membership()).isEqualTo(Map.of(2L, Set.of(1L)));
    }
}
