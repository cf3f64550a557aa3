package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is measured of a fleet of sleepers, and printed with the command that anybody can measure it with. */
final class Figures {
    private static final Duration UP = Duration.ofSeconds(60);
    /** One that had run that long is started again at once, not 5 s after its last start. */
    private static final Duration OLD_AGE = Duration.ofMillis(5100);

    /** Looking all the time would take a core from what is measured. */
    private static final long LOOK_AGAIN_NANOS = 200_000;

    private Figures() {}

    /** A pmond that is to start so many. */
    static PmondFixture sleepers(int count) {
        return new PmondFixture()
                .processConfig(IntStream.range(0, count)
                        .mapToObj(n -> "{\"file\": \"/bin/sleep\", \"name\": \"p" + n + "\", \"args\": \"10000\"}")
                        .collect(Collectors.joining(",\n", "{\"processes\": [", "]}")));
    }

    /** @return milliseconds from the start of pmond until {@code ls} shows that many running */
    static double startedMs(PmondFixture pmond, int count) {
        long began = System.nanoTime();
        pmond.launch();
        awaitRunning(pmond, count);
        return milliseconds(Duration.ofNanos(System.nanoTime() - began));
    }

    static void awaitRunning(PmondFixture pmond, int count) {
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

    /** The kernel's list of what pmond has started, the newest last (proc_pid_task(5)). */
    private static Path children(int pmond) {
        int spawner = Await.value("the thread that starts programs", UP, () -> {
            if (!Files.exists(Path.of("/proc/" + pmond))) {
                throw new AssertionError("pmond has ended");
            }
            return Optional.ofNullable(Proc.threads(pmond).get("pmon3-poller"));
        });
        return Path.of("/proc/" + pmond + "/task/" + spawner + "/children");
    }

    /** Milliseconds from SIGKILL to the new program, of the first so many of them once all are old enough. */
    static List<Double> replacementsMs(PmondFixture pmond, int kills) {
        List<TableRow> rows = pmond.ls();
        Await.until(
                "their age",
                UP,
                () -> rows.stream()
                        .allMatch(row -> Proc.of(row.pid()).orElseThrow().age().compareTo(OLD_AGE) > 0));
        Path children = children(pmond.pid());
        return rows.subList(0, kills).stream()
                .map(row -> milliseconds(replacement(children, row)))
                .toList();
    }

    /** From before the kill until the new program, not only its helper, is seen under the name. */
    private static Duration replacement(Path children, TableRow row) {
        String known = " " + read(children);
        long began = System.nanoTime();
        Proc.signal(row.pid(), Proc.SIGKILL);
        while (System.nanoTime() - began < UP.toNanos()) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            String now = read(children).strip();
            String newest = now.substring(now.lastIndexOf(' ') + 1);
            boolean replaced = !known.contains(" " + newest + " ")
                    && read(Path.of("/proc/" + newest + "/cmdline")).startsWith(row.name() + "\0");
            if (replaced) {
                return Duration.ofNanos(System.nanoTime() - began);
            }
        }
        throw new AssertionError(row + " was not started again");
    }

    /** Percent of one core that pmond takes while nothing happens. */
    static double idlePercent(PmondFixture pmond, Duration rest, Duration measured) {
        pass(rest);
        long before = ticks(pmond.pid());
        pass(measured);
        return 100.0 * (ticks(pmond.pid()) - before) * Proc.MS_PER_TICK / measured.toMillis();
    }

    private static long ticks(int pid) {
        String stat = read(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    static double pssMb(int pid) {
        return read(Path.of("/proc/" + pid + "/smaps_rollup"))
                        .lines()
                        .filter(line -> line.startsWith("Pss:"))
                        .mapToLong(line -> Long.parseLong(line.split("\\s+")[1]))
                        .sum()
                / 1024.0;
    }

    /** What is measured over a time needs that time. */
    static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        Await.until("the end of " + time, time.plus(UP), () -> System.nanoTime() >= end);
    }

    /** Prints it, and fails if it is not below its limit. */
    static void figure(String what, double value, String unit, double limit, String command) {
        System.out.printf(
                Locale.ROOT, "figure: %s: %.2f %s (limit %s): %s%n", what, value, unit, number(limit), command);
        assertThat(value).as(what).isLessThan(limit);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.1f", value);
    }

    static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    static double milliseconds(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    /** Empty where it cannot be read. */
    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            return "";
        }
    }
}
