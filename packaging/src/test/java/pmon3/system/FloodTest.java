package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * How long another user's warm client waits for the first byte of the list while one user floods pmond from one core, against
 * how long it waits in calm; printed for each kind of flood. On a machine that does something else at the same time both are
 * worse.
 */
@Tag("long")
class FloodTest {
    private static final List<String> KINDS = List.of(
            "nothing",
            "requests",
            "pings",
            "large",
            "unlocked",
            "empty",
            "renames",
            "exchanges",
            "symlinks",
            "folders",
            "full",
            "links",
            "unfinished");
    private static final String HONEST = "daemon";
    /** Each flood is another user's: none is shut out because of the one before. No account needs these numbers. */
    private static final int FIRST_UID = 2_000_001;

    private static final int WARM_UP_MS = 4000;
    private static final int CALM_MS = 2000;
    private static final int FLOOD_MS = 4000;
    private static final int SLEEPERS = 5;
    private static final int CLIENTS = 50;
    private static final int ANSWERS = 5;
    private static final double MOST_TIMES = 3;
    private static final Duration ENDED = Duration.ofSeconds(20);

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    @Test
    void theNinetyNinthPercentileOfAnotherWarmClientStaysWithinThreeTimesOfCalm() throws Exception {
        Root.required();
        pmond.start();
        for (int number = 0; number < SLEEPERS; number++) {
            pmond.run("exec", "/bin/sleep", "--name", "s" + number, "-a", "10000")
                    .ok();
        }
        Path flood = compiled();
        List<Long> calm = new ArrayList<>();
        Map<String, List<Long>> floods = new TreeMap<>();
        Process client = warmClient();
        try {
            ask(client, WARM_UP_MS);
            for (String kind : KINDS) {
                calm.addAll(ask(client, CALM_MS));
                floods.put(kind, during(flood, kind, client));
            }
        } finally {
            client.destroyForcibly();
        }

        long calmUs = percentile(calm, 99);
        System.out.printf(Locale.ROOT, "flood: calm: p50 %d p99 %d µs%n", percentile(calm, 50), calmUs);
        floods.forEach((kind, times) -> System.out.printf(
                Locale.ROOT,
                "flood: %s: p50 %d p99 %d µs, %.1f times calm (limit %.0f), %d requests%n",
                kind,
                percentile(times, 50),
                percentile(times, 99),
                percentile(times, 99) / (double) calmUs,
                MOST_TIMES,
                times.size()));
        floods.forEach((kind, times) ->
                assertThat(percentile(times, 99) / (double) calmUs).as(kind).isLessThanOrEqualTo(MOST_TIMES));
    }

    /** Few commands for a flood, many for a person: 50 clients of one user, each asking again as soon as it has its answer. */
    @Test
    void fiftyClientsOfOneUserAtOnceAreAllAnswered() {
        Root.required();
        pmond.start();
        pmond.run("exec", "/bin/sleep", "-a", "10000").ok();
        List<HonestClient> clients = Stream.generate(() -> HonestClient.start(pmond, HONEST))
                .limit(CLIENTS)
                .toList();
        try {
            Await.until(
                    "some answers for each",
                    ENDED.multipliedBy(3),
                    () -> clients.stream().allMatch(client -> client.isEnded() || client.answered() >= ANSWERS));
        } finally {
            clients.forEach(HonestClient::close);
        }
        int answered = clients.stream().mapToInt(HonestClient::stop).sum();
        System.out.printf(Locale.ROOT, "flood: %d honest answers for %d clients at once%n", answered, CLIENTS);
        assertThat(pmond.pmondLog()).doesNotContain("shut out");
    }

    private List<Long> during(Path flood, String kind, Process client) throws IOException {
        String uid = Integer.toString(FIRST_UID + KINDS.indexOf(kind));
        Path said = pmond.folder().resolve(kind + ".out");
        Process flooding = Command.of(
                        "taskset",
                        "-c",
                        "0",
                        "setpriv",
                        "--reuid",
                        uid,
                        "--regid",
                        uid,
                        "--clear-groups",
                        flood.toString(),
                        kind,
                        pmond.channelDirectory().toString(),
                        workshop(kind, uid).toString())
                .start(said, said);
        try {
            List<Long> times = ask(client, FLOOD_MS);
            assertThat(flooding.isAlive()).as(Tree.text(said)).isTrue();
            Proc.signal((int) flooding.pid(), Proc.SIGTERM);
            Await.until("the end of the flood", ENDED, () -> !flooding.isAlive());
            System.out.print("flood: " + Tree.text(said));
            return times;
        } finally {
            flooding.destroyForcibly();
        }
    }

    /** A folder of that user's on the file system of the channels. */
    private Path workshop(String kind, String uid) throws IOException {
        Path folder = Files.createDirectory(pmond.channelDirectory().resolveSibling("flood-" + kind));
        Files.setAttribute(folder, "unix:uid", Integer.parseInt(uid));
        return folder;
    }

    private Path compiled() {
        Path program = pmond.folder().resolve("flood");
        Command.of("cc", "-O2", "-o", program.toString(), "src/test/c/flood.c")
                .run()
                .ok();
        return program;
    }

    private Process warmClient() throws IOException {
        Path classes = Files.createDirectories(pmond.folder().resolve("classes/pmon3/system"));
        try (Stream<Path> all = Files.list(Path.of("target/test-classes/pmon3/system"))) {
            for (Path file : all.filter(each -> each.getFileName().toString().startsWith("WarmClient"))
                    .toList()) {
                Files.copy(file, classes.resolve(file.getFileName()));
            }
        }
        Path lib = Tree.forEveryone().resolve("lib");
        ProcessBuilder builder = new ProcessBuilder(Command.of(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:+UseSerialGC",
                        // As bin/pmon3 has it. The second compiler would be at work in the first flood, and on the
                        // other core.
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        pmond.folder().resolve("classes") + ":" + lib.resolve("pmon-common.jar") + ":"
                                + lib.resolve("snakeyaml-engine.jar"),
                        "pmon3.system.WarmClient")
                .as(HONEST)
                .words());
        builder.environment().put("PMON3_CONF", pmond.configFile().toString());
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** Microseconds from each request to its first byte, for so long. */
    private static List<Long> ask(Process client, int ms) throws IOException {
        PrintStream in = new PrintStream(client.getOutputStream(), true);
        in.println(ms);
        BufferedReader out = client.inputReader();
        String line = out.readLine();
        assertThat(line).as("the warm client's answer").isNotBlank();
        return Stream.of(line.strip().split(" ")).map(Long::valueOf).toList();
    }

    private static long percentile(List<Long> values, int percent) {
        List<Long> sorted = values.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }
}
