package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Programs that do what programs should not do, beside some that must not notice. */
class BadProgramsFaultTest {
    private static final Duration SEEN = Duration.ofSeconds(20);
    private static final Duration PROMPT = Duration.ofSeconds(3);
    private static final long LINE_BYTES = 100L << 20;
    private static final String FORKS_WITHOUT_END =
            "trap '' TERM\nwhile :; do for n in 1 2 3 4 5 6 7 8; do (:) & (setsid true) & done; wait; done\n";

    private static List<String> beside(String text, Deed deed) {
        try (PmondFixture pmond = new PmondFixture()) {
            pmond.config("stop_timeout", 500);
            Standing standing = Standing.start(pmond);
            pmond.run("exec", pmond.script("bad", "#!/bin/bash\n" + text).toString(), "-n");
            List<Proc> left = deed.of(pmond);
            pmond.run("stop", "bad").ok();
            left.addAll(pmond.instances("bad"));
            List<String> lost = new ArrayList<>(standing.lostWithPmond());
            left.stream().filter(Proc::stillLives).forEach(proc -> lost.add(proc + " was to be stopped and lives"));
            return lost;
        }
    }

    /** Lets it be bad for a while. */
    private interface Deed {
        /** @return what has to be gone once it is stopped */
        List<Proc> of(PmondFixture pmond);
    }

    private static List<Proc> session(PmondFixture pmond) {
        return new ArrayList<>(
                Proc.livingInSession(pmond.row("bad").orElseThrow().pid()));
    }

    @Test
    void whatIgnoresSigtermIsKilledInTime() {
        FaultTable.row("a program that ignores SIGTERM, with children that do", FaultTable.times(1, 20), number -> {
            String text = "trap '' TERM HUP INT\nsleep 10001 &\nsleep 10002 &\nwhile :; do sleep 0.1; done\n";
            return beside(text, BadProgramsFaultTest::session);
        });
    }

    @Test
    void whatDaemonizesLeavesItAndIsReaped() {
        FaultTable.row("a program that daemonizes", FaultTable.times(1, 20), number -> {
            String text = "setsid sh -c 'sleep 0.5' &\nsetsid setsid sleep 0.6 &\nexec sleep 0.3\n";
            return beside(text, pmond -> {
                pmond.awaitStatus("bad", "failed");
                Await.until(
                        "no zombie of it",
                        SEEN,
                        () -> Proc.all().stream().noneMatch(proc -> proc.parent() == pmond.pid() && proc.isZombie()));
                return new ArrayList<>();
            });
        });
    }

    @Test
    void whatForksWithoutEndIsStoppedWholly() {
        FaultTable.row("fork bomb of short-lived children", FaultTable.times(1, 10), number -> {
            return beside(FORKS_WITHOUT_END, BadProgramsFaultTest::bombed);
        });
    }

    @Test
    void whatForksWithoutEndIsAdoptedAndStoppedWhollyToo() {
        FaultTable.row("fork bomb of short-lived children, of a pmond that was killed", FaultTable.times(1, 10), n -> {
            return beside(FORKS_WITHOUT_END, pmond -> {
                int pid = pmond.awaitStatus("bad", "running").pid();
                pmond.kill();
                pmond.start();
                List<Proc> left = bombed(pmond);
                assertThat(pmond.row("bad").orElseThrow().pid()).isEqualTo(pid);
                return left;
            });
        });
    }

    private static List<Proc> bombed(PmondFixture pmond) {
        List<Proc> left = session(pmond);
        for (int look = 0; look < 5; look++) {
            assertThat(pmond.run("ls").ok().took()).isLessThan(PROMPT);
        }
        return left;
    }

    @Test
    void whatClosesItsDescriptorsIsKeptAsAny() {
        FaultTable.row("a program that closes all its descriptors", FaultTable.times(1, 20), number -> {
            String text = "for fd in /proc/self/fd/*; do n=${fd##*/}; eval \"exec $n>&-\" 2>/dev/null; done\n"
                    + "while :; do read -t 0.2 <> <(:); done\n";
            return beside(text, BadProgramsFaultTest::session);
        });
    }

    @Test
    void lineOfHundredMegabytesIsWrittenAndShown() {
        FaultTable.row("a line of 100 MB in a log", FaultTable.times(1, 5), number -> {
            String text = "head -c " + LINE_BYTES + " /dev/zero | tr '\\0' x\necho\necho end\nexec sleep 10000\n";
            return beside(text, pmond -> {
                Await.until("the whole line", SEEN, () -> {
                    try {
                        return Files.size(pmond.logFile("bad")) > LINE_BYTES + 1;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                assertThat(pmond.run("log", "bad", "-n", "1").ok().out()).isEqualTo("end\n");
                return session(pmond);
            });
        });
    }

    /** Each ends at once and is due again 5 s after its start, so that a hundredth of them starts every 50 ms. */
    @Test
    void restartLoopOfManyConcernsNobodyElse() {
        int many = FaultTable.times(200, 500);
        Duration time = Duration.ofSeconds(FaultTable.times(11, 60));
        FaultTable.row("restart loop of processes that exit at once (500 for a minute, usually fewer)", 1, number -> {
            try (PmondFixture pmond = new PmondFixture()) {
                Standing standing = Standing.start(pmond);
                List<String> entries = new ArrayList<>(IntStream.range(0, many)
                        .mapToObj(n -> "{\"file\": \"/bin/false\", \"name\": \"loop" + n + "\"}")
                        .toList());
                pmond.processConfig(
                        "looping.json", entries.stream().collect(Collectors.joining(",", "{\"processes\": [", "]}")));
                pmond.run("init", "-c");
                long end = System.nanoTime() + time.toNanos();
                while (System.nanoTime() < end) {
                    Ran list = pmond.run("ls").ok();
                    assertThat(list.took()).isLessThan(PROMPT);
                }
                List<TableRow> rows = pmond.ls();
                List<String> lost = new ArrayList<>(standing.lost());
                long least = time.toSeconds() / 5 - 2;
                rows.stream()
                        .filter(row -> row.name().startsWith("loop") && row.restarts() < least)
                        .forEach(row -> lost.add(row + " was restarted fewer than " + least + " times"));
                pmond.run("kill", "-f");
                return lost;
            }
        });
    }

    @Test
    void stoppedClientsHoldUpNobody() {
        FaultTable.row("clients stopped by SIGSTOP in the middle of a reply", FaultTable.times(1, 12), number -> {
            try (PmondFixture pmond = new PmondFixture()) {
                Standing standing = Standing.start(pmond);
                List<Process> clients = new ArrayList<>();
                for (int client = 0; client < 8; client++) {
                    var out = pmond.folder().resolve("stopped" + client);
                    Process started = pmond.client("ls").start(out, out);
                    clients.add(started);
                    long stopAt = System.nanoTime()
                            + Duration.ofMillis(20L * (client + number)).toNanos();
                    Await.until("the moment", SEEN, () -> System.nanoTime() >= stopAt);
                    Proc.signal((int) started.pid(), Proc.SIGSTOP);
                }
                assertThat(pmond.run("ls").ok().took()).isLessThan(PROMPT);
                clients.forEach(client -> Proc.signal((int) client.pid(), Proc.SIGCONT));
                for (Process client : clients) {
                    Await.until("the client's end", SEEN, () -> !client.isAlive());
                }
                return standing.lost();
            }
        });
    }
}
