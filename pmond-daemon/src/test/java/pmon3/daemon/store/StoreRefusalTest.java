package pmon3.daemon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.daemon.store.StoreChange.PutProcess;

/** What cannot be used is refused with one line that says why, and left as it is. */
class StoreRefusalTest {
    private static final int NOBODY = 65534;

    @TempDir
    Path directory;

    private String refusal() {
        return refusal(directory, Databases.access());
    }

    private static String refusal(Path directory, StoreAccess access) {
        StoreException refused = catchThrowableOfType(
                StoreException.class, () -> Databases.open(directory, access).close());
        assertThat(refused).isNotNull();
        assertThat(refused.getMessage()).contains(directory.toString()).doesNotContain("\n");
        return refused.getMessage();
    }

    private void refusesUntouched(byte[] content, String reason) throws IOException {
        Files.write(Databases.file(directory), content);
        assertThat(refusal()).contains(reason);
        assertThat(Files.readAllBytes(Databases.file(directory))).isEqualTo(content);
    }

    private byte[] fixture() throws IOException {
        Databases.putFixture(directory);
        return Files.readAllBytes(Databases.file(directory));
    }

    @Test
    void aTextFileIsRefused() throws IOException {
        refusesUntouched("name,status\nweb,2\n".getBytes(), "not an SQLite database");
        refusesUntouched("x".getBytes(), "not an SQLite database");
        refusesUntouched("text ".repeat(10_000).getBytes(), "not an SQLite database");
    }

    @Test
    void aTruncatedDatabaseIsRefused() throws IOException {
        byte[] whole = fixture();
        refusesUntouched(Arrays.copyOf(whole, whole.length / 2), "damaged");
        refusesUntouched(Arrays.copyOf(whole, 20), "database");
    }

    @Test
    void aCorruptDatabaseIsRefused() throws IOException {
        byte[] content = fixture();
        Arrays.fill(content, 4096, content.length, (byte) 0x5a);
        refusesUntouched(content, "damaged");
    }

    @Test
    void aCorruptDatabaseIsRefusedAndWhatIsLeftForARescueStays(@TempDir Path source) throws IOException {
        try (SqliteStore store = Databases.open(source)) {
            store.commit(List.of(new PutProcess(Stored.withArgs(1, "big", "x".repeat(100_000)))));
        }
        byte[] content = Files.readAllBytes(Databases.file(source));
        Arrays.fill(content, content.length - 50_000, content.length, (byte) 0x5a);
        Path wal = directory.resolve("data.db-wal");
        try (SqliteStore store = Databases.open(source)) {
            store.commit(List.of(new PutProcess(Stored.stopped(2, "web"))));
            Files.copy(source.resolve("data.db-wal"), wal);
        }
        byte[] walContent = Files.readAllBytes(wal);
        assertThat(walContent).isNotEmpty();
        refusesUntouched(content, "damaged");
        assertThat(Files.readAllBytes(wal)).isEqualTo(walContent);
    }

    @Test
    void anEmptyFileIsANewDatabase() throws IOException {
        Files.createFile(Databases.file(directory));
        try (SqliteStore store = Databases.open(directory)) {
            assertThat(store.load().processes()).isEmpty();
        }
    }

    @Test
    void aDirectoryInTheDatabasesPlaceIsRefused() throws IOException {
        Files.createDirectory(Databases.file(directory));
        assertThat(refusal()).contains("is a directory");
    }

    @Test
    void aFileInTheDirectorysPlaceIsRefused() throws IOException {
        Path file = Files.createFile(directory.resolve("data"));
        assertThat(refusal(file, Databases.access())).contains("not a directory");
        assertThat(refusal(file.resolve("deeper"), Databases.access())).contains(file.toString());
    }

    @Test
    void aSymbolicLinkIsRefused(@TempDir Path elsewhere) throws IOException {
        Path target = Files.createFile(elsewhere.resolve("target"));
        Files.createSymbolicLink(Databases.file(directory), target);
        assertThat(refusal()).contains("symbolic link");
        assertThat(target).isEmptyFile();
    }

