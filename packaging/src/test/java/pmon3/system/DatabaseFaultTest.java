package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The database locked by another program, removed, and destroyed, under a running pmond and while none runs. */
class DatabaseFaultTest {
    private static final Duration SEEN = Duration.ofSeconds(20);
    private static final int SIGUSR1 = 10;
    private static final int PAGE_BYTES = 4096;
    private static final int DAMAGED_BYTES = 64 * 1024;
    private static final String LOCKING = "import sqlite3, sys\n"
            + "db = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
            + "db.execute('BEGIN IMMEDIATE')\n"
            + "print('locked', flush=True)\n"
            + "import time\n"
            + "time.sleep(1000)\n";

    @Test
    void lockedDatabaseRefusesWhatItCannotKeepAndLosesNothing() throws IOException {
        FaultTable.row("database locked by another program", FaultTable.times(1, 10), number -> {
            try (PmondFixture pmond = new PmondFixture()) {
                Standing standing = Standing.start(pmond);
                standing.awaitVictimsAge();
                Path said = pmond.folder().resolve("locker.txt");
                Process locker = Command.of(
                                Root.program("python3"),
                                "-c",
                                LOCKING,
                                pmond.database().toString())
                        .start(said, said);
                try {
                    Await.until("the lock", SEEN, () -> text(said).contains("locked"));
                    Ran exec = pmond.run("exec", "/bin/sleep", "--name", "late", "-a", "10000")
                            .exited(1);
                    assertThat(exec.err()).contains("late is as it was");
                    Ran stop = pmond.run("stop", "kept0").exited(1);
                    assertThat(stop.err()).contains("kept0 is as it was");
                    standing.awaitNewVictim(standing.killVictim());
                    assertThat(pmond.pmondLog()).contains("another program holds it locked");
                } finally {
                    locker.destroyForcibly();
                }
                pmond.run("exec", "/bin/sleep", "--name", "late", "-a", "10000").ok();
                return standing.lostWithPmond();
            }
        });
    }

    /** As sqlite3(1) does; whoever takes itself for the last to close it removes the -wal. */
    @Test
    void databaseThatOtherProgramsReadAndCheckpointIsTheSameAfterwards() {
        FaultTable.row("database read and checkpointed by other programs", FaultTable.times(1, 10), number -> {
            try (PmondFixture pmond = new PmondFixture()) {
                Standing standing = Standing.start(pmond);
                for (String sql : List.of("SELECT * FROM processes", "PRAGMA wal_checkpoint(TRUNCATE)")) {
                    Command.of(
                                    Root.program("python3"),
                                    "-c",
                                    "import sqlite3, sys\n"
                                            + "db = sqlite3.connect(sys.argv[1])\n"
                                            + "print(db.execute(sys.argv[2]).fetchall())\n"
                                            + "db.close()\n",
                                    pmond.database().toString(),
                                    sql)
                            .run()
                            .ok();
                    assertThat(Path.of(pmond.database() + "-wal")).exists();
                    pmond.run("group", "create", "after" + sql.length()).ok();
                }
                assertThat(pmond.pmondLog()).doesNotContain("ERROR");
                return standing.lostWithPmond();
            }
        });
    }

    @Test
    void removedDatabaseIsMadeAgainFromWhatPmondKnows() {
        FaultTable.row("database removed under pmond", FaultTable.times(1, 10), number -> {
            try (PmondFixture pmond = new PmondFixture()) {
                Standing standing = Standing.start(pmond);
                remove(pmond.folder().resolve("data"), "data.db");
                standing.awaitVictimsAge();
                standing.awaitNewVictim(standing.killVictim());
                pmond.run("exec", "/bin/sleep", "--name", "late", "-a", "10000").ok();
                assertThat(pmond.pmondLog()).contains("was removed");
                assertThat(pmond.stored().names()).contains("kept0", "halted", "late");
                return standing.lostWithPmond();
            }
        });
    }

    @Test
    void destroyedDatabaseIsReplacedByItsBackup() {
        FaultTable.row("database destroyed while no pmond runs", FaultTable.times(1, 10), number -> {
            try (PmondFixture pmond = new PmondFixture()) {
                Standing standing = Standing.start(pmond);
                awaitBackup(pmond);
                pmond.kill();
                // Else the whole of it may still be in the log of its last changes.
                destroy(Path.of(pmond.database() + "-wal"), number);
                destroy(pmond.database(), number);
                pmond.start();
                assertThat(pmond.pmondLog()).contains("not an SQLite database").contains("The backup of");
                return standing.lostWithPmond();
            }
        });
    }

