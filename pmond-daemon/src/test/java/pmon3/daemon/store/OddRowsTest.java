package pmon3.daemon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.daemon.kernel.ProcessIdentity;
import pmon3.daemon.store.StoreChange.PutProcess;
import pmon3.model.ProcessDefinition;
import pmon3.model.ProcessStatus;

/** Rows as only hands or accidents make them: what can be used is, the rest is told and left as it is. */
class OddRowsTest {
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

    @Test
    void nullTextsAreEmptyTexts() throws SQLException {
        Databases.execute(
                directory,
                "UPDATE processes SET log = NULL, process_file = NULL, args = NULL, env_vars = NULL, username = NULL,"
                        + " memory_usage = NULL, cpu_usage = NULL, dependencies = NULL, pid = NULL, auto_restart = NULL"
                        + " WHERE id = 1");
        StoredFleet fleet = load();
        assertThat(fleet.warnings()).isEmpty();
        assertThat(fleet.processes().get(0).definition())
                .isEqualTo(new ProcessDefinition("db", "", "", "", "", "", false, List.of()));
        assertThat(fleet.processes().get(0).pid()).isZero();
    }

    @Test
    void aTimeThatIsNoneIsAWarningAndStaysUntilItIsReplaced() throws SQLException {
        Databases.execute(directory, "UPDATE processes SET created_at = 'soon', updated_at = NULL WHERE id = 1");
        StoredFleet fleet = load();
        assertThat(fleet.processes()).hasSize(5);
        assertThat(fleet.warnings()).hasSize(2).allMatch(line -> line.contains("row 1 of table processes"));
        commit(new PutProcess(runningAs5(fleet.processes().get(0))));
        assertThat(Databases.rows(directory, "SELECT created_at, updated_at, pid FROM processes WHERE id = 1"))
                .containsExactly("soon|null|5");
        assertThat(load().processes().get(0).identity()).isPresent();
    }

    @Test
    void rowsThatCannotBeUnderstoodAreWarningsAndStayAsTheyAre() throws SQLException {
        Databases.execute(
                directory,
                "UPDATE processes SET status = 42 WHERE id = 1",
                "UPDATE processes SET name = NULL WHERE id = 2",
                "UPDATE processes SET uid = NULL WHERE id = 3",
                "UPDATE processes SET pid = 'many' WHERE id = 4",
                "UPDATE processes SET gid = -1 WHERE id = 5",
                "UPDATE `groups` SET name = NULL WHERE id = 1");
        List<String> before = Databases.goDump(directory);
        StoredFleet fleet = load();
        assertThat(fleet.processes()).isEmpty();
        assertThat(fleet.groups()).extracting(StoredGroup::name).containsExactly("all", "empty");
        assertThat(fleet.warnings()).hasSize(6).allMatch(line -> !line.contains("\n"));
        assertThat(fleet.warnings().get(0)).contains("row 1 of table processes").contains("42");
        assertThat(fleet.highestProcessId()).isEqualTo(5);
        assertThat(Databases.goDump(directory)).isEqualTo(before);
    }

    @Test
    void aRowThatCannotBeUnderstoodIsNotOverwritten() throws SQLException {
        Databases.execute(directory, "UPDATE processes SET status = 42 WHERE id = 5");
        try (SqliteStore store = Databases.open(directory)) {
            store.load();
            assertThatThrownBy(() -> store.commit(List.of(new PutProcess(Stored.stopped(5, "mine")))))
                    .isInstanceOf(RefusedChangeException.class)
                    .hasMessageContaining("process 5");
        }
        assertThat(Databases.rows(directory, "SELECT name, status FROM processes WHERE id = 5"))
                .containsExactly("paused|42");
    }

    @Test
    void rowsTwiceInATableWithoutConstraintsAreAWarning() throws SQLException {
        Databases.execute(
                directory,
                "ALTER TABLE processes RENAME TO former",
                "CREATE TABLE processes AS SELECT * FROM former",
                "INSERT INTO processes SELECT * FROM former WHERE id = 2",
                "UPDATE processes SET name = 'db' WHERE id = 5");
        StoredFleet fleet = load();
        assertThat(fleet.processes()).extracting(StoredProcess::id).containsExactly(1L, 2L, 3L, 4L);
        assertThat(fleet.warnings()).hasSize(2);
    }

    private static StoredProcess runningAs5(StoredProcess process) {
        return new StoredProcess(
                process.id(),
                process.definition(),
                process.createdAt(),
                process.updatedAt(),
                ProcessStatus.RUNNING,
                5,
                process.uid(),
                process.gid(),
                Optional.of(new ProcessIdentity(5, 77, Stored.BOOT_ID)),
                0,
                Optional.empty(),
                false);
    }
}
