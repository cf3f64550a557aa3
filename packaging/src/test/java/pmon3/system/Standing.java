package pmon3.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A few processes that run and one that is stopped, which no fault must change: what should run goes on, once, with its
 * pid, and the stopped one stays stopped. {@code victim} may be killed by the test.
 */
final class Standing {
    static final String VICTIM = "victim";
    private static final String HALTED = "halted";
    private static final int KEPT = 3;
    private static final Duration SETTLED = Duration.ofSeconds(20);
    /** A program that had run that long is started again at once, a younger one 5 s after its start. */
    private static final Duration OLD_AGE = Duration.ofMillis(5100);

    private final PmondFixture pmond;
    private final Ledger ledger = new Ledger();

    private Standing(PmondFixture pmond) {
        this.pmond = pmond;
    }

    /** Starts pmond with them. */
    static Standing start(PmondFixture pmond) {
        List<String> names = new ArrayList<>(
                IntStream.range(0, KEPT).mapToObj(number -> "kept" + number).toList());
        names.addAll(List.of(VICTIM, HALTED));
        pmond.processConfig(names.stream()
                .map(name -> "{\"file\": \"/bin/sleep\", \"name\": \"" + name + "\", \"args\": \"10000\"}")
                .collect(Collectors.joining(",", "{\"processes\": [", "]}")));
        pmond.start();
        names.forEach(name -> pmond.awaitStatus(name, "running"));
        pmond.run("stop", HALTED).ok();
        Standing standing = new Standing(pmond);
        standing.ledger.settle(List.of());
        pmond.ls()
                .forEach(row -> standing.ledger.answered(
                        row.name(),
                        row.name().equals(HALTED) ? Ledger.Wanted.STOPPED : Ledger.Wanted.RUNNING,
                        row.pid()));
        return standing;
    }

    Ledger ledger() {
        return ledger;
    }

    /** The victim has run long enough to be started again at once. */
    void awaitVictimsAge() {
        Await.until(
                "the victim's age",
                SETTLED,
                () -> Proc.of(victim()).orElseThrow().age().compareTo(OLD_AGE) > 0);
    }

    int victim() {
        return pmond.row(VICTIM).orElseThrow().pid();
    }

    /** Its program dies; another has to follow it. @return the pid that it had */
    int killVictim() {
        int pid = victim();
        ledger.died(VICTIM);
        Proc.signal(pid, Proc.SIGKILL);
        return pid;
    }

    TableRow awaitNewVictim(int oldPid) {
        return pmond.awaitRow(VICTIM, "is started again", row -> row.status().equals("running") && row.pid() != oldPid);
    }

    /** All is as it should be before the time is up, or what is not. */
    List<String> lost() {
        long end = System.nanoTime() + SETTLED.toNanos();
        List<String> wrong;
        do {
            wrong = ledger.wrong(pmond.ls(), pmond.living());
        } while (!wrong.isEmpty() && System.nanoTime() < end);
        return wrong;
    }

    /** Also after a crash of pmond: nothing is only in its memory. */
    List<String> lostWithPmond() {
        List<String> lost = new ArrayList<>(lost());
        pmond.ls().stream()
                .filter(row -> row.name().equals(VICTIM))
                .forEach(row -> ledger.answered(VICTIM, Ledger.Wanted.RUNNING, row.pid()));
        pmond.kill();
        pmond.start();
        lost.addAll(lost());
        return lost;
    }
}
