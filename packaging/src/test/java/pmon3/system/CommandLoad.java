package pmon3.system;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A client that gives one command after the other to processes of its own, until it is told to stop, and keeps the ledger
 * of what was answered. A thread of its own.
 */
final class CommandLoad implements AutoCloseable {
    private static final int NAMES = 4;

    private final PmondFixture pmond;
    private final Ledger ledger;
    private final Random random;
    private final String prefix;
    private final Thread thread = new Thread(this::run, "load");
    private volatile boolean stopping;
    private volatile Optional<Throwable> failure = Optional.empty();
    private int commands;

    private CommandLoad(PmondFixture pmond, Ledger ledger, long seed, String prefix) {
        this.pmond = pmond;
        this.ledger = ledger;
        this.random = new Random(seed);
        this.prefix = prefix;
    }

    static CommandLoad start(PmondFixture pmond, Ledger ledger, long seed, String prefix) {
        CommandLoad load = new CommandLoad(pmond, ledger, seed, prefix);
        load.thread.start();
        return load;
    }

    private void run() {
        try {
            while (!stopping) {
                giveOne(prefix + random.nextInt(NAMES));
                commands++;
            }
        } catch (RuntimeException | AssertionError e) {
            failure = Optional.of(e);
        }
    }

    private void giveOne(String name) {
        if (ledger.possible(name).contains(Ledger.Wanted.GONE)) {
            give(name, Ledger.Wanted.RUNNING, "exec", "/bin/sleep", "--name", name, "--args", "10000");
            return;
        }
        switch (random.nextInt(5)) {
            case 0 -> give(name, Ledger.Wanted.STOPPED, "stop", name);
            case 1 -> give(name, Ledger.Wanted.STOPPED, "stop", "-f", name);
            case 2 -> give(name, Ledger.Wanted.GONE, "del", name);
            default -> give(name, Ledger.Wanted.RUNNING, "restart", name);
        }
    }

    private void give(String name, Ledger.Wanted wanted, String... words) {
        ledger.asked(name, wanted);
        Ran ran = pmond.run(words);
        Optional<TableRow> row = TableRow.parse(ran.out()).stream()
                .filter(found -> found.name().equals(name))
                .findFirst();
        if (ran.exit() == 0) {
            boolean runs = row.filter(found -> found.status().equals("running")).isPresent();
            ledger.answered(name, wanted, runs ? row.get().pid() : 0);
        }
    }

    /** Waits for the command that is under way. @return how many commands were given */
    int end() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while waiting for a client", e);
        }
        failure.ifPresent(thrown -> {
            throw new AssertionError("the load broke", thrown);
        });
        return commands;
    }

    static int end(List<CommandLoad> loads) {
        return loads.stream().mapToInt(CommandLoad::end).sum();
    }

    @Override
    public void close() {
        stopping = true;
    }
}
