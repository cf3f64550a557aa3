package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** pmond killed with -9 between any two steps of what it does; the spawn helper's own are in {@link CrashAtEachStepTest}. */
class CrashAtEachCallTest {
    private static final String SLEEP = "/bin/sleep";
    private static final Duration SETTLED = Duration.ofSeconds(20);
    /** Enough for each crash of a stop to have one of its own. */
    private static final int PROCESSES = 60;
    /** One that had run that long is started again at once, not 5 s after its last start. */
    private static final Duration OLD_AGE = Duration.ofMillis(5100);

    private static final int STORED_RUNNING = 2;
    private static final int STORED_STOPPED = 3;

    private static final List<CallByCall.Call> START = List.of(
            new CallByCall.Call("store", "fsync", 1),
            new CallByCall.Call("pmon3-poller", "socketpair", 1),
            new CallByCall.Call("pmon3-poller", "recvfrom", 1),
            new CallByCall.Call("pmon3-poller", "sendto", 1));
    private static final CallByCall.Call STORED = new CallByCall.Call("store", "fsync", 1);
    /** A child of pmond's is signalled by its group, one that it has adopted by a descriptor of its own. */
    private static final List<CallByCall.Call> STOP_OF_A_CHILD =
            List.of(STORED, new CallByCall.Call("supervisor", "kill", 1));

    private static final List<CallByCall.Call> STOP_OF_AN_ADOPTED_ONE =
            List.of(STORED, new CallByCall.Call("supervisor", "pidfd_send_signal", 1));

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture().tree(Tree.copy());

    @TempDir
    Path folder;

    /** strace may not be attached to a process that is not its child by everybody on every machine. */
    @BeforeEach
    void asRoot() {
        Root.required();
    }

    @Test
    void processThatIsStartedAgainIsNeverDoubledAndNeverUnknown() {
        startSleepers();
        new CallByCall(pmond, START).crashAtEachCallOf(number -> {
            TableRow row = pmond.row(name(number)).orElseThrow();
            Proc proc = Proc.of(row.pid()).orElseThrow();
            Await.until("its age", SETTLED, () -> proc.age().compareTo(OLD_AGE) > 0);
            return () -> {
                Proc.signal(row.pid(), Proc.SIGKILL);
                return () -> {};
            };
        });
        assertThat(pmond.ls()).hasSize(PROCESSES);
        assertThat(pmond.ls()).extracting(TableRow::status).containsOnly("running");
    }

    @Test
    void newProcessIsNeverDoubledAndNeverUnknown() {
        pmond.start();
        new CallByCall(pmond, START)
                .crashAtEachCallOf(number -> client(
                        "new" + number,
                        (name, stored) -> assertThat(stored.names()).contains(name),
                        "exec",
                        SLEEP,
                        "--args",
                        "10000",
                        "--name"));
        assertThat(pmond.ls()).extracting(TableRow::status).containsOnly("running");
    }

    @Test
    @Tag("long")
    void commandedRestartIsDoneOrNotButNeverHalf() {
        startSleepers();
        new CallByCall(pmond, START).crashAtEachCallOf(number -> client(name(number), (name, stored) -> {}, "restart"));
        assertThat(pmond.ls()).hasSize(PROCESSES);
        assertThat(pmond.ls()).extracting(TableRow::status).containsOnly("running");
    }

    @Test
    @Tag("long")
    void stopIsDoneOrNotButNeverForgotten() {
        pmond.start();
        new CallByCall(pmond, STOP_OF_A_CHILD).crashAtEachCallOf(number -> {
            String name = "new" + number;
            pmond.run("exec", SLEEP, "--args", "10000", "--name", name).ok();
            awaitStored(rows ->
                    rows.row(name).filter(row -> row.status() == STORED_RUNNING).isPresent());
            return client(name, CrashAtEachCallTest::assertStopped, "stop");
        });
    }

    @Test
    @Tag("long")
    void deletionIsDoneOrNotButNeverHalf() {
        startSleepers();
        pmond.kill();
        pmond.start();
        new CallByCall(pmond, STOP_OF_AN_ADOPTED_ONE)
                .crashAtEachCallOf(number -> client(
                        name(number),
                        (name, stored) -> assertThat(stored.names()).doesNotContain(name),
                        "del"));
        assertThat(pmond.ls()).extracting(TableRow::status).containsOnly("running");
    }

    private static void assertStopped(String name, StoredRows stored) {
        assertThat(stored.row(name).orElseThrow().status()).isEqualTo(STORED_STOPPED);
    }

    private static String name(int number) {
        return "p" + number % PROCESSES;
    }

    private void startSleepers() {
        String entries = IntStream.range(0, PROCESSES)
                .mapToObj(number ->
                        "{\"file\": \"" + SLEEP + "\", \"name\": \"" + name(number) + "\", \"args\": \"10000\"}")
                .collect(Collectors.joining(","));
        pmond.processConfig("{\"processes\": [" + entries + "]}").start();
        awaitStored(stored -> stored.rows().stream()
                        .filter(row -> row.status() == STORED_RUNNING)
                        .count()
                == PROCESSES);
        // Else what is deleted would come again from there.
        pmond.processConfig("{\"processes\": []}");
    }

    /** Not by ls: what is still to be stored would be taken for a part of the deed. */
    private void awaitStored(Predicate<StoredRows> wanted) {
        Await.until("what is stored", SETTLED, () -> wanted.test(pmond.stored()));
    }

    /**
     * Gives a command without waiting for its answer; the last thing does.
     *
     * @param promised what must be stored if the answer was that it is done
     */
    private Supplier<Runnable> client(String name, BiConsumer<String, StoredRows> promised, String... words) {
        Path answer = folder.resolve(name + ".txt");
        List<String> all = new java.util.ArrayList<>(List.of(words));
        all.add(name);
        return () -> {
            Process client = pmond.client(all.toArray(String[]::new)).start(answer, answer);
            return () -> {
                Await.until("the end of the client for " + name, SETTLED, () -> !client.isAlive());
                if (client.exitValue() == 0) {
                    promised.accept(name, pmond.stored());
                }
            };
        };
    }
}
