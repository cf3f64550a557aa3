package pmon3.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** pmond killed with -9 at random moments, under a load of commands and crashes, and started again. */
class KilledPmondTest {
    private static final int USUAL_KILLS = 10;
    private static final int FULL_KILLS = 200;
    private static final int CLIENTS = 2;
    private static final int STEADY = 4;
    private static final int LATEST_KILL_MS = 1200;
    private static final int ONE_IN_SO_MANY_DIES_IN_ITS_START = 8;
    private static final Duration SETTLED = Duration.ofSeconds(25);
    /** Replays a run: the same moments and commands, as far as the machine lets them be the same. */
    private static final String SEED_PROPERTY = "pmon3.seed";

    private static final String KILLS_PROPERTY = "pmon3.kills";

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    private final Ledger ledger = new Ledger();
    private final long seed = Long.getLong(SEED_PROPERTY, System.nanoTime());
    private final Random random = new Random(seed);
    private int commands;

    @Test
    void everyProcessIsThereOnceAndNoAnsweredCommandIsForgotten() {
        System.out.println("kills: seed " + seed + ", again with -D" + SEED_PROPERTY + "=" + seed);
        pmond.processConfig("{\"processes\": ["
                + IntStream.range(0, STEADY).mapToObj(KilledPmondTest::steady).collect(Collectors.joining(","))
                + "]}");
        pmond.start();
        for (int number = 0; number < STEADY; number++) {
            TableRow row = pmond.awaitStatus("steady" + number, "running");
            ledger.answered(row.name(), Ledger.Wanted.RUNNING, row.pid());
        }
        pmond.run("stop", "steady0").ok();
        ledger.answered("steady0", Ledger.Wanted.STOPPED, 0);
        FaultTable.row(
                "pmond killed with -9 under a load of commands and crashes",
                Integer.getInteger(KILLS_PROPERTY, FaultTable.times(USUAL_KILLS, FULL_KILLS)),
                this::kill);
        System.out.println("kills: " + commands + " commands were under way or answered");
    }

    private static String steady(int number) {
        return "{\"file\": \"/bin/sleep\", \"name\": \"steady" + number + "\", \"args\": \"10000\"}";
    }

    private List<String> kill(int number) {
        List<CommandLoad> loads = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            loads.add(CommandLoad.start(pmond, ledger, random.nextLong(), "client" + client + "-"));
        }
        pass(random.nextInt(LATEST_KILL_MS));
        if (random.nextBoolean()) {
            crashOne();
            pass(random.nextInt(30));
        }
        pmond.kill();
        commands += CommandLoad.end(loads);
        Await.until("the end of the helpers", SETTLED, () -> pmond.helpers().isEmpty());
        List<String> lost = new ArrayList<>(unknown());
        if (random.nextInt(ONE_IN_SO_MANY_DIES_IN_ITS_START) == 0) {
            pmond.launch();
            pass(random.nextInt(LATEST_KILL_MS));
            pmond.kill();
            Await.until("the end of the helpers", SETTLED, () -> pmond.helpers().isEmpty());
            lost.addAll(unknown());
        }
        pmond.start();
        lost.addAll(settled());
        return lost;
    }

    /** One that should run loses its program. */
    private void crashOne() {
        List<Proc> running = pmond.living();
        if (!running.isEmpty()) {
            Proc victim = running.get(random.nextInt(running.size()));
            ledger.kills(victim.words().get(0), victim.pid());
            victim.kill();
        }
    }

    /** While pmond is dead: whatever lives is in the database, with its pid and start time. */
    private List<String> unknown() {
        StoredRows stored = pmond.stored();
        return pmond.living().stream()
                .filter(proc -> stored.rows().stream().noneMatch(row -> row.is(proc)))
                .map(proc -> proc + " lives and no row knows it")
                .toList();
    }

    private List<String> settled() {
        long end = System.nanoTime() + SETTLED.toNanos();
        while (true) {
            List<TableRow> rows = pmond.ls();
            List<String> wrong = ledger.wrong(rows, pmond.living());
            if (wrong.isEmpty() || System.nanoTime() > end) {
                ledger.settle(rows);
                return wrong;
            }
        }
    }

    private static void pass(int ms) {
        long end = System.nanoTime() + Duration.ofMillis(ms).toNanos();
        Await.until("a moment", Duration.ofMillis(ms).plus(SETTLED), () -> System.nanoTime() >= end);
    }
}
