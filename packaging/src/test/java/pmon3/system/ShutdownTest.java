package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;
import static pmon3.system.Figures.figure;
import static pmon3.system.Figures.milliseconds;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How pmond ends what it keeps alive when it ends itself, and how long that takes. */
class ShutdownTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int CLOSED = 5;
    private static final int SLOW = 6;
    private static final Duration SLOWNESS = Duration.ofSeconds(2);
    private static final int MANY = 1000;
    private static final int CHAIN = 5;
    private static final double MANY_LIMIT_MS = 10_000;

    @Test
    void whatIsIndependentEndsAtTheSameTime() {
        try (PmondFixture pmond = new PmondFixture()) {
            Path slow = pmond.script(
                    "slow",
                    "#!/bin/sh\ntrap 'sleep " + SLOWNESS.toSeconds() + "; exit' TERM\nwhile :; do sleep 0.1; done\n");
            pmond.processConfig(IntStream.range(0, SLOW)
                    .mapToObj(n -> "{\"file\": \"" + slow + "\", \"name\": \"slow" + n + "\"}")
                    .collect(Collectors.joining(",", "{\"processes\": [", "]}")));
            pmond.start();
            IntStream.range(0, SLOW).forEach(n -> pmond.awaitStatus("slow" + n, "running"));
            long began = System.nanoTime();
            pmond.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isGreaterThan(SLOWNESS)
                    .isLessThan(SLOWNESS.multipliedBy(SLOW / 2));
            assertThat(pmond.living()).isEmpty();
            assertThat(pmond.pmondLog()).doesNotContain("SIGKILL");
        }
    }

    @Test
    void theSecondRequestHurries() {
        try (PmondFixture pmond = new PmondFixture()) {
            pmond.config("stop_timeout", 600_000);
            Path stubborn = pmond.script("stubborn", "#!/bin/sh\ntrap '' TERM\nwhile :; do sleep 0.1; done\n");
            pmond.start().run("exec", stubborn.toString()).ok();
            pmond.run("exec", "/bin/sleep", "-a", "10000", "-d", "stubborn").ok();
            Proc.signal(pmond.pid(), Proc.SIGTERM);
            Await.until("the first request", SOON, () -> pmond.pmondLog().contains("stubborn (1) gets SIGTERM"));
            Proc.signal(pmond.pid(), Proc.SIGTERM);
            pmond.awaitEnd();
            assertThat(pmond.pmondLog()).contains("what still lives gets SIGKILL", "stubborn (1) gets SIGKILL");
            assertThat(pmond.living()).isEmpty();
            assertThat(pmond.stored().rows()).extracting(StoredRows.Row::status).containsOnly(CLOSED);
        }
    }

    /** However early it comes once there are signals to handle: before it is ready, what it has adopted ends with it. */
    @Test
    void askedToEndWhileItStartsItEndsWithAllThatItKeeps() {
        try (PmondFixture pmond = new PmondFixture()) {
            pmond.start().run("exec", "/bin/sleep", "-a", "10000").ok();
            pmond.kill();
            assertThat(pmond.instances("sleep")).hasSize(1);
            Path lock = pmond.folder().resolve("data/pmond.lock");
            pmond.launch();
            String own = Integer.toString(pmond.pid());
            Await.until(
                    "the lock of the one that starts", SOON, () -> text(lock).equals(own));
            Proc.signal(pmond.pid(), Proc.SIGHUP);
            Proc.signal(pmond.pid(), Proc.SIGTERM);
            assertThat(pmond.awaitEnd()).isZero();
            assertThat(pmond.living()).isEmpty();
            assertThat(pmond.pmondLog()).contains("pmond has ended");
            assertThat(pmond.stored().rows()).extracting(StoredRows.Row::status).containsOnly(CLOSED);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).trim();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A chain among them, whose members end one after the other. */
    @Tag("long")
    @Test
    void aThousandThatObeyEndInTime() {
        try (PmondFixture pmond = new PmondFixture()) {
            pmond.config("wait.dependent_process_enqueued", 0);
            pmond.processConfig(IntStream.range(0, MANY)
                    .mapToObj(n -> "{\"file\": \"/bin/sleep\", \"name\": \"p" + n + "\", \"args\": \"10000\""
                            + (n > 0 && n < CHAIN ? ", \"dependencies\": [\"p" + (n - 1) + "\"]}" : "}"))
                    .collect(Collectors.joining(",\n", "{\"processes\": [", "]}")));
            Figures.startedMs(pmond, MANY);
            long began = System.nanoTime();
            pmond.stop();
            double ms = milliseconds(Duration.ofNanos(System.nanoTime() - began));
            figure("SIGTERM to the end of pmond and of 1000 that obey", ms, "ms", MANY_LIMIT_MS, "kill PID; wait");
            assertThat(pmond.living()).isEmpty();
            List<StoredRows.Row> rows = pmond.stored().rows();
            assertThat(rows).hasSize(MANY).allMatch(row -> row.status() == CLOSED);
            List<String> ended = pmond.pmondLog()
                    .lines()
                    .filter(line -> line.endsWith(" is closed"))
                    .map(line -> line.replaceFirst(".*: (p\\d+) .*", "$1"))
                    .filter(name -> IntStream.range(0, CHAIN).anyMatch(n -> name.equals("p" + n)))
                    .toList();
            assertThat(ended)
                    .containsExactlyElementsOf(IntStream.iterate(CHAIN - 1, n -> n >= 0, n -> n - 1)
                            .mapToObj(n -> "p" + n)
                            .toList());
        }
    }
}