    /** One page, not the first, which tells what file this is. */
    @Test
    void databaseDamagedInItsMiddleIsReplacedByItsBackup() {
        FaultTable.row("database damaged in its middle while no pmond runs", FaultTable.times(1, 10), number -> {
            try (PmondFixture pmond = new PmondFixture()) {
                Standing standing = Standing.start(pmond);
                awaitBackup(pmond);
                Proc.signal(pmond.pid(), SIGUSR1);
                assertThat(pmond.awaitEnd()).isZero();
                damageMiddle(pmond.database(), number);
                pmond.start();
                assertThat(pmond.pmondLog()).contains("it is damaged").contains("The backup of");
                return standing.lostWithPmond();
            }
        });
    }

    @Test
    void blankDatabaseBesideTheBackupIsNotBelieved() {
        FaultTable.row("database replaced by a blank one while no pmond runs", FaultTable.times(1, 10), number -> {
            try (PmondFixture pmond = new PmondFixture()) {
                Standing standing = Standing.start(pmond);
                awaitBackup(pmond);
                pmond.kill();
                remove(pmond.folder().resolve("data"), "data.db");
                Command.of(
                                Root.program("python3"),
                                "-c",
                                "import sqlite3, sys\nsqlite3.connect(sys.argv[1]).execute('CREATE TABLE other (a)')\n",
                                pmond.database().toString())
                        .run()
                        .ok();
                pmond.start();
                assertThat(pmond.pmondLog())
                        .contains("has no table of any pmond's")
                        .contains("The backup of");
                return standing.lostWithPmond();
            }
        });
    }

    @Test
    void writeAheadLogCutOffUnderPmondCostsNothing() {
        FaultTable.row("-wal cut off under pmond", FaultTable.times(1, 10), number -> {
            try (PmondFixture pmond = new PmondFixture()) {
                Standing standing = Standing.start(pmond);
                cutOff(Path.of(pmond.database() + "-wal"), number % 2 == 0);
                standing.awaitVictimsAge();
                standing.awaitNewVictim(standing.killVictim());
                pmond.run("exec", "/bin/sleep", "--name", "late", "-a", "10000").ok();
                assertThat(pmond.stored().names()).contains("kept0", "halted", "late");
                return standing.lostWithPmond();
            }
        });
    }

    @Test
    void databaseDestroyedUnderPmondCostsNothing() {
        FaultTable.row("database destroyed under pmond", FaultTable.times(1, 10), number -> {
            try (PmondFixture pmond = new PmondFixture()) {
                Standing standing = Standing.start(pmond);
                destroy(pmond.database(), number);
                standing.awaitVictimsAge();
                standing.awaitNewVictim(standing.killVictim());
                pmond.run("exec", "/bin/sleep", "--name", "late", "-a", "10000").ok();
                return standing.lostWithPmond();
            }
        });
    }

    /** A backup follows changes after a while. */
    private static void awaitBackup(PmondFixture pmond) {
        Path backup = pmond.folder().resolve("data/data.db.backup");
        List<String> wanted = pmond.stored().names();
        Await.until(
                "the backup",
                SEEN,
                () -> Files.exists(backup) && StoredRows.read(backup).names().equals(wanted));
    }

    private static void destroy(Path database, int seed) {
        byte[] noise = new byte[DAMAGED_BYTES];
        new Random(seed).nextBytes(noise);
        try (RandomAccessFile file = new RandomAccessFile(database.toFile(), "rw")) {
            file.write(noise);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void damageMiddle(Path database, int seed) {
        byte[] noise = new byte[PAGE_BYTES];
        new Random(seed).nextBytes(noise);
        try (RandomAccessFile file = new RandomAccessFile(database.toFile(), "rw")) {
            long pages = file.length() / PAGE_BYTES;
            assertThat(pages).isGreaterThan(2);
            file.seek(pages / 2 * PAGE_BYTES);
            file.write(noise);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void cutOff(Path log, boolean wholly) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            file.setLength(wholly ? 0 : file.length() / 2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder, String name) {
        for (String suffix : List.of("", "-wal", "-shm")) {
            try {
                Files.deleteIfExists(folder.resolve(name + suffix));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static String text(Path file) {
        try {
            return Command.text(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
