package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Thousands of processes, dozens of clients. Each figure is printed with the command that gives it. */
@Tag("long")
class ScaleTest {
    private static final Duration UP = Duration.ofSeconds(60);
    private static final long LOOK_AGAIN_NANOS = 500_000;
    private static final Duration OLD_AGE = Duration.ofMillis(5100);
    private static final int THOUSAND = 1000;
    private static final int KILLS = 21;
    private static final int LISTS = 15;
    private static final Duration REST = Duration.ofSeconds(15);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final int CLIENTS = 50;
    private static final Duration CLIENTS_TIME = Duration.ofSeconds(60);
    private static final int SOAK_RESTARTS = 100_000;
    private static final int SOAK_PROCESSES = 250;
    private static final int SOAK_READINGS = 10;
    private static final String SOAK_PROPERTY = "pmon3.soak";
    private static final String SMAPS = "grep Pss: /proc/PID/smaps_rollup";

    @Test
    void thousandRunSoonAndAreListedAndReplacedQuickly() {
        try (PmondFixture pmond = sleepers(THOUSAND)) {
            figure("start of pmond until 1000 run", startedMs(pmond, THOUSAND), "ms", 3000, "pmond & until pmon3 ls");
            try (PmondFixture few = sleepers(10)) {
                startedMs(few, 10);
                double ten = list(few);
                double thousand = list(pmond);
                figure("ls of 10, median of " + LISTS, ten, "ms", 10_000, "time pmon3 ls");
                figure("ls of 1000, median of " + LISTS, thousand, "ms", 1.5 * ten + 50, "time pmon3 ls");
            }
            replacements(pmond);
            idle(pmond);
        }
    }

    private static void replacements(PmondFixture pmond) {
        List<TableRow> rows = pmond.ls();
        Await.until(
                "their age",
                UP,
                () -> rows.stream()
                        .allMatch(row -> Proc.of(row.pid()).orElseThrow().age().compareTo(OLD_AGE) > 0));
        List<Double> times = new ArrayList<>();
        Path children = children(pmond);
        for (TableRow row : rows.subList(0, KILLS)) {
            times.add(replacementMs(children, row));
        }
        figure(
                "SIGKILL to the new program at 1000, median of " + KILLS,
                median(times),
                "ms",
                50,
                "kill -9 PID, then look for the name among pmond's children");
    }

