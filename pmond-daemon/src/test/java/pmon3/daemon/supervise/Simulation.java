package pmon3.daemon.supervise;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import pmon3.config.Settings;
import pmon3.daemon.kernel.FakeProgram;
import pmon3.daemon.kernel.ProcessTable;
import pmon3.model.ProcessExit;

/**
 * A pmond under everything at once: commands, ends, failing starts, a failing store, crashes and clocks, in an order that
 * a seed decides. {@link Wishes} says after each step whether all is as it must be.
 */
final class Simulation {
    /** Each with what it depends on. */
    private static final Map<String, List<String>> NAMES =
            Map.of("a", List.of(), "b", List.of("a"), "c", List.of("a", "b"), "d", List.of());

    private static final List<String> ORDER = List.of("a", "b", "c", "d");
    private static final int REMEMBERED = 60;
    /** A wall clock set by hand may jump a day. */
    private static final int WALL_JUMP_MS = 24 * 3_600_000;

    private final Random random;
    private final World world = new World();
    private final Wishes wishes = new Wishes(world);
    private final Deque<String> log = new ArrayDeque<>();
    private boolean failing;

    Simulation(long seed) {
        random = new Random(seed);
        reload();
    }

    private void reload() {
        boolean flaps = random.nextInt(4) == 0;
        world.settings = TestSettings.with(random.nextInt(3) * 1_000, 1_000, new Settings.Flap(flaps, 3, 40, 20));
        note("settings: %s, %s", world.settings.stopTimeoutMs(), world.settings.flap());
    }

    /** @throws AssertionError with the last steps, if something is not as it must be */
    void run(int steps) {
        try {
            for (int step = 0; step < steps; step++) {
                act();
                wishes.check();
            }
            calmDown();
            wishes.checkFulfilled();
        } catch (AssertionError | RuntimeException broken) {
            throw new AssertionError(broken.getMessage() + "\nthe last steps:\n" + String.join("\n", log), broken);
        }
    }

    private void act() {
        int dice = random.nextInt(100);
        if (dice < 50) {
            advance();
        } else if (dice < 75) {
            command(ORDER.get(random.nextInt(ORDER.size())));
        } else if (dice < 90) {
            end();
        } else if (dice < 95) {
            change(ORDER.get(random.nextInt(ORDER.size())));
        } else if (dice < 97) {
            toggleStore();
        } else {
            loseOrEnd();
        }
    }

    // ---- what goes on by itself ----

    private void advance() {
        switch (random.nextInt(9)) {
            case 0, 1 -> world.decide();
            case 2 -> world.commitOne();
            case 3 -> world.kernel.step();
            case 4 -> world.settle();
            case 5 -> pass(random.nextInt(250));
            case 6 -> pass(random.nextInt(6_000));
            case 7 -> world.kernel.expireHolds();
            default -> {
                note("wall clock jumps");
                world.jumpWall(random.nextInt(2 * WALL_JUMP_MS) - WALL_JUMP_MS);
            }
        }
    }

    private void pass(int millis) {
        note("%s ms pass", millis);
        world.skip(millis).decide();
    }

    private void end() {
        List<ProcessTable.Entry> programs = world.kernel.entries().stream()
                .filter(entry -> entry.isLive() && ORDER.contains(entry.comm()))
                .toList();
        if (!programs.isEmpty()) {
            ProcessTable.Entry one = programs.get(random.nextInt(programs.size()));
            note("%s ends (pid %s of session %s)", one.comm(), one.pid(), one.session());
            world.kernel.exit(one.pid(), ProcessExit.exited(random.nextInt(3)));
        }
    }

    private void change(String name) {
        List<FakeProgram> programs = List.of(
                FakeProgram.lives(),
                FakeProgram.lives(),
                FakeProgram.lives().withChildren(2),
                FakeProgram.lives().withChildren(1).ignoringTerm(),
                FakeProgram.endsAtOnce(ProcessExit.exited(1)),
                FakeProgram.endsAtOnce(ProcessExit.exited(1)).withChildren(1),
                FakeProgram.fails("no such file"),
                FakeProgram.failsAfterGo("exec format error"));
        FakeProgram program = programs.get(random.nextInt(programs.size()));
        note("%s is now %s", name, program);
        world.kernel.program("/srv/" + name, program);
        if (random.nextBoolean()) {
            world.kernel.nextPid(1_000);
        }
        if (random.nextInt(5) == 0) {
            reload();
        }
    }

