package pmon3.daemon.supervise;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import pmon3.daemon.kernel.ProcessIdentity;
import pmon3.daemon.kernel.ProcessTable;
import pmon3.model.ProcessExit;

/**
 * What goes on while no pmond runs: programs end, and others get their numbers, the very ones that are stored as alive. Of
 * the same user, so that nothing but the start time tells them apart.
 */
final class Strangers {
    private static final String NAME = "stranger";

    private final World world;
    private final Random random;
    private final List<ProcessIdentity> alive = new ArrayList<>();
    /** Whose number pmond may for a while take for the one that had it before. */
    private final List<ProcessIdentity> unseen = new ArrayList<>();

    Strangers(World world, Random random) {
        this.world = world;
        this.random = random;
    }

    /** pmond is dead and the next one has not looked yet. */
    void come() {
        if (random.nextBoolean()) {
            alive.addAll(unseen);
            unseen.clear();
            alive.forEach(stranger -> world.kernel.exit(stranger.pid(), ProcessExit.exited(0)));
            alive.clear();
        }
        for (ProcessTable.Entry entry : world.kernel.entries()) {
            boolean leads = entry.pid() == entry.session() && !entry.comm().equals(NAME);
            if (leads && random.nextInt(4) == 0) {
                world.kernel.exit(entry.pid(), ProcessExit.exited(1));
                succeed(entry.pid());
            }
        }
    }

    /** The machine was started again. */
    void forget() {
        alive.clear();
        unseen.clear();
    }

    private void succeed(int pid) {
        if (!world.kernel.isTaken(pid)) {
            alive.add(stranger(pid));
        }
    }

    /**
     * One gets the number of what has just ended, before pmond knows of that end. Of a child it gets none: its zombie has
     * it.
     */
    void succeedUnseen(int pid) {
        if (!world.kernel.isTaken(pid)) {
            unseen.add(stranger(pid));
        }
    }

    private ProcessIdentity stranger(int pid) {
        return world.kernel.foreign(pid, pid, World.order("/srv/" + NAME));
    }

    static boolean isOne(ProcessTable.Entry entry) {
        return entry.comm().equals(NAME);
    }

    /** Nobody takes one for a program of pmond's, and none gets a signal. */
    void check() {
        for (ProcessIdentity stranger : unseen) {
            require(world.kernel.isAlive(stranger), () -> "a stranger was signalled: " + stranger);
        }
        for (ProcessIdentity stranger : alive) {
            require(world.kernel.isAlive(stranger), () -> "a stranger was signalled: " + stranger);
            require(
                    world.fleet().all().stream().noneMatch(process -> process.shownPid() == stranger.pid()),
                    () -> "a stranger is taken for a program of pmond's: " + stranger);
        }
    }

    private static void require(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise.get());
        }
    }
}
