package pmon3.daemon.supervise;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import pmon3.config.Settings;
import pmon3.daemon.kernel.FakeProgram;
import pmon3.daemon.kernel.ProcessTable;
import pmon3.model.ProcessDefinition;
import pmon3.model.ProcessExit;

/**
 * A pmond under everything at once: commands, ends, failing starts, a failing store, crashes and clocks, in an order that
 * a seed decides. {@link Wishes} says after each step whether all is as it must be.
 */
final class Simulation {
    /** Each with what it depends on. */
    private static final Map<String, List<String>> NAMES =
            Map.of("a", List.of(), "b", List.of("a"), "c", List.of("a", "b"), "d", List.of(), "e", List.of());

    private static final List<String> ORDER = List.of("a", "b", "c", "d", "e");
    /** Never started by itself. */
    private static final String BY_HAND = "e";

    private static final int REMEMBERED = 60;
    /** A wall clock set by hand may jump a day. */
    private static final int WALL_JUMP_MS = 24 * 3_600_000;

    private final Random random;
    private final World world = new World();
    private final Wishes wishes = new Wishes(world);
    private final Strangers strangers;
    private final Settings.Flap flap;
    private final Starts starts;
    /** Written down only if it is to be read. */
    private final Deque<Supplier<String>> log = new ArrayDeque<>();

