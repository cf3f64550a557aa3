package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * pmond killed with -9 before each system call with which it starts a program. strace(1) first writes down those of one
 * whole start, thread by thread; then, one pmond after the other, it delivers SIGKILL at the entry of each. Between two
 * calls of a thread pmond does nothing that anybody else could see, so these are all the moments to die in. The helper's
 * own steps are in {@link CrashAtEachStepTest}.
 */
class CrashAtEachCallTest {
    private static final String SLEEP = "/bin/sleep";
    private static final Duration REACHED = Duration.ofSeconds(3);
    private static final Duration SETTLED = Duration.ofSeconds(20);
    private static final int OLD_PROCESSES = 12;
    /** One that had run that long is started again at once, not 5 s after its last start. */
    private static final Duration OLD_AGE = Duration.ofMillis(5100);
    /** By thread, what others could see of it, and what it learns from them; all other calls are its own affair. */
    private static final Map<String, String> CALLS = Map.of(
            "supervisor", "write,kill,pidfd_open,pidfd_send_signal",
            "store", "pwrite64,fsync,fdatasync,ftruncate,unlink",
            "pmon3-poller", "openat,memfd_create,pwrite64,socketpair,clone,clone3,vfork,recvfrom,sendto",
            "pmon3-reaper", "waitid");
    /** Without these it would not be about starting programs. */
    private static final List<Call> NEEDED = List.of(
            new Call("store", "fsync", 1),
            new Call("pmon3-poller", "socketpair", 1),
            new Call("pmon3-poller", "recvfrom", 1),
            new Call("pmon3-poller", "sendto", 1));

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture().tree(Tree.copy());

    @TempDir
    Path folder;

    /** The n-th call of that name that the thread makes. */
    record Call(String thread, String name, int number) {}

    /**
     * Prepares what makes pmond start a program; the number is another one each time. What it returns does it, and returns
     * what waits until nothing is asked any more.
     */
    private interface Trigger extends IntFunction<Supplier<Runnable>> {}

    @Test
    void processThatIsStartedAgainIsNeverDoubledAndNeverUnknown() {
        pmond.start();
        IntStream.range(0, OLD_PROCESSES).forEach(number -> exec(number).get().run());
        Trigger death = number -> {
            TableRow row = pmond.row("p" + number % OLD_PROCESSES).orElseThrow();
            Proc proc = Proc.of(row.pid()).orElseThrow();
            Await.until("its age", SETTLED, () -> proc.age().compareTo(OLD_AGE) > 0);
            return () -> {
                Proc.signal(row.pid(), Proc.SIGKILL);
                return () -> {};
            };
        };
        crashAtEachCallOf(death);
        assertThat(pmond.ls()).hasSize(OLD_PROCESSES);
    }

    @Test
    void newProcessIsNeverDoubledAndNeverUnknown() {
        pmond.start();
        crashAtEachCallOf(this::exec);
    }

    private void crashAtEachCallOf(Trigger trigger) {
        List<Call> calls = record(trigger);
        assertThat(calls).containsAll(NEEDED);
        List<Call> reached = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            if (crashAt(calls.get(i), trigger, i + 1)) {
                reached.add(calls.get(i));
            }
        }
        System.out.println("pmond was killed at " + reached.size() + " of " + calls.size() + " calls: " + reached);
        assertThat(reached).containsAll(NEEDED);
    }

    /** Which calls one start consists of. */
    private List<Call> record(Trigger trigger) {
        Supplier<Runnable> start = trigger.apply(0);
        Map<String, Integer> threads = Proc.threads(pmond.pid());
        Map<String, Tracer> tracers = new HashMap<>();
        CALLS.forEach((thread, names) -> tracers.put(thread, Tracer.of(threads.get(thread), names)));
        start.get().run();
        awaitEachOnce("untouched");
        List<Call> calls = new ArrayList<>();
        for (String thread : CALLS.keySet().stream().sorted().toList()) {
            Map<String, Integer> counts = new HashMap<>();
            try (Tracer tracer = tracers.get(thread)) {
                tracer.calls().forEach(name -> calls.add(new Call(thread, name, counts.merge(name, 1, Integer::sum))));
            }
        }
        return calls;
    }

    /** @return whether the call was reached; pmond is killed anyway */
    private boolean crashAt(Call call, Trigger trigger, int number) {
        Supplier<Runnable> start = trigger.apply(number);
        int thread = Proc.threads(pmond.pid()).get(call.thread());
        Tracer tracer = Tracer.killingAt(thread, call.name(), call.number());
        Runnable asked = start.get();
        boolean reached = endsByItself();
        tracer.close();
        if (reached) {
            pmond.awaitEnd();
        } else {
            pmond.kill();
        }
        asked.run();
        Await.until(
                "the end of the helpers after " + call,
                SETTLED,
                () -> pmond.helpers().isEmpty());
        assertNothingIsUnknown(call);
        pmond.start();
        awaitEachOnce(call.toString());
        return reached;
    }

    private boolean endsByItself() {
        try {
            Await.until("pmond's death", REACHED, () -> !pmond.running());
            return true;
        } catch (AssertionError notReached) {
            return false;
        }
    }

    /** While pmond is dead: whatever lives is in the database with its pid and start time, and lives once. */
    private void assertNothingIsUnknown(Call call) {
        StoredRows stored = pmond.stored();
        for (Proc proc : pmond.living()) {
            assertThat(stored.rows())
                    .as("rows with the identity of %s, after %s", proc, call)
                    .filteredOn(row -> row.is(proc))
                    .hasSize(1);
        }
        assertThat(pmond.living().stream().map(proc -> proc.words().get(0)))
                .as("living after %s", call)
                .doesNotHaveDuplicates();
    }

    private void awaitEachOnce(String when) {
        Await.until("each once after " + when, SETTLED, () -> {
            List<TableRow> rows = pmond.ls();
            assertThat(rows).extracting(TableRow::status).containsOnly("running");
            assertThat(pmond.living())
                    .extracting(Proc::pid)
                    .containsExactlyInAnyOrderElementsOf(
                            rows.stream().map(TableRow::pid).toList());
            return true;
        });
    }

    /** Does not wait for the answer; what is returned does. A new process that was answered must not be lost. */
    private Supplier<Runnable> exec(int number) {
        String name = "p" + number;
        Path answer = folder.resolve(name + ".txt");
        return () -> {
            Process client = pmond.client("exec", SLEEP, "--name", name, "--args", "10000")
                    .start(answer, answer);
            return () -> awaitAnswer(client, name);
        };
    }

    private void awaitAnswer(Process client, String name) {
        Await.until("the end of exec " + name, SETTLED, () -> !client.isAlive());
        if (client.exitValue() == 0) {
            assertThat(pmond.stored().names()).contains(name);
        }
    }
}