    @Test
    void aLinkThatLeadsNowhereIsRefusedAndNotFollowed() throws IOException {
        Path target = directory.resolve("target");
        Files.createSymbolicLink(Databases.file(directory), target);
        assertThat(refusal()).contains("symbolic link");
        assertThat(target).doesNotExist();
    }

    @Test
    void aHardLinkIsRefused() throws IOException {
        Path target = Files.createFile(directory.resolve("target"));
        Files.createLink(Databases.file(directory), target);
        assertThat(refusal()).contains("hard links");
    }

    @Test
    void aLinkInThePlaceOfTheWalIsRefused() throws IOException {
        Files.createSymbolicLink(directory.resolve("data.db-wal"), directory.resolve("target"));
        assertThat(refusal()).contains("data.db-wal").contains("symbolic link");
    }

    @Test
    void aDatabaseOrDirectoryOfSomebodyElseIsRefused() throws IOException {
        assumeTrue(Databases.ownUid() == 0, "only root can give files away");
        Path file = Files.createFile(Databases.file(directory));
        Files.setAttribute(file, "unix:uid", NOBODY);
        assertThat(refusal()).contains("belongs to uid 65534").contains("chown");
        Files.setAttribute(file, "unix:uid", 0);
        Files.setAttribute(directory, "unix:uid", NOBODY);
        assertThat(refusal()).contains("belongs to uid 65534");
    }

    @Test
    void aDatabaseOfANewerVersionIsRefused() throws IOException, SQLException {
        Databases.open(directory).close();
        Databases.execute(directory, "UPDATE pmon3_meta SET value = '2' WHERE key = 'schema_version'");
        byte[] before = Files.readAllBytes(Databases.file(directory));
        assertThat(refusal()).contains("newer pmon3").contains("schema 2").contains("install");
        assertThat(Files.readAllBytes(Databases.file(directory))).isEqualTo(before);
    }

    @Test
    void aDatabaseThatSomebodyHoldsLockedIsRefusedInTime() throws SQLException, IOException {
        Databases.putFixture(directory);
        try (Connection connection = Databases.connect(directory);
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            assertThat(refusal()).contains("locked");
        }
        Databases.open(directory).close();
    }

    @Test
    void aCommitThatMeetsALockFailsAndTheNextSucceeds() throws SQLException {
        try (SqliteStore store = Databases.open(directory)) {
            List<StoreChange> changes = List.of(new PutProcess(Stored.running(1, "web")));
            try (Connection connection = Databases.connect(directory);
                    Statement statement = connection.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                assertThat(catchThrowableOfType(StoreException.class, () -> store.commit(changes)))
                        .isNotInstanceOf(RefusedChangeException.class)
                        .hasMessageContaining("locked");
            }
            assertThat(store.load().processes()).isEmpty();
            store.commit(changes);
            assertThat(store.load().processes()).hasSize(1);
        }
    }

    @Test
    void aDatabaseReplacedWhileItIsOpenIsNotedBeforeACommitIsLost() throws IOException {
        try (SqliteStore store = Databases.open(directory)) {
            Path file = Databases.file(directory);
            Files.move(file, directory.resolve("moved"));
            List<StoreChange> changes = List.of(new PutProcess(Stored.running(1, "web")));
            assertThat(catchThrowableOfType(StoreException.class, () -> store.commit(changes)))
                    .hasMessageContaining("cannot find");
            Files.createFile(file);
            assertThat(catchThrowableOfType(StoreException.class, () -> store.commit(changes)))
                    .hasMessageContaining("replaced");
        }
    }

    @Test
    void theDirectoryAndTheFilesHaveTheModesAndTheGroupGiven() throws IOException {
        Path data = directory.resolve("a b/50% #1?/data");
        OptionalInt gid = Databases.ownUid() == 0 ? OptionalInt.of(12_345) : OptionalInt.empty();
        try (SqliteStore store = Databases.open(data, new StoreAccess(Databases.ownUid(), 0750, 0640, gid))) {
            store.commit(List.of(new PutProcess(Stored.running(1, "web"))));
            assertThat(mode(data)).isEqualTo("rwxr-x---");
            for (String name : List.of("data.db", "data.db-wal", "data.db-shm")) {
                assertThat(mode(data.resolve(name))).isEqualTo("rw-r-----");
                gid.ifPresent(group -> assertThat(gid(data.resolve(name))).isEqualTo(group));
            }
        }
        assertThat(mode(data.getParent())).isIn("rwxr-xr-x", "rwxr-x---", "rwx------");
    }

