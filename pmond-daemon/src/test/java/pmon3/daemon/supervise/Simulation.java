package pmon3.daemon.supervise;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import pmon3.config.Settings;
import pmon3.daemon.kernel.FakeProgram;
import pmon3.model.ProcessExit;

/**
 * A pmond under everything at once: commands, ends, failing starts, a failing store, crashes and clocks, in an order that
 * a seed decides. {@link Wishes} says after each step whether all is as it must be.
 */
final class Simulation {
    private static final int REMEMBERED = 60;
    /** A wall clock set by hand may jump a day. */
    private static final int WALL_JUMP_MS = 24 * 3_600_000;

    private final Random random;
    private final World world = new World();
    private final Wishes wishes = new Wishes(world);
    private final Strangers strangers;
    private final Settings.Flap flap;
    private final Starts starts;
    /** Then no database is lost: what is younger than a backup is told by that clock. */
    private final boolean clockJumps;

    private final SimulatedGroups groups;
    private final SimulatedUsers users;
    private final SimulatedPrograms programs;
    private final SimulatedEnds ends;
    /** Written down only if it is to be read. */
    private final Deque<Supplier<String>> log = new ArrayDeque<>();

    Simulation(long seed) {
        random = new Random(seed);
        clockJumps = random.nextBoolean();
        strangers = new Strangers(world, random);
        flap = new Settings.Flap(random.nextInt(4) > 0, 3, 40, random.nextInt(3) * 10);
        starts = new Starts(world, flap);
        starts.onlyByCommand(SimulatedUsers.BY_HAND);
        world.starts = Optional.of(starts);
        groups = new SimulatedGroups(world, wishes, random, this::note);
        users = new SimulatedUsers(world, wishes, starts, groups, random, this::note);
        programs = new SimulatedPrograms(world, strangers, random, this::note);
        ends = new SimulatedEnds(world, wishes, groups, strangers, random, this::note);
        reload();
    }

    private void reload() {
        world.settings = TestSettings.with(random.nextInt(3) * 1_000, random.nextInt(2) * 1_000, flap);
        note("settings: %s, %s", world.settings.stopTimeoutMs(), world.settings.flap());
    }

    /** @throws AssertionError with the last steps, if something is not as it must be */
    void run(int steps) {
        try {
            for (int step = 0; step < steps; step++) {
                actOrDie();
                starts.see();
                wishes.check();
                groups.check();
                strangers.check();
            }
            calmDown();
            wishes.checkFulfilled();
            groups.checkFulfilled();
        } catch (AssertionError | RuntimeException broken) {
            throw new AssertionError(
                    broken.getMessage() + "\nthe last steps:\n"
                            + String.join("\n", log.stream().map(Supplier::get).toList()),
                    broken);
        }
    }

    private void actOrDie() {
        try {
            act();
        } catch (Fuse.Burnt killed) {
            note("pmond is killed between two effects");
            ends.crash();
        }
    }

    private void act() {
        int dice = random.nextInt(100);
        if (dice < 50) {
            advance();
        } else if (dice < 72) {
            users.command(anyName());
        } else if (dice < 77) {
            groups.command(anyName());
        } else if (dice < 90) {
            programs.end();
        } else if (dice < 94) {
            change(anyName());
        } else if (dice < 95) {
            programs.freezeOrThaw();
        } else if (dice < 97) {
            toggleStore();
        } else if (random.nextInt(4) > 0) {
            loseOrEnd();
        } else {
            leaveAlone(anyName());
        }
    }

    /** Nobody asks anything while one ends at each start, for longer than a countdown. */
    private void leaveAlone(String name) {
        note("%s ends at once, and nobody looks", name);
        world.kernel.program("/srv/" + name, FakeProgram.endsAtOnce(ProcessExit.exited(1)));
        int seconds = 5 + random.nextInt(40);
        for (int second = 0; second < seconds; second++) {
            world.pass(1_000);
            wishes.check();
        }
    }

    // ---- what goes on by itself ----

    private void advance() {
        switch (random.nextInt(9)) {
            case 0, 1 -> world.decide();
            case 2 -> world.commitOne();
            case 3 -> world.kernel.step();
            case 4 -> settle();
            case 5 -> skip(random.nextInt(250));
            case 6 -> skip(random.nextInt(6_000));
            case 7 -> world.kernel.expireHolds();
            default -> jumpClock();
        }
    }

    private void jumpClock() {
        if (clockJumps) {
            note("wall clock jumps");
            world.jumpWall(random.nextInt(2 * WALL_JUMP_MS) - WALL_JUMP_MS);
        }
    }

    private void settle() {
        world.settle();
        if (random.nextInt(4) == 0) {
            world.pass(random.nextInt(3_000));
        }
    }

    private void skip(int millis) {
        note("%s ms pass", millis);
        world.skip(millis).decide();
    }

    private void change(String name) {
        programs.change(name);
        if (random.nextInt(5) == 0) {
            reload();
        }
        if (random.nextInt(5) == 0) {
            programs.runShort();
        }
        if (random.nextInt(3) == 0) {
            programs.userDatabaseHangsOrNot();
        }
    }

    private void toggleStore() {
        if (random.nextInt(3) == 0 && !clockJumps) {
            ends.backUp();
        }
        world.hanging = random.nextInt(4) == 0;
        world.identities.full(random.nextInt(4) == 0);
        boolean failing = random.nextInt(3) == 0;
        note("the store %s, %s", failing ? "fails" : "works", world.hanging ? "hangs" : "answers");
        if (failing) {
            world.failStore();
        } else {
            world.store.recover();
        }
    }

    private void loseOrEnd() {
        switch (random.nextInt(4)) {
            case 0 -> ends.end();
            case 1 -> {
                note("pmond is killed and starts again");
                ends.crash();
            }
            case 2 -> {
                note("looks fail");
                world.kernel.failScans(random.nextInt(4));
            }
            default -> {
                note("pmond will be killed");
                boolean amidStops = random.nextBoolean();
                if (amidStops) {
                    users.stopAll(false);
                }
                world.fuse.set(1 + random.nextInt(amidStops ? 6 : 30));
                commitAll();
            }
        }
    }

    private void commitAll() {
        while (!world.hanging && world.hasSubmissions()) {
            world.commitOne();
        }
    }

    private void calmDown() {
        note("calm");
        world.store.recover();
        world.hanging = false;
        world.fuse.set(0);
        world.kernel.failScans(0);
        world.kernel.failSpawns(0, "");
        world.kernel.thaw();
        world.starters.letGo();
        SimulatedUsers.NAMES.forEach(name -> world.kernel.program("/srv/" + name, FakeProgram.lives()));
        for (int i = 0; i < 400; i++) {
            world.pass(100);
            wishes.check();
            starts.checkSettled();
        }
    }

    private String anyName() {
        return SimulatedUsers.NAMES.get(random.nextInt(SimulatedUsers.NAMES.size()));
    }

    private void note(String text, Object... arguments) {
        long ms = world.now().ms();
        log.add(() -> String.format("%8d %s", ms, String.format(text, arguments)));
        if (log.size() > REMEMBERED) {
            log.remove();
        }
    }
}
