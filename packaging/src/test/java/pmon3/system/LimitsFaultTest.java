package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a machine may run out of: shared memory, descriptors, processes; and all of it given back. */
class LimitsFaultTest {
    private static final Duration AGAIN = Duration.ofSeconds(20);
    /** cgroup v1 and v2; which of them the machine has. */
    private static final Path PIDS_V1 = Path.of("/sys/fs/cgroup/pids");

    private static final Path V2 = Path.of("/sys/fs/cgroup");

    @Test
    void fullSharedMemoryIsSaidByTheClientAndConcernsNothingElse() {
        Root.required();
        FaultTable.row("/dev/shm full, and free again", FaultTable.times(1, 10), number -> {
            try (PmondFixture pmond = new PmondFixture();
                    SmallDisk disk = SmallDisk.at(pmond.folder().resolve("shm"), "1m")) {
                pmond.config("message_queue.directory.shmem", pmond.folder().resolve("shm"));
                Standing standing = Standing.start(pmond);
                standing.awaitVictimsAge();
                disk.fill();
                Ran ls = pmond.run("ls");
                assertThat(ls.exit()).isNotZero();
                assertThat(ls.err().lines()).hasSize(1);
                assertThat(ls.err()).contains("No space left");
                int victim = pmond.instances(Standing.VICTIM).get(0).pid();
                standing.ledger().died(Standing.VICTIM);
                Proc.signal(victim, Proc.SIGKILL);
                Await.until(
                        "a new victim",
                        AGAIN,
                        () -> pmond.instances(Standing.VICTIM).stream().anyMatch(proc -> proc.pid() != victim));
                pmond.kill();
                pmond.launch();
                Await.until("two pmonds that were ready", AGAIN, () -> readies(pmond) == 2);
                assertThat(pmond.run("ls").err()).containsIgnoringCase("no space");
                disk.free();
                Await.until("an answer", AGAIN, () -> pmond.run("ls").exit() == 0);
                return standing.lostWithPmond();
            }
        });
    }

    private static long readies(PmondFixture pmond) {
        return pmond.pmondLog()
                .lines()
                .filter(line -> line.contains(" is ready, pid "))
                .count();
    }

    @Test
    void removedChannelDirectoryIsMadeAgain() {
        FaultTable.row("channel directory removed", FaultTable.times(1, 20), number -> {
            try (PmondFixture pmond = new PmondFixture()) {
                Standing standing = Standing.start(pmond);
                Tree.remove(pmond.channelDirectory());
                Await.until("an answer", AGAIN, () -> pmond.run("ls").exit() == 0);
                return standing.lostWithPmond();
            }
        });
    }

    @Test
    void exhaustedDescriptorsDelayAndLoseNothing() {
        FaultTable.row("pmond's descriptors exhausted (RLIMIT_NOFILE)", FaultTable.times(1, 10), number -> {
            try (PmondFixture pmond = new PmondFixture()) {
                Standing standing = Standing.start(pmond);
                standing.awaitVictimsAge();
                int pid = standing.victim();
                int open = descriptors(pmond.pid());
                String before = Command.of(
                                "prlimit", "--pid", "" + pmond.pid(), "--nofile", "-o", "SOFT", "--noheadings")
                        .run()
                        .ok()
                        .out()
                        .strip();
                prlimit(pmond.pid(), "--nofile=" + open + ":");
                standing.ledger().died(Standing.VICTIM);
                Proc.signal(pid, Proc.SIGKILL);
                Await.until("a start that fails", AGAIN, () -> pmond.pmondLog().contains("oo many open files"));
                prlimit(pmond.pid(), "--nofile=" + before + ":");
                standing.awaitNewVictim(pid);
                return standing.lostWithPmond();
            }
        });
    }

    @Test
    void exhaustedProcessesOfItsUserDelayAndLoseNothing() {
        Root.required();
        FaultTable.row("processes of a rootless pmond's user exhausted (RLIMIT_NPROC)", FaultTable.times(1, 10), n -> {
            try (PmondFixture pmond = PmondFixture.of("games")) {
                Standing standing = Standing.start(pmond);
                standing.awaitVictimsAge();
                int pid = standing.victim();
                Command limit = Command.of("prlimit", "--pid", "" + pmond.pid(), "--nproc=1:");
                limit.as("games").run().ok();
                standing.ledger().died(Standing.VICTIM);
                Proc.signal(pid, Proc.SIGKILL);
                Await.until(
                        "a start that fails",
                        AGAIN,
                        () -> pmond.pmondLog().contains("resource temporarily unavailable"));
                assertThat(pmond.running()).isTrue();
                Command.of("prlimit", "--pid", "" + pmond.pid(), "--nproc=4096:")
                        .as("games")
                        .run()
                        .ok();
                standing.awaitNewVictim(pid);
                return standing.lostWithPmond();
            }
        });
    }

    @Test
    void exhaustedPidsCgroupDelaysAndLosesNothing() {
        Root.required();
        FaultTable.row("pids cgroup of pmond exhausted", FaultTable.times(1, 10), number -> {
            try (PmondFixture pmond = new PmondFixture()) {
                Standing standing = Standing.start(pmond);
                standing.awaitVictimsAge();
                int pid = standing.victim();
                Path group = pidsGroup("pmon3-test-" + pmond.pid());
                try {
                    write(group.resolve("cgroup.procs"), "" + pmond.pid());
                    write(group.resolve("pids.max"), "1");
                    standing.ledger().died(Standing.VICTIM);
                    Proc.signal(pid, Proc.SIGKILL);
                    Await.until(
                            "a start that fails",
                            AGAIN,
                            () -> pmond.pmondLog().contains("resource temporarily unavailable"));
                    write(group.resolve("pids.max"), "max");
                    standing.awaitNewVictim(pid);
                    return standing.lostWithPmond();
                } finally {
                    Await.until("the empty cgroup's end", AGAIN, () -> leave(group));
                }
            }
        });
    }

    private static Path pidsGroup(String name) {
        Path parent = Files.isDirectory(PIDS_V1) ? PIDS_V1 : V2;
        try {
            return Files.createDirectory(parent.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return whether it is empty, and gone */
    private static boolean leave(Path group) {
        for (String pid : Tree.text(group.resolve("cgroup.procs")).lines().toList()) {
            write(group.resolveSibling("cgroup.procs"), pid);
        }
        return group.toFile().delete();
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int descriptors(int pid) {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return (int) open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void prlimit(int pid, String limit) {
        Command.of("prlimit", "--pid", "" + pid, limit).run().ok();
    }
}
