package pmon3.daemon.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.daemon.store.StoreChange.PutProcess;

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
