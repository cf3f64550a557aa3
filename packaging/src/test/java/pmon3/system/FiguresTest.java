package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast and how small it is, against the limits that it must keep. Each figure is printed with what was run, so that
 * anybody can run it again; on a machine that does something else at the same time they are worse.
 */
@Tag("figures")
class FiguresTest {
    private static final Duration UP = Duration.ofSeconds(30);
    /** One that had run that long is started again at once, not 5 s after its last start. */
    private static final Duration OLD_AGE = Duration.ofMillis(5100);

    /** Looking all the time would take a core from what is measured. */
    private static final long LOOK_AGAIN_NANOS = 200_000;

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
            List<TableRow> rows = pmond.ls();
            Await.until(
                    "their age",
                    UP,
                    () -> rows.stream()
                            .allMatch(row ->
                                    Proc.of(row.pid()).orElseThrow().age().compareTo(OLD_AGE) > 0));
            List<Double> times = new ArrayList<>();
            for (TableRow row : rows.subList(0, KILLS)) {
                times.add(milliseconds(replacement(children(pmond.pid()), row)));
            }
            figure(
                    "SIGKILL to the replacement's program, 100 processes that had run over 5 s, median of " + KILLS,
                    median(times),
                    "ms",
                    RESTART_LIMIT_MS,
                    "kill -9 PID; then look for another child of pmond under that name");
        }
    }

    /** From before the kill until the new program, not only its helper, is seen under the name. */
    private static Duration replacement(Path children, TableRow row) {
        String known = read(children);
        long began = System.nanoTime();
        Proc.signal(row.pid(), Proc.SIGKILL);
        while (System.nanoTime() - began < UP.toNanos()) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            String now = read(children);
            if (!now.equals(known)) {
                for (String pid : now.strip().split(" ")) {
                    boolean replacement = !(" " + known).contains(" " + pid + " ")
                            && read(Path.of("/proc/" + pid + "/cmdline")).startsWith(row.name() + "\0");
                    if (replacement) {
                        return Duration.ofNanos(System.nanoTime() - began);
                    }
                }
            }
        }
        throw new AssertionError(row + " was not started again");
    }

    @Test
    void threeHundredRunSoonAndCostLittle() {
        List<Double> starts = new ArrayList<>();
        for (int start = 1; start <= STARTS; start++) {
            try (PmondFixture pmond = sleepers(MANY)) {
                long began = System.nanoTime();
                pmond.launch();
                awaitRunning(pmond, MANY);
                starts.add(milliseconds(Duration.ofNanos(System.nanoTime() - began)));
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
        pass(REST_BEFORE_IDLE);
        long before = ticks(pmond.pid());
        pass(IDLE);
        double busyMs = (ticks(pmond.pid()) - before) * Proc.MS_PER_TICK;
        figure(
                "CPU of an idle pmond with " + MANY + " processes, of one core",
                100 * busyMs / IDLE.toMillis(),
                "%",
                IDLE_LIMIT_PERCENT,
                "fields 14 and 15 of /proc/PID/stat, " + IDLE.toSeconds() + " s apart");
        double pssMb = Stream.of(read(Path.of("/proc/" + pmond.pid() + "/smaps_rollup"))
                                .split("\n"))
                        .filter(line -> line.startsWith("Pss:"))
                        .mapToLong(line -> Long.parseLong(line.split("\\s+")[1]))
                        .sum()
                / 1024.0;
        figure(
                "Pss of pmond with " + MANY + " processes",
                pssMb,
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

    /** A pmond that is to start so many sleepers. */
    private static PmondFixture sleepers(int count) {
        PmondFixture pmond = new PmondFixture();
        String entries = IntStream.range(0, count)
                .mapToObj(number -> "{\"file\": \"/bin/sleep\", \"name\": \"p" + number + "\", \"args\": \"10000\"}")
                .collect(Collectors.joining(",\n"));
        return pmond.processConfig("{\"processes\": [" + entries + "]}");
    }

    private static void awaitRunning(PmondFixture pmond, int count) {
        // Clients that look all the time would take a core from what is measured.
        Path children = children(pmond.pid());
        Await.until(count + " children", UP, () -> read(children).split(" ").length >= count);
        Await.until(count + " running", UP, () -> {
            Ran list = pmond.run("ls");
            return list.exit() == 0
                    && TableRow.parse(list.out()).stream()
                                    .filter(row -> row.status().equals("running"))
                                    .count()
                            == count;
        });
    }

    private static Path children(int pmond) {
        int spawner = Await.value("the thread that starts programs", UP, () -> {
            if (!Files.exists(Path.of("/proc/" + pmond))) {
                throw new AssertionError("pmond has ended");
            }
            return Optional.ofNullable(Proc.threads(pmond).get("pmon3-poller"));
        });
        return Path.of("/proc/" + pmond + "/task/" + spawner + "/children");
    }

    private static void figure(String what, double value, String unit, double limit, String command) {
        System.out.printf(
                Locale.ROOT, "figure: %s: %.2f %s (limit %s): %s%n", what, value, unit, number(limit), command);
        assertThat(value).as(what).isLessThan(limit);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static double milliseconds(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    /** What is measured over a time needs that time. */
    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        Await.until("the end of " + time, time.plus(UP), () -> System.nanoTime() >= end);
    }

    private static long ticks(int pid) {
        String stat = read(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
