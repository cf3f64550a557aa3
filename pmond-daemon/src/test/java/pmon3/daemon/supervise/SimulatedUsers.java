package pmon3.daemon.supervise;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import pmon3.model.ProcessDefinition;

/** Those who ask a simulated pmond for something, at random. What they ask is a wish of {@link Wishes}'s from then on. */
final class SimulatedUsers {
    /** Takes what was asked down, as {@link String#format} has it. */
    interface Notes {
        void say(String text, Object... arguments);
    }

    static final List<String> NAMES = List.of("a", "b", "c", "d", "e");
    /** Never started by itself. */
    static final String BY_HAND = "e";

    private static final Map<String, List<String>> DEPENDENCIES =
            Map.of("a", List.of(), "b", List.of("a"), "c", List.of("a", "b"), "d", List.of(), "e", List.of());

    private final World world;
    private final Wishes wishes;
    private final Starts starts;
    private final SimulatedGroups groups;
    private final Random random;
    private final Notes note;

    SimulatedUsers(World world, Wishes wishes, Starts starts, SimulatedGroups groups, Random random, Notes note) {
        this.world = world;
        this.wishes = wishes;
        this.starts = starts;
        this.groups = groups;
        this.random = random;
        this.note = note;
    }

    /** One of the things that can be asked of it. */
    void command(String name) {
        Optional<ManagedProcess> known = world.fleet().byName(name);
        if (known.isEmpty()) {
            note.say("exec %s", name);
            boolean kept = random.nextInt(4) == 0;
            asked(name, Wishes.Wish.RUN, () -> create(name, kept));
            return;
        }
        ManagedProcess process = known.get();
        boolean force = random.nextInt(3) == 0;
        switch (random.nextInt(10)) {
            case 0, 1 -> {
                note.say("stop %s (force %s)", name, force);
                asked(name, Wishes.Wish.STOP, () -> world.ask(name, Goal.STOP, force));
            }
            case 2 -> {
                note.say("del %s (force %s)", name, force);
                asked(name, Wishes.Wish.GONE, () -> world.ask(name, Goal.DELETE, force));
            }
            case 3 -> {
                note.say("reset %s", name);
                starts.resetAsked(name);
                wishes.askedBesides(world.fleet().reset(process.id()));
            }
            case 4 -> {
                note.say("redefine %s", name);
                wishes.askedBesides(world.fleet().redefine(process.id(), redefinition(name)));
            }
            case 5 -> stopAll(force);
            case 6 -> restartSome();
            default -> start(name, process);
        }
    }

    private void start(String name, ManagedProcess process) {
        Optional<Redefinition> change = random.nextInt(3) == 0 ? Optional.of(redefinition(name)) : Optional.empty();
        if (!process.isUp()) {
            note.say("exec %s again", name);
            asked(name, Wishes.Wish.RUN, () -> world.fleet().start(process.id(), change));
        } else {
            note.say("restart %s (changed %s)", name, change.isPresent());
            asked(
                    name,
                    Wishes.Wish.RUN,
                    () -> world.fleet()
                            .restart(Map.of(process.id(), change), true)
                            .get(0));
        }
    }

    /** Several with one command, each after what depends on it has stopped. */
    private void restartSome() {
        List<ManagedProcess> some = world.fleet().all().stream()
                .filter(process -> random.nextInt(3) > 0)
                .toList();
        note.say("restart %s", some.stream().map(ManagedProcess::name).toList());
        some.forEach(process -> asking(process.name(), Wishes.Wish.RUN));
        Map<Long, Optional<Redefinition>> wanted = new LinkedHashMap<>();
        some.forEach(process -> wanted.put(
                process.id(), random.nextInt(4) == 0 ? Optional.of(redefinition(process.name())) : Optional.empty()));
        List<Settlement> restarts = world.fleet().restart(wanted, random.nextBoolean());
        for (int i = 0; i < some.size(); i++) {
            String name = some.get(i).name();
            wishes.asked(name, lastWish(name, Wishes.Wish.RUN), restarts.get(i));
        }
    }

    void stopAll(boolean force) {
        note.say("stop all (force %s)", force);
        List<ManagedProcess> all = world.fleet().all();
        all.forEach(process -> asking(process.name(), Wishes.Wish.STOP));
        List<Settlement> stops =
                world.fleet().stop(all.stream().map(ManagedProcess::id).toList(), Goal.STOP, force);
        for (int i = 0; i < all.size(); i++) {
            wishes.asked(all.get(i).name(), lastWish(all.get(i).name(), Wishes.Wish.STOP), stops.get(i));
        }
    }

    private Settlement create(String name, boolean kept) {
        groups.forget(name);
        return kept
                ? world.fleet().createKept(definition(name), World.ALICE)
                : world.fleet().create(definition(name), World.ALICE);
    }

    private static ProcessDefinition definition(String name) {
        ProcessDefinition like = World.definition(name, DEPENDENCIES.get(name).toArray(String[]::new));
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
}