    Simulation(long seed) {
        random = new Random(seed);
        strangers = new Strangers(world, random);
        flap = new Settings.Flap(random.nextInt(4) > 0, 3, 40, random.nextInt(3) * 10);
        starts = new Starts(world, flap);
        starts.onlyByCommand(BY_HAND);
        world.starts = Optional.of(starts);
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
                strangers.check();
            }
            calmDown();
            wishes.checkFulfilled();
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
            crash();
        }
    }

    /** The next pmond may be killed while it starts, too. */
    private void crash() {
        world.kernel.failScans(0);
        lose();
        wishes.forgetAsked();
        for (boolean lives = false; !lives; ) {
            world.fuse.set(random.nextInt(4) == 0 ? 1 + random.nextInt(20) : 0);
            try {
                world.start();
                lives = true;
            } catch (Fuse.Burnt killed) {
                note("the next pmond is killed while it starts");
                lose();
            }
            world.fuse.set(0);
        }
    }

    private void lose() {
        world.crash(random.nextBoolean());
        if (random.nextBoolean()) {
            note("programs end and strangers come while no pmond runs");
            strangers.come();
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
        } else if (random.nextInt(4) > 0) {
            loseOrEnd();
        } else {
            leaveAlone(ORDER.get(random.nextInt(ORDER.size())));
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
            default -> {
                note("wall clock jumps");
                world.jumpWall(random.nextInt(2 * WALL_JUMP_MS) - WALL_JUMP_MS);
            }
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
            case 0 -> endPmond();
            case 1 -> {
                note("pmond is killed and starts again");
                crash();
            }
            case 2 -> {
                note("looks fail");
                world.kernel.failScans(random.nextInt(4));
            }
            default -> {
                note("pmond will be killed");
                boolean amidStops = random.nextBoolean();
                if (amidStops) {
                    stopAll(false);
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

    private void endPmond() {
        note("pmond ends and starts again");
        world.kernel.failScans(0);
        for (int round = 0; round < 3; round++) {
            List<Settlement> ends = world.fleet().close(random.nextBoolean());
            for (int i = 0; i < 200 && !ends.stream().allMatch(World::isDone); i++) {
                world.pass(100);
            }
            wishes.require(ends.stream().allMatch(World::isDone), "pmond's end did not end");
        }
        world.fuse.set(0);
        world.crash();
        wishes.require(
                world.kernel.entries().stream().noneMatch(entry -> entry.isLive() && !Strangers.isOne(entry)),
                "pmond's end left something");
        wishes.forgetAsked();
        world.start();
    }

    private void calmDown() {
        note("calm");
        world.store.recover();
        world.hanging = false;
        world.fuse.set(0);
        world.kernel.failScans(0);
        ORDER.forEach(name -> world.kernel.program("/srv/" + name, FakeProgram.lives()));
        for (int i = 0; i < 400; i++) {
            world.pass(100);
            wishes.check();
            starts.checkSettled();
        }
    }

    // ---- what users ask ----

    private void command(String name) {
        Optional<ManagedProcess> known = world.fleet().byName(name);
        if (known.isEmpty()) {
            note("exec %s", name);
            boolean kept = random.nextInt(4) == 0;
            asked(name, Wishes.Wish.RUN, () -> create(name, kept));
            return;
        }
        ManagedProcess process = known.get();
        boolean force = random.nextInt(3) == 0;
        switch (random.nextInt(9)) {
            case 0, 1 -> {
                note("stop %s (force %s)", name, force);
                asked(name, Wishes.Wish.STOP, () -> world.ask(name, Goal.STOP, force));
            }
            case 2 -> {
                note("del %s (force %s)", name, force);
                asked(name, Wishes.Wish.GONE, () -> world.ask(name, Goal.DELETE, force));
            }
            case 3 -> {
                note("reset %s", name);
                starts.resetAsked(name);
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
            asked(name, Wishes.Wish.RUN, () -> world.fleet().start(process.id(), change));
        } else {
            note("restart %s (changed %s)", name, change.isPresent());
            asked(
                    name,
                    Wishes.Wish.RUN,
                    () -> world.fleet()
                            .restart(Map.of(process.id(), change), true)
                            .get(0));
        }
    }

    private void stopAll(boolean force) {
        note("stop all (force %s)", force);
        List<ManagedProcess> all = world.fleet().all();
        all.forEach(process -> asking(process.name(), Wishes.Wish.STOP));
        List<Settlement> stops =
                world.fleet().stop(all.stream().map(ManagedProcess::id).toList(), Goal.STOP, force);
        for (int i = 0; i < all.size(); i++) {
            wishes.asked(all.get(i).name(), lastWish(all.get(i).name(), Wishes.Wish.STOP), stops.get(i));
        }
    }

    private Settlement create(String name, boolean kept) {
        return kept
                ? world.fleet().createKept(definition(name), World.ALICE)
                : world.fleet().create(definition(name), World.ALICE);
    }

    private static ProcessDefinition definition(String name) {
        ProcessDefinition like = World.definition(name, NAMES.get(name).toArray(String[]::new));
        return new ProcessDefinition(
                like.name(),
                like.file(),
                like.args(),
                like.envVars(),
                like.username(),
                like.log(),
                !name.equals(BY_HAND),
                like.dependencies());
    }

    private Redefinition redefinition(String name) {
        return new Redefinition(definition(name), World.ALICE);
    }

    /** What is killed while it is asked may have been done or not. */
    private void asked(String name, Wishes.Wish wish, Supplier<Settlement> command) {
        asking(name, wish);
        Wishes.Wish last = lastWish(name, wish);
        wishes.asked(name, last, command.get());
    }

    private void asking(String name, Wishes.Wish wish) {
        wishes.forget(name);
        if (wish == Wishes.Wish.RUN) {
            starts.startAsked(name);
        } else {
            starts.stopAsked(name);
        }
    }

    /** A deletion under way outranks what is asked later. */
    private Wishes.Wish lastWish(String name, Wishes.Wish wish) {
        boolean deleting = world.fleet()
                .byName(name)
                .filter(process -> process.goal() == Goal.DELETE)
                .isPresent();
        return deleting ? Wishes.Wish.GONE : wish;
    }

    private void note(String text, Object... arguments) {
        long ms = world.now().ms();
        log.add(() -> String.format("%8d %s", ms, String.format(text, arguments)));
        if (log.size() > REMEMBERED) {
            log.remove();
        }
    }
}
