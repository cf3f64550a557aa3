package pmon3.daemon.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

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
}