    private void toggleStore() {
        failing = !failing;
        note("the store %s", failing ? "fails" : "works again");
        if (failing) {
            world.failStore();
        } else {
            world.store.recover();
        }
    }

    private void loseOrEnd() {
        if (random.nextInt(4) == 0) {
            endPmond();
        } else {
            note("pmond is killed and starts again");
            world.crash(random.nextBoolean());
        }
        wishes.forgetAsked();
        world.start();
    }

    private void endPmond() {
        note("pmond ends and starts again");
        for (int round = 0; round < 3; round++) {
            List<Settlement> ends = world.fleet().close(random.nextBoolean());
            for (int i = 0; i < 200 && !ends.stream().allMatch(World::isDone); i++) {
                world.pass(100);
            }
            wishes.require(ends.stream().allMatch(World::isDone), "pmond's end did not end");
        }
        world.crash();
        wishes.require(
                world.kernel.entries().stream().noneMatch(ProcessTable.Entry::isLive), "pmond's end left something");
    }

    private void calmDown() {
        note("calm");
        world.store.recover();
        failing = false;
        ORDER.forEach(name -> world.kernel.program("/srv/" + name, FakeProgram.lives()));
        for (int i = 0; i < 400; i++) {
            world.pass(100);
            wishes.check();
        }
    }

    // ---- what users ask ----

    private void command(String name) {
        Optional<ManagedProcess> known = world.fleet().byName(name);
        if (known.isEmpty()) {
            note("exec %s", name);
            asked(name, Wishes.Wish.RUN, world.create(name, NAMES.get(name).toArray(String[]::new)));
            return;
        }
        ManagedProcess process = known.get();
        boolean force = random.nextInt(3) == 0;
        switch (random.nextInt(9)) {
            case 0, 1 -> {
                note("stop %s (force %s)", name, force);
                asked(name, Wishes.Wish.STOP, world.ask(name, Goal.STOP, force));
            }
            case 2 -> {
                note("del %s (force %s)", name, force);
                asked(name, Wishes.Wish.GONE, world.ask(name, Goal.DELETE, force));
            }
            case 3 -> {
                note("reset %s", name);
                wishes.askedBesides(world.fleet().reset(process.id()));
            }
            case 4 -> {
                note("redefine %s", name);
                wishes.askedBesides(world.fleet().redefine(process.id(), redefinition(name)));
            }
            case 5 -> stopAll(force);
            default -> start(name, process);
        }
    }

    private void start(String name, ManagedProcess process) {
        Optional<Redefinition> change = random.nextInt(3) == 0 ? Optional.of(redefinition(name)) : Optional.empty();
        if (!process.isUp()) {
            note("exec %s again", name);
            asked(name, Wishes.Wish.RUN, world.fleet().start(process.id(), change));
        } else {
            note("restart %s (changed %s)", name, change.isPresent());
            asked(
                    name,
                    Wishes.Wish.RUN,
                    world.fleet().restart(Map.of(process.id(), change), true).get(0));
        }
    }

    private void stopAll(boolean force) {
        note("stop all (force %s)", force);
        List<ManagedProcess> all = world.fleet().all();
        List<Settlement> stops =
                world.fleet().stop(all.stream().map(ManagedProcess::id).toList(), Goal.STOP, force);
        for (int i = 0; i < all.size(); i++) {
            asked(all.get(i).name(), Wishes.Wish.STOP, stops.get(i));
        }
    }

    private Redefinition redefinition(String name) {
        return new Redefinition(World.definition(name, NAMES.get(name).toArray(String[]::new)), World.ALICE);
    }

    /** A deletion under way outranks what is asked later. */
    private void asked(String name, Wishes.Wish wish, Settlement settlement) {
        boolean deleting = world.fleet()
                .byName(name)
                .filter(process -> process.goal() == Goal.DELETE)
                .isPresent();
        wishes.asked(name, deleting ? Wishes.Wish.GONE : wish, settlement);
    }

    private void note(String text, Object... arguments) {
        log.add(String.format("%8d %s", world.now().ms(), String.format(text, arguments)));
        if (log.size() > REMEMBERED) {
            log.remove();
        }
    }

    List<String> log() {
        return new ArrayList<>(log);
    }
}
