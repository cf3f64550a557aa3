package pmon3.daemon.store;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite says of a -wal that has become shorter decides whether the database is given up. */
class FileGuardTest {
    @TempDir
    Path directory;

    private FileGuard guard;

    @BeforeEach
    void guardALogThatHasBecomeShorter() throws IOException {
        Databases.putFixture(directory);
        Path log = directory.resolve("data.db-wal");
        Files.write(log, new byte[10_000]);
        guard = FileGuard.open(Databases.file(directory));
        guard.guardLog();
        guard.sawLog();
        Files.newByteChannel(log, StandardOpenOption.WRITE).truncate(100).close();
    }

    @AfterEach
    void close() {
        guard.close();
    }

    private void check(SQLiteErrorCode said) {
        guard.check(() -> {
            throw new SQLiteException("[" + said + "]", said);
        });
    }

    @Test
    void itIsCutOffWhereSqliteMissesBytes() {
        assertThatThrownBy(() -> check(SQLiteErrorCode.SQLITE_IOERR_SHORT_READ))
                .isInstanceOf(LostDatabaseException.class)
                .hasMessageContaining("-wal was cut off");
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE_IOERR_READ", "SQLITE_FULL", "SQLITE_BUSY", "SQLITE_NOMEM"})
    void aDiskThatFailsLosesNothing(SQLiteErrorCode said) {
        assertThatThrownBy(() -> check(said))
                .isExactlyInstanceOf(StoreException.class)
                .hasMessageContaining("cannot read the -wal of " + Databases.file(directory));
    }

    @Test
    void whatHasAllThatSqliteKnowsOfIsWhole() {
        assertThatCode(() -> guard.check(() -> 0)).doesNotThrowAnyException();
    }
}