    private static double replacementMs(Path children, TableRow row) {
        String known = " " + read(children);
        long began = System.nanoTime();
        Proc.signal(row.pid(), Proc.SIGKILL);
        while (System.nanoTime() - began < UP.toNanos()) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            String now = read(children);
            // New children are the last ones.
            String last = now.substring(now.strip().lastIndexOf(' ') + 1).strip();
            boolean replaced = !known.contains(" " + last + " ")
                    && read(Path.of("/proc/" + last + "/cmdline")).startsWith(row.name() + "\0");
            if (replaced) {
                return (System.nanoTime() - began) / 1e6;
            }
        }
        throw new AssertionError(row + " was not started again");
    }

    private static void idle(PmondFixture pmond) {
        pass(REST);
        long before = ticks(pmond.pid());
        pass(IDLE);
        double busyMs = (ticks(pmond.pid()) - before) * Proc.MS_PER_TICK;
        figure(
                "CPU of an idle pmond with 1000, of one core",
                100 * busyMs / IDLE.toMillis(),
                "%",
                0.5,
                "fields 14 and 15 of /proc/PID/stat, 30 s apart");
    }

    @Test
    void fiveThousandRunSoon() {
        try (PmondFixture pmond = sleepers(5 * THOUSAND)) {
            figure(
                    "start of pmond until 5000 run",
                    startedMs(pmond, 5 * THOUSAND),
                    "ms",
                    15_000,
                    "pmond & until pmon3 ls");
        }
    }

    @Test
    void fiftyClientsAtOnceAreAllServed() {
        try (PmondFixture pmond = new PmondFixture()) {
            pmond.start();
            Path failures = pmond.folder().resolve("failures.txt");
            String loop = "end=$(($(date +%s)+" + CLIENTS_TIME.toSeconds() + ")); n=0\n"
                    + "while [ $(date +%s) -lt $end ]; do\n"
                    + "  for words in ls \"exec /bin/sleep --name c$1 -a 10000\" \"desc c$1\" \"stop c$1\"; do\n"
                    + "    out=$(\"$2\" $words 2>&1) || echo \"c$1 $words: exit $?: $out\" >>\"$3\"\n"
                    + "    n=$((n+1))\n"
                    + "  done\n"
                    + "done\necho $n >\"$4\"\n";
            Path script = pmond.script("client-loop", "#!/bin/sh\n" + loop);
            Path client = Tree.forEveryone().resolve("bin/pmon3");
            List<Process> clients = new ArrayList<>();
            Path said = pmond.folder().resolve("said.txt");
            for (int number = 0; number < CLIENTS; number++) {
                String count = pmond.folder().resolve("count" + number).toString();
                clients.add(Command.of(script.toString(), "" + number, client.toString(), failures.toString(), count)
                        .with("PMON3_CONF", pmond.configFile().toString())
                        .start(said, said));
            }
            for (Process started : clients) {
                Await.until("a client's end", CLIENTS_TIME.plus(UP), () -> !started.isAlive());
            }
            long commands = IntStream.range(0, CLIENTS)
                    .mapToLong(number -> Long.parseLong(
                            read(pmond.folder().resolve("count" + number)).strip()))
                    .sum();
            System.out.println(
                    "figure: 50 clients at once, a minute of ls, exec, desc, stop: " + commands + " commands");
            assertThat(read(failures)).isEmpty();
            assertThat(pmond.living()).isEmpty();
        }
    }

    @Test
    void twentyRestartsAtOnceMakeOne() {
        try (PmondFixture pmond = new PmondFixture()) {
            pmond.start();
            pmond.run("exec", "/bin/sleep", "--name", "web", "-a", "10000").ok();
            for (int round = 0; round < 5; round++) {
                pmond.runAtOnce(20, "restart", "web").forEach(Ran::ok);
                pmond.awaitStatus("web", "running");
                assertThat(pmond.instances("web")).hasSize(1);
            }
        }
    }

    /** A day's work in fast motion. */
    @Test
    void memoryDescriptorsAndThreadsStayFlat() {
        int restarts = Integer.getInteger(SOAK_PROPERTY, SOAK_RESTARTS);
        try (PmondFixture pmond = sleepers(SOAK_PROCESSES)) {
            startedMs(pmond, SOAK_PROCESSES);
            String names =
                    IntStream.range(0, SOAK_PROCESSES).mapToObj(n -> "p" + n).collect(Collectors.joining(","));
            List<long[]> readings = new ArrayList<>();
            for (int done = 0; done < restarts; done += SOAK_PROCESSES) {
                Ran ran = pmond.run("restart", names).ok();
                assertThat(TableRow.parse(ran.out())).hasSize(SOAK_PROCESSES);
                if (done / SOAK_PROCESSES % Math.max(1, restarts / SOAK_PROCESSES / SOAK_READINGS) == 0) {
                    readings.add(reading(pmond.pid()));
                }
            }
            pass(REST);
            readings.add(reading(pmond.pid()));
            readings.forEach(
                    now -> System.out.printf("soak: %d KiB Pss, %d descriptors, %d threads%n", now[0], now[1], now[2]));
            long[] warm = readings.get(readings.size() / 2);
            long[] last = readings.get(readings.size() - 1);
            figure(
                    "Pss after " + restarts + " restarts, of that half way",
                    (double) last[0] / warm[0],
                    "times",
                    1.2,
                    SMAPS);
            assertThat(last[1]).as("descriptors").isLessThanOrEqualTo(warm[1]);
            assertThat(last[2]).as("threads").isLessThanOrEqualTo(warm[2]);
        }
    }

    /** Pss in KiB, descriptors, threads. */
    private static long[] reading(int pid) {
        long pss = read(Path.of("/proc/" + pid + "/smaps_rollup"))
                .lines()
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.split("\\s+")[1]))
                .sum();
        int descriptors = Path.of("/proc/" + pid + "/fd").toFile().list().length;
        return new long[] {
            pss, descriptors, Path.of("/proc/" + pid + "/task").toFile().list().length
        };
    }

    private static double list(PmondFixture pmond) {
        List<Double> times = new ArrayList<>();
        for (int run = 0; run < LISTS; run++) {
            times.add(pmond.run("ls").ok().took().toNanos() / 1e6);
        }
        return median(times);
    }

    private static double startedMs(PmondFixture pmond, int count) {
        long began = System.nanoTime();
        pmond.launch();
        Await.until("pmond's threads", UP, () -> Proc.threads(pmond.pid()).containsKey("pmon3-poller"));
        Path children = children(pmond);
        Await.until(count + " children", UP, () -> read(children).split(" ").length >= count);
        Await.until(count + " running", UP, () -> {
            Ran list = pmond.run("ls");
            return list.exit() == 0
                    && list.out()
                                    .lines()
                                    .filter(line -> line.contains("running"))
                                    .count()
                            == count;
        });
        return (System.nanoTime() - began) / 1e6;
    }

    private static Path children(PmondFixture pmond) {
        int poller = Proc.threads(pmond.pid()).get("pmon3-poller");
        return Path.of("/proc/" + pmond.pid() + "/task/" + poller + "/children");
    }

    private static PmondFixture sleepers(int count) {
        return new PmondFixture()
                .processConfig(IntStream.range(0, count)
                        .mapToObj(n -> "{\"file\": \"/bin/sleep\", \"name\": \"p" + n + "\", \"args\": \"10000\"}")
                        .collect(Collectors.joining(",\n", "{\"processes\": [", "]}")));
    }

    private static void figure(String what, double value, String unit, double limit, String command) {
        System.out.printf(Locale.ROOT, "figure: %s: %.2f %s (limit %.0f): %s%n", what, value, unit, limit, command);
        assertThat(value).as(what).isLessThan(limit);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

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
        } catch (IOException gone) {
            return "";
        }
    }
}
