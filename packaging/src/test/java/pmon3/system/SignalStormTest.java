package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user who sends every signal to every thread of a root pmond and to its helpers while his own processes restart. */
class SignalStormTest {
    private static final String STORMER = "nobody";
    private static final int PROCESSES = 6;
    private static final int RESTARTS = 12;
    private static final int STORMS = 2;
    private static final Duration ENDED = Duration.ofSeconds(20);
    /** Helpers that were stopped by SIGSTOP are given up after 10 s, and what failed is tried again after 5 s. */
    private static final Duration ALL_BACK = Duration.ofSeconds(40);

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    @Test
    void pmondNeverNotices() throws IOException {
        Root.required();
        pmond.start();
        Proc daemon = Proc.of(pmond.pid()).orElseThrow();
        pmond.run("exec", "/bin/sleep", "--name", "roots", "-a", "10000").ok();
        TableRow roots = pmond.row("roots").orElseThrow();
        List<String> names =
                IntStream.range(0, PROCESSES).mapToObj(number -> "his" + number).toList();
        for (String name : names) {
            pmond.runAs(STORMER, "exec", "/bin/sleep", "--name", name, "-a", "10000")
                    .ok();
        }

        Path stop = pmond.folder().resolve("stop");
        List<Path> counts = new ArrayList<>();
        List<Process> storms = new ArrayList<>();
        for (int storm = 0; storm < STORMS; storm++) {
            counts.add(pmond.folder().resolve("storm" + storm));
            storms.add(start(stop, counts.get(storm)));
        }
        for (int restart = 0; restart < RESTARTS; restart++) {
            // Its exit status is whatever the storm made of it.
            pmond.runAs(
                    STORMER, Stream.concat(Stream.of("restart"), names.stream()).toArray(String[]::new));
        }
        Files.createFile(stop);
        for (Process storm : storms) {
            Await.until("the end of the storm", ENDED, () -> !storm.isAlive());
            assertThat(storm.exitValue()).isZero();
        }

        for (Path count : counts) {
            String[] numbers = Command.text(count).strip().split(" ");
            System.out.println("signals tried, allowed, of these to helpers: " + String.join(", ", numbers));
            assertThat(Long.parseLong(numbers[0])).as("signals tried").isGreaterThan(10_000);
        }
        assertThat(daemon.stillLives()).isTrue();
        assertThat(pmond.row("roots").orElseThrow().pid()).isEqualTo(roots.pid());
        assertThat(pmond.pmondLog()).doesNotContain("ERROR").doesNotContain("Exception");
        Await.until("all of them running again", ALL_BACK, () -> {
            assertThat(pmond.ls()).extracting(TableRow::status).containsOnly("running");
            return true;
        });
        names.forEach(name -> assertThat(pmond.instances(name)).as(name).hasSize(1));
        assertThat(pmond.helpers()).isEmpty();
    }

    private Process start(Path stop, Path count) {
        Path script = Path.of("src/test/python/signal-storm.py").toAbsolutePath();
        return Command.of(Root.program("python3"), script.toString(), "" + pmond.pid(), stop.toString())
                .as(STORMER)
                .start(count, count);
    }
}