    @Test
    void theDirectoryCanBePreparedBeforeTheDatabaseIsTouched() throws IOException {
        Path data = directory.resolve("data");
        SqliteStore.prepare(data, new StoreAccess(Databases.ownUid(), 0700, 0600, OptionalInt.empty()));
        assertThat(mode(data)).isEqualTo("rwx------");
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void whatARootPmondKeepsIsNotWritableForOthersHoweverItIsConfigured() throws IOException {
        assumeTrue(Databases.ownUid() == 0, "only root can be a root pmond");
        Databases.open(directory, new StoreAccess(0, 0777, 0666, OptionalInt.empty()))
                .close();
        assertThat(mode(directory)).isEqualTo("rwxr-xr-x");
        assertThat(mode(Databases.file(directory))).isEqualTo("rw-r--r--");
    }

    @Test
    void whatExistsIsMadeSafeByARootPmond() throws IOException {
        assumeTrue(Databases.ownUid() == 0, "only root can be a root pmond");
        Databases.putFixture(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwx---"));
        Files.setPosixFilePermissions(Databases.file(directory), PosixFilePermissions.fromString("rw-rw-rw-"));
        Databases.open(directory).close();
        assertThat(mode(directory)).isEqualTo("rwxr-x---");
        assertThat(mode(Databases.file(directory))).isEqualTo("rw-r-----");
    }

    @Test
    void aRootPmondUsesNoDirectoryBelowAFolderThatOthersCanWrite() throws IOException {
        assumeTrue(Databases.ownUid() == 0, "only root can be a root pmond");
        Path data = Files.createDirectories(directory.resolve("above/between/data"));
        Path above = directory.resolve("above");
        Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(refusal(data, Databases.access())).contains("'chmod go-w " + above.toRealPath() + "'");
        assertThat(data).isEmptyDirectory();
        Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setAttribute(above, "unix:uid", NOBODY);
        assertThat(refusal(data, Databases.access())).contains("'chown root " + above.toRealPath() + "'");
        Files.setAttribute(above, "unix:uid", 0);
        Files.setAttribute(above, "unix:mode", 01777);
        Databases.open(data).close();
        assertThat(data).isNotEmptyDirectory();
    }

    @Test
    void aRootPmondUsesNoDirectoryThatIsReachedByALinkThatOthersCanReplace() throws IOException {
        assumeTrue(Databases.ownUid() == 0, "only root can be a root pmond");
        Path data = Files.createDirectory(directory.resolve("data"));
        Path others = Files.createDirectory(directory.resolve("others"));
        Files.createSymbolicLink(others.resolve("link"), data);
        Path byTheWay = Files.createSymbolicLink(directory.resolve("way"), others.resolve("link"));
        Files.setAttribute(others, "unix:uid", NOBODY);
        for (Path path : List.of(others.resolve("link"), byTheWay)) {
            assertThat(refusal(path, Databases.access())).contains("'chown root " + others.toRealPath() + "'");
        }
        assertThat(refusal(byTheWay.resolve("new"), Databases.access())).contains("chown root");
        assertThat(data).isEmptyDirectory();
        Files.setAttribute(others, "unix:uid", 0);
        Databases.open(byTheWay).close();
        assertThat(data).isNotEmptyDirectory();
    }

    @Test
    void whatIsRefusedIsNotMadeFirst() throws IOException {
        assumeTrue(Databases.ownUid() == 0, "only root can be a root pmond");
        Path above = Files.createDirectory(directory.resolve("above"));
        Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(refusal(above.resolve("new/data"), Databases.access()))
                .contains("'chmod go-w " + above.toRealPath() + "'");
        assertThat(above).isEmptyDirectory();
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static int gid(Path file) {
        try {
            return (int) Files.getAttribute(file, "unix:gid");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
