package pmon3.daemon.supervise;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import pmon3.daemon.kernel.ProcessTable;
import pmon3.model.ProcessExit;

/** How the pmond of a {@link Simulation} ends and the next begins: killed, asked to, with the machine, without its database. */
final class SimulatedEnds {
    private final World world;
    private final Wishes wishes;
    private final SimulatedGroups groups;
    private final Strangers strangers;
    private final Random random;
    private final SimulatedUsers.Notes note;
    private Optional<Runnable> backup = Optional.empty();
    /** Whether the database was a backup when pmond found it, and none was made since. */
    private boolean restored;

    SimulatedEnds(
            World world,
            Wishes wishes,
            SimulatedGroups groups,
            Strangers strangers,
            Random random,
            SimulatedUsers.Notes note) {
        this.world = world;
        this.wishes = wishes;
        this.groups = groups;
        this.strangers = strangers;
        this.random = random;
        this.note = note;
    }

    /** If all is stored. */
    void backUp() {
        if (isAllStored()) {
            note.say("the database is backed up");
            backup = Optional.of(world.store.remember());
            restored = false;
        }
    }

    private boolean isAllStored() {
        return !world.hasSubmissions()
                && world.fleet().all().stream()
                        .noneMatch(process -> world.fleet().isUnstored(process.id()));
    }

    /** The next pmond may be killed while it starts, too. */
    void crash() {
        world.kernel.failScans(0);
        lose();
        wishes.forgetAsked();
        groups.forgetAsked();
        if (random.nextInt(8) == 0) {
            loseDatabase();
        }
        for (boolean lives = false; !lives; ) {
            world.fuse.set(random.nextInt(4) == 0 ? 1 + random.nextInt(20) : 0);
            try {
                start();
                lives = true;
            } catch (Fuse.Burnt killed) {
                note.say("the next pmond is killed while it starts");
                lose();
            }
            world.fuse.set(0);
        }
    }

    /**
     * The backup takes the place of the database. What nobody has a row of any more ends with it: nobody could know of it.
     */
    private void loseDatabase() {
        if (backup.isEmpty()) {
            return;
        }
        note.say("the database is lost, and its backup is put back");
        backup.get().run();
        wishes.forgetAll();
        groups.forgetAll();
        Set<String> known = world.store.load().processes().stream()
                .filter(row -> !row.deleting())
                .map(row -> row.definition().name())
                .collect(Collectors.toSet());
        world.kernel.entries().stream()
                .filter(entry -> !Strangers.isOne(entry) && !known.contains(entry.comm()))
                .forEach(entry -> world.kernel.exit(entry.pid(), ProcessExit.exited(0)));
        restored = true;
    }

    /** Of a dead leader that the backup does not know nobody could tell what it left: that ends with it. */
    private void start() {
        List<ProcessTable.Entry> entries = world.kernel.entries();
        Set<Integer> pids = entries.stream().map(ProcessTable.Entry::pid).collect(Collectors.toSet());
        if (restored) {
            entries.stream()
                    .filter(entry -> !Strangers.isOne(entry) && !pids.contains(entry.session()))
                    .forEach(entry -> world.kernel.exit(entry.pid(), ProcessExit.exited(0)));
        }
        world.start(restored);
    }

    private void lose() {
        world.crash(random.nextBoolean());
        if (random.nextInt(12) == 0) {
            note.say("the machine is started again");
            world.reboot();
            strangers.forget();
        }
        if (random.nextBoolean()) {
            note.say("programs end and strangers come while no pmond runs");
            strangers.come();
        }
    }

    void end() {
        note.say("pmond ends and starts again");
        world.kernel.failScans(0);
        world.kernel.thaw();
        SimulatedUsers.NAMES.forEach(name -> world.kernel.notHanging("/srv/" + name));
        for (int round = 0; round < 3; round++) {
            List<Settlement> ends = world.fleet().close(random.nextBoolean());
            for (int i = 0; i < 200 && !ends.stream().allMatch(World::isDone); i++) {
                world.pass(100);
            }
            wishes.require(ends.stream().allMatch(World::isDone), () -> "pmond's end did not end");
        }
        world.fuse.set(0);
        List<ManagedProcess> ended = world.fleet().all();
        world.crash();
        wishes.require(
                world.kernel.entries().stream().noneMatch(entry -> entry.isLive() && !Strangers.isOne(entry)),
                () -> "pmond's end left something: " + world.kernel.entries() + " of " + ended);
        wishes.forgetAsked();
        groups.forgetAsked();
        start();
    }
}
