package pmon3.daemon.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.daemon.store.StoreChange.PutProcess;
import pmon3.model.ProcessExit;

/** The database keeps the contract. */
class SqliteStoreTest extends StoreContract {
    @TempDir
    Path directory;

    @Override
    ProcessStore create() {
        return Databases.open(directory);
    }

    @Override
    ProcessStore reopen(ProcessStore closed) {
        return Databases.open(directory);
    }

    /** As every pmond before this one made it. */
    @Test
    void columnsThatAnOlderPmondDidNotHaveAreAdded() throws SQLException {
        StoredProcess web = Stored.running(1, "web");
        store.commit(List.of(new PutProcess(web)));
        store.close();
        Databases.execute(
                directory,
                "ALTER TABLE pmon3_processes DROP COLUMN exit_at",
                "ALTER TABLE pmon3_processes DROP COLUMN remark",
                "ALTER TABLE pmon3_processes DROP COLUMN row_updated_at");
        store = Databases.open(directory);
        LastExit before = new LastExit(web.lastExit().orElseThrow().exit(), Optional.empty());
        assertThat(store.load().processes()).extracting(StoredProcess::lastExit).containsExactly(Optional.of(before));
        store.commit(List.of(new PutProcess(web)));
        assertThat(store.load().processes()).containsExactly(web);
    }

    /** Neither an older pmond nor the Go program knows exit_at and remark; the older pmond writes how it ended all the same. */
    @Test
    void whatOtherProgramsDoNotWriteCountsOnlyAsLongAsTheyDidNotWriteTheRow() throws SQLException {
        StoredProcess web = Stored.running(1, "web");
        store.commit(List.of(new PutProcess(Stored.withRemark(web, "not started: no such file"))));
        assertThat(store.load().processes().get(0).remark()).isNotEmpty();
        Databases.execute(
                directory,
                "UPDATE processes SET updated_at = '2026-11-24 10:00:00.1 +0000 UTC' WHERE id = 1",
                "UPDATE pmon3_processes SET exit_kind = 'exited', exit_value = 7 WHERE process_id = 1");
        StoredProcess later = store.load().processes().get(0);
        assertThat(later.remark()).isEmpty();
        assertThat(later.lastExit()).contains(new LastExit(ProcessExit.exited(7), Optional.empty()));
        assertThat(later.restarts()).isEqualTo(web.restarts());
        store.commit(List.of(new PutProcess(web)));
        assertThat(store.load().processes()).containsExactly(web);
    }

    @Test
    void twoThatAreOpenAtOnceSeeEachOthersCommits() {
        try (SqliteStore other = Databases.open(directory)) {
            store.commit(List.of(new PutProcess(Stored.running(1, "web"))));
            other.commit(List.of(new PutProcess(Stored.stopped(2, "db"))));
            store.commit(List.of(new PutProcess(Stored.stopped(1, "web"))));
            assertThat(other.load()).isEqualTo(store.load());
            assertThat(other.load().processes()).containsExactly(Stored.stopped(1, "web"), Stored.stopped(2, "db"));
        }
    }
}
