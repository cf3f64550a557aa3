package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;
import static pmon3.system.Figures.awaitRunning;
import static pmon3.system.Figures.figure;
import static pmon3.system.Figures.idlePercent;
import static pmon3.system.Figures.median;
import static pmon3.system.Figures.milliseconds;
import static pmon3.system.Figures.pssMb;
import static pmon3.system.Figures.read;
import static pmon3.system.Figures.replacementsMs;
import static pmon3.system.Figures.sleepers;
import static pmon3.system.Figures.startedMs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast and how small it is, against the limits that it must keep. Each figure is printed with what was run, so that
 * anybody can run it again; on a machine that does something else at the same time they are worse.
 */
@Tag("figures")
class FiguresTest {
    private static final int KILLS = 21;
    private static final double RESTART_LIMIT_MS = 20;

    private static final int MANY = 300;
    private static final int STARTS = 3;
    private static final double STARTED_LIMIT_MS = 3000;
    private static final Duration REST_BEFORE_IDLE = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(20);
    private static final double IDLE_LIMIT_PERCENT = 0.3;
    private static final double PSS_LIMIT_MB = 100;

    private static final int CLIENT_RUNS = 15;
    private static final double CLIENT_LIMIT_TIMES = 4;

    @Test
    void killedProcessHasAReplacementAtOnceAmongHundred() {
        try (PmondFixture pmond = sleepers(100)) {
            pmond.launch();
            awaitRunning(pmond, 100);
            figure(
                    "SIGKILL to the replacement's program, 100 processes that had run over 5 s, median of " + KILLS,
                    median(replacementsMs(pmond, KILLS)),
                    "ms",
                    RESTART_LIMIT_MS,
                    "kill -9 PID; then look for another child of pmond under that name");
        }
    }

    @Test
    void threeHundredRunSoonAndCostLittle() {
        List<Double> starts = new ArrayList<>();
        for (int start = 1; start <= STARTS; start++) {
            try (PmondFixture pmond = sleepers(MANY)) {
                starts.add(startedMs(pmond, MANY));
                assertThat(pmond.ls()).hasSize(MANY);
                if (start == STARTS) {
                    measureRest(pmond);
                }
            }
        }
        figure(
                "start of pmond until ls shows " + MANY + " running from the process config, median of " + STARTS,
                median(starts),
                "ms",
                STARTED_LIMIT_MS,
                "pmond & until [ $(pmon3 ls | grep -c running) = " + MANY + " ]; do :; done");
    }

    private static void measureRest(PmondFixture pmond) {
        figure(
                "CPU of an idle pmond with " + MANY + " processes, of one core",
                idlePercent(pmond, REST_BEFORE_IDLE, IDLE),
                "%",
                IDLE_LIMIT_PERCENT,
                "fields 14 and 15 of /proc/PID/stat, " + IDLE.toSeconds() + " s apart");
        figure(
                "Pss of pmond with " + MANY + " processes",
                pssMb(pmond.pid()),
                "MB",
                PSS_LIMIT_MB,
                "grep Pss: /proc/PID/smaps_rollup");
    }

    @Test
    void lsCostsNotMuchMoreThanAnEmptyProgram(@TempDir Path folder) {
        try (PmondFixture pmond = sleepers(3)) {
            pmond.launch();
            awaitRunning(pmond, 3);
            Command hello = hello(folder);
            Command list = pmond.client("ls");
            List<Double> hellos = new ArrayList<>();
            List<Double> lists = new ArrayList<>();
            for (int run = 0; run < CLIENT_RUNS; run++) {
                hellos.add(milliseconds(hello.run().ok().took()));
                lists.add(milliseconds(list.run().ok().took()));
            }
            System.out.printf(
                    Locale.ROOT,
                    "figure: pmon3 ls %.0f ms, hello %.0f ms, medians of %d in turns: %s; %s%n",
                    median(lists),
                    median(hellos),
                    CLIENT_RUNS,
                    String.join(" ", list.words()),
                    String.join(" ", hello.words()));
            figure(
                    "pmon3 ls at 3 processes, in hellos of the same JVM",
                    median(lists) / median(hellos),
                    "times",
                    CLIENT_LIMIT_TIMES,
                    "as above");
        }
    }

    private static Command hello(Path folder) {
        String java = read(Tree.home().resolve("lib/java-home")).strip();
        try {
            Files.writeString(
                    folder.resolve("Hello.java"),
                    "class Hello { public static void main(String[] a) { System.out.println(\"hello\"); } }\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Command.of(java + "/bin/javac", "Hello.java").in(folder).run().ok();
        return Command.of(java + "/bin/java", "-cp", folder.toString(), "Hello");
    }
}
