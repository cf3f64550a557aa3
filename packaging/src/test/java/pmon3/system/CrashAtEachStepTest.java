package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * pmond killed with -9 while its spawn helpers are at each of their own steps: as many processes as the helper makes calls
 * are started at once, and the n-th helper stands still before its n-th call. pmond's own steps are in
 * {@link CrashAtEachCallTest}.
 */
class CrashAtEachStepTest {
    /** More than the helper makes calls; those to whom none is left are started as usual. */
    private static final int PROCESSES = 60;

    /** All helpers make the same calls: root has less to give up. No user may have more than 32 starts at a time. */
    private static final List<String> USERS = List.of("nobody", "games");

    private static final Duration SETTLED = Duration.ofSeconds(20);
    private static final Duration OLD_AGE = Duration.ofMillis(5100);

    private final SteppedHelper helper = SteppedHelper.build();

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture().tree(helper.tree());

    @BeforeEach
    void asRoot() {
        Root.required();
        String entries = IntStream.range(0, PROCESSES)
                .mapToObj(number -> """
                        {"file": "/bin/sleep", "name": "p%d", "args": "10000", "user": "%s"}""".formatted(number, USERS.get(number % USERS.size())))
                .collect(Collectors.joining(",\n"));
        pmond.processConfig("{\"processes\": [" + entries + "]}");
    }

    @AfterEach
    void endStoppedHelpers() {
        pmond.helpers().forEach(Proc::kill);
    }

    @Test
    void newProcessesAreNeitherUnknownNorDoubled() {
        helper.stopEachAtItsStep();
        pmond.start();
        crashAndGoOn();
    }

    @Test
    void processesThatAreStartedAgainAreNeitherUnknownNorDoubled() {
        pmond.start();
        awaitEachOnce();
        helper.stopEachAtItsStep();
        List<Proc> before = pmond.living();
        Await.until(
                "their age",
                SETTLED,
                () -> before.stream().allMatch(proc -> proc.age().compareTo(OLD_AGE) > 0));
        before.forEach(Proc::kill);
        crashAndGoOn();
    }

    @Test
    void helpersThatAreStillThereWhenPmondIsBackNeverBecomePrograms() {
        helper.stopEachAtItsStep();
        pmond.start();
        awaitStandstill();
        List<Proc> stopped = stopped();
        pmond.kill();
        helper.stopNoMore();
        pmond.start();
        awaitEachOnce();
        stopped.forEach(proc -> Proc.signal(proc.pid(), Proc.SIGCONT));
        Await.until("the end of the helpers", SETTLED, () -> stopped.stream().noneMatch(Proc::stillLives));
        awaitEachOnce();
    }

    private void crashAndGoOn() {
        awaitStandstill();
        List<Proc> stopped = stopped();
        List<String> calls = helper.calls();
        System.out.println("pmond is killed while helpers are before " + calls);
        assertThat(stopped).hasSameSizeAs(calls);
        assertThat(calls).contains("setgroups", "setresuid", "send", "recv", "execve");
        pmond.kill();
        stopped.forEach(proc -> Proc.signal(proc.pid(), Proc.SIGCONT));
        Await.until("the end of the helpers", SETTLED, () -> pmond.helpers().isEmpty());
        assertNothingIsUnknown();
        // Those before recv and execve: their identities were stored, and go was on its way.
        assertThat(stopped.stream().filter(Proc::stillLives)).hasSize(2);
        helper.stopNoMore();
        pmond.start();
        awaitEachOnce();
    }

    /** Until each process has a helper that stands still, or runs. */
    private void awaitStandstill() {
        Await.until(
                "a standstill",
                SETTLED,
                () -> stopped().size() + pmond.living().size() == PROCESSES
                        && stopped().size() == helper.calls().size());
    }

    private List<Proc> stopped() {
        return pmond.helpers().stream().filter(proc -> proc.state() == 'T').toList();
    }

    private void assertNothingIsUnknown() {
        StoredRows stored = pmond.stored();
        List<Proc> living = pmond.living();
        for (Proc proc : living) {
            assertThat(stored.rows())
                    .as("rows with the identity of %s", proc)
                    .filteredOn(row -> row.is(proc))
                    .hasSize(1);
        }
        assertThat(living.stream().map(proc -> proc.words().get(0))).doesNotHaveDuplicates();
    }

    private void awaitEachOnce() {
        Await.until("each process once", SETTLED, () -> {
            List<TableRow> rows = pmond.ls();
            assertThat(rows).hasSize(PROCESSES);
            assertThat(rows).extracting(TableRow::status).containsOnly("running");
            assertThat(pmond.living())
                    .extracting(Proc::pid)
                    .containsExactlyInAnyOrderElementsOf(
                            rows.stream().map(TableRow::pid).toList());
            return true;
        });
    }
}
