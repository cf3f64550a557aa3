package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Disks that are full, and free again; a disk that is slow. */
class DiskFaultTest {
    private static final Duration SEEN = Duration.ofSeconds(20);
    private static final Duration SLOW = Duration.ofSeconds(4);
    private static final Duration PROMPT = Duration.ofSeconds(2);
    /** Together more than twice SQLite's cache; each below what one process may take. */
    private static final int LARGE = 10;

    private static final int LARGE_BYTES = 120_000;

    @Test
    void fullDiskForDataRefusesWhatItCannotKeepAndLosesNothing() {
        Root.required();
        FaultTable.row("disk of the data full, and free again", FaultTable.times(1, 10), number -> {
            try (PmondFixture pmond = new PmondFixture();
                    SmallDisk disk = SmallDisk.at(pmond.folder().resolve("data"), "2m")) {
                Standing standing = Standing.start(pmond);
                standing.awaitVictimsAge();
                disk.fill();
                fillDatabase(pmond);
                standing.awaitNewVictim(standing.killVictim());
                Ran stop = pmond.run("stop", "kept0").exited(1);
                assertThat(stop.err()).contains("kept0 is as it was").contains("no space is left");
                Ran exec = pmond.run("exec", "/bin/sleep", "--name", "late", "-a", "10000")
                        .exited(1);
                assertThat(exec.err()).contains("no space is left");
                assertThat(pmond.run("ls").ok().out()).doesNotContain("late");
                disk.free();
                assertThat(standing.lost()).isEmpty();
                pmond.run("exec", "/bin/sleep", "--name", "late", "-a", "10000").ok();
                return standing.lostWithPmond();
            }
        });
    }

    /** SQLite may still have room in pages that it holds: commands until one is refused. */
    private static void fillDatabase(PmondFixture pmond) {
        Await.until(
                "a refusal",
                SEEN,
                () -> pmond.run("group", "create", "g" + System.nanoTime()).exit() != 0);
    }

    /** More at once than SQLite keeps in memory until the commit: it is a statement that meets the end of the disk. */
    @Test
    void fullDiskInTheMiddleOfLargeChangeLosesNothing() {
        Root.required();
        FaultTable.row("disk of the data full in the middle of a large change", FaultTable.times(1, 10), number -> {
            try (PmondFixture pmond = new PmondFixture();
                    SmallDisk disk = SmallDisk.at(pmond.folder().resolve("data"), "16m")) {
                pmond.config("log_level", "debug");
                Standing standing = Standing.start(pmond);
                Path program = pmond.script("large", "#!/bin/sh\nexec sleep 10000\n");
                pmond.processConfig(
                        "large.json",
                        IntStream.range(0, LARGE)
                                .mapToObj(n -> "{\"file\": \"" + program + "\", \"name\": \"large" + n
                                        + "\", \"args\": \"" + "x".repeat(LARGE_BYTES) + "\"}")
                                .collect(Collectors.joining(",", "{\"processes\": [", "]}")));
                disk.fill();
                fillDatabase(pmond);
                Ran refused = pmond.run("init", "-c").exited(1);
                assertThat(refused.err()).contains("no space is left");
                assertThat(pmond.pmondLog()).containsPattern("Database: .* met .*SQLITE_FULL");
                disk.free();
                assertThat(standing.lost()).isEmpty();
                pmond.run("init", "-c").ok();
                for (int n = 0; n < LARGE; n++) {
                    pmond.awaitStatus("large" + n, "running");
                }
                return standing.lostWithPmond();
            }
        });
    }

    @Test
    void pmondStartsOnFullDisk() {
        Root.required();
        FaultTable.row("pmond killed and started while the disk of the data is full", FaultTable.times(1, 10), n -> {
            try (PmondFixture pmond = new PmondFixture();
                    SmallDisk disk = SmallDisk.at(pmond.folder().resolve("data"), "2m")) {
                Standing standing = Standing.start(pmond);
                disk.fill();
                fillDatabase(pmond);
                return standing.lostWithPmond();
            }
        });
    }

    @Test
    void fullDiskForLogsHoldsNoProgramDown() {
        Root.required();
        FaultTable.row("disk of the logs full, and free again", FaultTable.times(1, 10), number -> {
            try (PmondFixture pmond = new PmondFixture();
                    SmallDisk disk = SmallDisk.at(pmond.folder().resolve("logs"), "1m")) {
                Standing standing = Standing.start(pmond);
                Path talker = pmond.script("talker", "#!/bin/sh\nwhile :; do echo word; sleep 0.1; done\n");
                pmond.run("exec", talker.toString()).ok();
                int pid = pmond.row("talker").orElseThrow().pid();
                disk.fill();
                standing.awaitVictimsAge();
                standing.awaitNewVictim(standing.killVictim());
                assertThat(Proc.lives(pid)).isTrue();
                long full = size(pmond.logFile("talker"));
                disk.free();
                Await.until("the talker's next words", SEEN, () -> size(pmond.logFile("talker")) > full);
                return standing.lostWithPmond();
            }
        });
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The store's fsync and fdatasync take 4 s each: strace -e inject=…:delay_enter at the thread "store". */
    @Test
    void slowDiskDelaysWhatItMustKeepAndNothingElse() {
        Root.required();
        FaultTable.row("a disk whose every sync takes 4 s", FaultTable.times(1, 10), number -> {
            try (PmondFixture pmond = new PmondFixture()) {
                Standing standing = Standing.start(pmond);
                int store = Optional.ofNullable(Proc.threads(pmond.pid()).get("store"))
                        .orElseThrow();
                Tracer syncs = Tracer.delaying(store, "fsync,fdatasync", SLOW);
                try (syncs) {
                    Ran exec = pmond.run("exec", "/bin/sleep", "--name", "late", "-a", "10000");
                    assertThat(exec.took()).isLessThan(SLOW.plus(SLOW));
                    assertThat(pmond.run("ls").ok().took()).isLessThan(PROMPT);
                }
                List<String> lost = standing.lost();
                assertThat(lost).isEmpty();
                pmond.run("exec", "/bin/sleep", "--name", "late", "-a", "10000").ok();
                return standing.lostWithPmond();
            }
        });
    }
}
