package pmon3.daemon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.daemon.store.StoreChange.PutProcess;

/** Disks that are full or may not be written to. */
class StoreDiskTest {
    private static final int SOMEBODY = 12_345;

    @TempDir
    Path directory;

    @Test
    void aFullDiskFailsACommitAndOnceThereIsSpaceTheNextSucceeds() throws IOException, InterruptedException {
        assumeTrue(Databases.ownUid() == 0, "only root mounts");
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", directory.toString()), "no right to mount");
        try (SqliteStore store = Databases.open(directory)) {
            store.commit(List.of(new PutProcess(Stored.running(1, "web"))));
            Path filler = fill();
            List<StoreChange> big = List.of(new PutProcess(Stored.withArgs(2, "big", "x".repeat(50_000))));
            assertThat(catchThrowableOfType(StoreException.class, () -> store.commit(big)))
                    .isNotInstanceOf(RefusedChangeException.class)
                    .hasMessageContaining("no space is left")
                    .hasMessageContaining("free some space");
            assertThat(store.load().processes()).containsExactly(Stored.running(1, "web"));
            Files.delete(filler);
            store.commit(big);
            assertThat(store.load().processes()).hasSize(2);
        } finally {
            run("umount", "-l", directory.toString());
        }
    }

    /** What met the full disk once must work again without a new start. */
    @Test
    void afterAFullDiskEveryStatementWorksAgain() throws IOException, InterruptedException {
        assumeTrue(Databases.ownUid() == 0, "only root mounts");
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", directory.toString()), "no right to mount");
        try (SqliteStore store = Databases.open(directory)) {
            store.commit(List.of(new PutProcess(Stored.running(1, "web"))));
            Path ballast = Files.write(directory.resolve("ballast"), new byte[1_000_000]);
            List<StoreChange> many = new ArrayList<>();
            for (int id = 2; id <= 47; id++) {
                many.add(new PutProcess(Stored.withArgs(id, "p" + id, "x".repeat(60_000))));
            }
            assertThat(catchThrowableOfType(StoreException.class, () -> store.commit(many)))
                    .hasMessageContaining("no space is left");
            Path filler = fill();
            Path copy = directory.resolve("copy");
            assertThat(catchThrowableOfType(StoreException.class, () -> store.copyTo(copy)))
                    .isNotNull();
            Files.delete(filler);
            Files.delete(ballast);
            assertThat(copy).doesNotExist();
            store.commit(List.of(new PutProcess(Stored.running(2, "later"))));
            store.checkpoint();
            store.copyTo(copy);
            assertThat(store.load().processes()).hasSize(2);
        } finally {
            run("umount", "-l", directory.toString());
        }
    }

    private Path fill() throws IOException {
        Path filler = directory.resolve("filler");
        try (var out = Files.newOutputStream(filler)) {
            byte[] block = new byte[4096];
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            return filler;
        }
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsRefused() throws IOException, InterruptedException {
        Databases.putFixture(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
        assertThat(openWithoutPrivileges())
                .contains("cannot write to the data directory")
                .contains("data.directory");
    }

    @Test
    void aDatabaseThatCannotBeWrittenIsRefused() throws IOException, InterruptedException {
        Databases.putFixture(directory);
        Files.setPosixFilePermissions(Databases.file(directory), PosixFilePermissions.fromString("r--r--r--"));
        assertThat(openWithoutPrivileges()).contains("cannot write").contains("data.db");
    }

    /** Root without its capabilities is held to the mode like everybody. */
    private String openWithoutPrivileges() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (Databases.ownUid() == 0) {
            assumeTrue(run("setpriv", "--version"), "no setpriv");
            command.addAll(List.of("setpriv", "--inh-caps=-all", "--bounding-set=-all"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Opener.class.getName(),
                directory.toString()));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(said).isZero();
        return said;
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    /** The child: a rootless pmond that prints what it is refused for. */
    static final class Opener {
        private Opener() {}

        public static void main(String[] args) {
            int uid = Databases.ownUid() == 0 ? SOMEBODY : Databases.ownUid();
            try {
                Databases.open(Path.of(args[0]), new StoreAccess(uid, 0770, 0660, OptionalInt.empty()))
                        .close();
                System.out.println("opened");
            } catch (StoreException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
