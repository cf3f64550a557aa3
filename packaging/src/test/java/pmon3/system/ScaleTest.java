package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;
import static pmon3.system.Figures.figure;
import static pmon3.system.Figures.idlePercent;
import static pmon3.system.Figures.median;
import static pmon3.system.Figures.milliseconds;
import static pmon3.system.Figures.pass;
import static pmon3.system.Figures.pssMb;
import static pmon3.system.Figures.read;
import static pmon3.system.Figures.replacementsMs;
import static pmon3.system.Figures.sleepers;
import static pmon3.system.Figures.startedMs;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Thousands of processes, dozens of clients. Each figure is printed with the command that gives it. */
@Tag("long")
class ScaleTest {
    private static final Duration UP = Duration.ofSeconds(60);
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
    private static final double SOAK_LIMIT_MB = 160;
    /** Workers that answer commands end when there is nothing to do for a while. */
    private static final int THREADS_THAT_COME_AND_GO = 2;

    private static final String SOAK_PROPERTY = "pmon3.soak";
    private static final String SMAPS = "grep Pss: /proc/PID/smaps_rollup";

    /** Each figure is measured whatever the others are: one that is over its limit must not hide the rest. */
    @Test
    void thousandRunSoonAndAreListedAndReplacedQuickly() {
        try (PmondFixture pmond = sleepers(THOUSAND)) {
            double up = startedMs(pmond, THOUSAND);
            assertAll(
                    () -> figure("start of pmond until 1000 run", up, "ms", 3000, "pmond & until pmon3 ls"),
                    () -> listsOfThousandTakeLittleMoreThanOfTen(pmond),
                    () -> figure(
                            "SIGKILL to the new program at 1000, median of " + KILLS,
                            median(replacementsMs(pmond, KILLS)),
                            "ms",
                            50,
                            "kill -9 PID, then look for the name among pmond's children"),
                    () -> figure(
                            "CPU of an idle pmond with 1000, of one core",
                            idlePercent(pmond, REST, IDLE),
                            "%",
                            0.5,
                            "fields 14 and 15 of /proc/PID/stat, 30 s apart"));
        }
    }

    private static void listsOfThousandTakeLittleMoreThanOfTen(PmondFixture pmond) {
        try (PmondFixture few = sleepers(10)) {
            startedMs(few, 10);
            double ten = list(few);
            double thousand = list(pmond);
            assertAll(
                    () -> figure("ls of 10, median of " + LISTS, ten, "ms", 10_000, "time pmon3 ls"),
                    () -> figure("ls of 1000, median of " + LISTS, thousand, "ms", 1.5 * ten + 50, "time pmon3 ls"));
        }
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

    /**
     * A day's work in fast motion. What of the heap is only garbage is collected before it is read: pmond lets it grow to its
     * limit first, which is a limit of its own here.
     */
    @Test
    void memoryDescriptorsAndThreadsStayFlat() {
        int restarts = Integer.getInteger(SOAK_PROPERTY, SOAK_RESTARTS);
        try (PmondFixture pmond = sleepers(SOAK_PROCESSES)) {
            startedMs(pmond, SOAK_PROCESSES);
            String names =
                    IntStream.range(0, SOAK_PROCESSES).mapToObj(n -> "p" + n).collect(Collectors.joining(","));
            List<Reading> readings = new ArrayList<>();
            double mostMb = 0;
            long done = 0;
            while (done < restarts) {
                List<TableRow> rows =
                        TableRow.parse(pmond.run("restart", names).ok().out());
                assertThat(rows).hasSize(SOAK_PROCESSES);
                done = rows.stream().mapToLong(TableRow::restarts).sum();
                mostMb = Math.max(mostMb, pssMb(pmond.pid()));
                if (done >= (long) readings.size() * restarts / SOAK_READINGS) {
                    readings.add(Reading.of(pmond.pid()));
                }
            }
            pass(REST);
            readings.add(Reading.of(pmond.pid()));
            readings.forEach(now -> System.out.println("soak: " + now));
            Reading warm = readings.get(1);
            Reading last = readings.get(readings.size() - 1);
            figure("Pss at most, during " + done + " restarts", mostMb, "MB", SOAK_LIMIT_MB, SMAPS);
            figure(
                    "Pss without garbage after " + done + " restarts, of that after a tenth",
                    last.liveMb() / warm.liveMb(),
                    "times",
                    1.1,
                    "jcmd PID GC.run; " + SMAPS);
            assertThat(last.descriptors()).as("descriptors").isLessThanOrEqualTo(warm.descriptors());
            assertThat(last.threads()).as("threads").isLessThanOrEqualTo(warm.threads() + THREADS_THAT_COME_AND_GO);
        }
    }

    private record Reading(double liveMb, int descriptors, int threads) {
        static Reading of(int pid) {
            String java = Figures.read(Tree.home().resolve("lib/java-home")).strip();
            Command.of(java + "/bin/jcmd", Integer.toString(pid), "GC.run")
                    .run()
                    .ok();
            return new Reading(pssMb(pid), entries("/proc/" + pid + "/fd"), entries("/proc/" + pid + "/task"));
        }

        private static int entries(String folder) {
            return Path.of(folder).toFile().list().length;
        }
    }

    private static double list(PmondFixture pmond) {
        List<Double> times = new ArrayList<>();
        for (int run = 0; run < LISTS; run++) {
            times.add(milliseconds(pmond.run("ls").ok().took()));
        }
        return median(times);
    }
}
