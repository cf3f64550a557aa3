package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Kills pmond with -9 before each system call with which it does something. strace(1) first writes down those of the deed
 * when it is left alone, thread by thread; then, one pmond after the other, it delivers SIGKILL at the entry of each.
 * Between two calls of a thread pmond does nothing that anybody else could see, so these are all the moments to die in.
 * After each crash whatever lives must be known to the database, and when pmond is back each process must be there once.
 */
final class CallByCall {
    private static final Duration REACHED = Duration.ofSeconds(3);
    /** While it waits for one end, the reaper looks at all children every 2 ms: the first looks are as good as all. */
    private static final int LOOKS = 3;

    private static final Duration SETTLED = Duration.ofSeconds(20);
    /** By thread, what others could see of it, and what it learns from them; all other calls are its own affair. */
    private static final Map<String, String> CALLS = Map.of(
            "supervisor", "write,kill,pidfd_open,pidfd_send_signal",
            "store", "pwrite64,fsync,fdatasync,ftruncate,unlink",
            "pmon3-poller", "openat,unlinkat,memfd_create,pwrite64,socketpair,clone,clone3,vfork,recvfrom,sendto",
            "pmon3-reaper", "waitid,kill,pidfd_send_signal");

    private final PmondFixture pmond;
    private final List<Call> needed;

    /** The n-th call of that name that the thread makes. */
    record Call(String thread, String name, int number) {
        @Override
        public String toString() {
            return thread + " " + name + " " + number;
        }
    }

    /**
     * Prepares the deed; the number is another one each time. What it returns does it, and returns what waits until nothing
     * is asked any more.
     */
    interface Trigger extends IntFunction<Supplier<Runnable>> {}

    /** @param needed calls without which the deed would not be what it is meant to be */
    CallByCall(PmondFixture pmond, List<Call> needed) {
        this.pmond = pmond;
        this.needed = List.copyOf(needed);
    }

    void crashAtEachCallOf(Trigger trigger) {
        List<Call> calls = record(trigger);
        assertThat(calls).containsAll(needed);
        List<Call> reached = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            if (crashAt(calls.get(i), trigger, i + 1)) {
                reached.add(calls.get(i));
            }
        }
        System.out.println("pmond was killed at " + reached.size() + " of " + calls.size() + " calls: " + reached);
        assertThat(reached).containsAll(needed);
    }

    /** Which calls it consists of. */
    private List<Call> record(Trigger trigger) {
        Supplier<Runnable> deed = trigger.apply(0);
        Map<String, Integer> threads = Proc.threads(pmond.pid());
        Map<String, Tracer> tracers = new HashMap<>();
        CALLS.forEach((thread, names) -> tracers.put(thread, Tracer.of(threads.get(thread), names)));
        deed.get().run();
        awaitEachOnce("untouched");
        List<Call> calls = new ArrayList<>();
        for (String thread : CALLS.keySet().stream().sorted().toList()) {
            Map<String, Integer> counts = new HashMap<>();
            try (Tracer tracer = tracers.get(thread)) {
                tracer.calls().forEach(name -> calls.add(new Call(thread, name, counts.merge(name, 1, Integer::sum))));
            }
        }
        calls.removeIf(call -> call.name().equals("waitid") && call.number() > LOOKS);
        return calls;
    }

    /** @return whether the call was reached; pmond is killed anyway */
    private boolean crashAt(Call call, Trigger trigger, int number) {
        Supplier<Runnable> deed = trigger.apply(number);
        int thread = Proc.threads(pmond.pid()).get(call.thread());
        Tracer tracer = Tracer.killingAt(thread, call.name(), call.number());
        Runnable asked = deed.get();
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
            assertThat(rows).extracting(TableRow::status).isSubsetOf("running", "stopped");
            assertThat(pmond.living())
                    .extracting(Proc::pid)
                    .containsExactlyInAnyOrderElementsOf(rows.stream()
                            .filter(row -> row.status().equals("running"))
                            .map(TableRow::pid)
                            .toList());
            return true;
        });
    }
}
