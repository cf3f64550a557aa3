package pmon3.daemon.supervise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import pmon3.daemon.store.StoredFleet;
import pmon3.daemon.store.StoredGroup;
import pmon3.model.PmonException;

/**
 * Those who make groups and put processes into them, at random, and whether the store holds what they were answered. What
 * they wish of a process is counted here from what they ask alone, not from what pmond remembers.
 */
final class SimulatedGroups {
    private static final List<String> NAMES = List.of("g", "h", "i");
    private static final int CALLER = 1000;

    /** @param groups that the process is to be in, by name; empty while nobody knows */
    private record Asked(Optional<Set<String>> groups, Settlement settlement) {
        boolean isSure() {
            return groups.isPresent()
                    && World.isDone(settlement)
                    && settlement.outcomes().isEmpty();
        }
    }

    private final World world;
    private final Wishes wishes;
    private final Random random;
    private final SimulatedUsers.Notes note;
    private final Map<String, Asked> last = new TreeMap<>();
    private final Map<String, Set<String>> sure = new HashMap<>();

    SimulatedGroups(World world, Wishes wishes, Random random, SimulatedUsers.Notes note) {
        this.world = world;
        this.wishes = wishes;
        this.random = random;
        this.note = note;
    }

    void command(String name) {
        try {
            switch (random.nextInt(5)) {
                case 0 -> make(any());
                case 1 -> delete(any());
                default -> world.fleet().byName(name).ifPresent(this::move);
            }
        } catch (PmonException refused) {
            note.say("refused: %s", refused.getMessage());
        }
    }

    private void make(String group) {
        note.say("group create %s", group);
        wishes.askedBesides(world.fleet().createGroup(group, CALLER));
    }

    /** Who is in it meanwhile is nobody's to say: a deletion that the store refuses brings them back. */
    private void delete(String group) {
        Optional<StoredGroup> found = world.fleet().groups().find(group);
        if (found.isEmpty()) {
            return;
        }
        note.say("group del %s", group);
        last.replaceAll((name, asked) -> new Asked(Optional.empty(), asked.settlement()));
        sure.clear();
        wishes.askedBesides(world.fleet().deleteGroup(found.get().id()));
    }

    private void move(ManagedProcess process) {
        Set<String> some = Set.copyOf(random.nextBoolean() ? List.of(any()) : List.of(any(), any()));
        switch (random.nextInt(4)) {
            case 0 -> {
                note.say("%s joins %s", process.name(), some);
                asked(process, before -> with(before, some), fleet -> fleet.join(process.id(), some, CALLER));
            }
            case 1 -> {
                note.say("%s is in %s only", process.name(), some);
                asked(process, before -> some, fleet -> fleet.setGroups(process.id(), some, CALLER));
            }
            case 2 -> {
                List<StoredGroup> known = known(some);
                note.say("%s enters %s", process.name(), names(known));
                asked(process, before -> with(before, names(known)), fleet -> fleet.enter(process.id(), ids(known)));
            }
            default -> {
                List<StoredGroup> known = known(some);
                note.say("%s leaves %s", process.name(), names(known));
                asked(process, before -> without(before, names(known)), fleet -> fleet.leave(process.id(), ids(known)));
            }
        }
    }

    private void asked(ManagedProcess process, UnaryOperator<Set<String>> change, Function<Fleet, Settlement> command) {
        String name = process.name();
        Optional<Set<String>> wanted = known(name).map(change);
        last.remove(name);
        sure.remove(name);
        Settlement settlement = command.apply(world.fleet());
        wishes.askedBesides(settlement);
        last.put(name, new Asked(wanted, settlement));
    }

    /** What it is in if all that was asked is done; nobody knows what was under way when pmond was lost. */
    private Optional<Set<String>> known(String process) {
        if (sure.containsKey(process)) {
            return Optional.of(sure.get(process));
        }
        return last.containsKey(process) ? last.get(process).groups() : Optional.empty();
    }

    /** A process of this name is new, or gone. */
    void forget(String process) {
        last.remove(process);
        sure.remove(process);
    }

    /** pmond is lost. */
    void forgetAsked() {
        last.forEach((name, asked) -> {
            if (asked.isSure()) {
                sure.put(name, asked.groups().orElseThrow());
            }
        });
        last.clear();
    }

    void forgetAll() {
        last.clear();
        sure.clear();
    }

    /** What was answered is stored. */
    void check() {
        Map<String, Set<String>> certain = new HashMap<>(sure);
        last.forEach((name, asked) -> {
            if (asked.isSure()) {
                certain.put(name, asked.groups().orElseThrow());
            }
        });
        if (certain.isEmpty()) {
            return;
        }
        Map<String, Set<String>> stored = stored(world.store.load());
        certain.forEach((name, groups) -> wishes.require(
                groups.equals(stored.getOrDefault(name, Set.of())),
                () -> name + " is to be in " + groups + " and is stored in " + stored.get(name)));
    }

    /** When nothing fails any more and time has passed: memory and store agree. */
    void checkFulfilled() {
        check();
        StoredFleet stored = world.store.load();
        Map<String, Set<String>> memberships = stored(stored);
        Groups groups = world.fleet().groups();
        wishes.require(
                groups.all().equals(stored.groups()), () -> "memory has " + groups.all() + ", the store " + stored);
        for (ManagedProcess process : world.fleet().all()) {
            Set<String> remembered = new HashSet<>(groups.namesOf(process.id()));
            wishes.require(
                    remembered.equals(memberships.getOrDefault(process.name(), Set.of())),
                    () -> process.name() + " is in " + remembered + ", and is stored in " + memberships);
        }
    }

    private static Map<String, Set<String>> stored(StoredFleet fleet) {
        Map<Long, String> groups =
                fleet.groups().stream().collect(Collectors.toMap(StoredGroup::id, StoredGroup::name));
        Map<String, Set<String>> found = new HashMap<>();
        fleet.processes()
                .forEach(row -> found.put(
                        row.definition().name(),
                        fleet.membership().getOrDefault(row.id(), Set.of()).stream()
                                .map(groups::get)
                                .collect(Collectors.toSet())));
        return found;
    }

    private List<StoredGroup> known(Set<String> names) {
        List<StoredGroup> known = new ArrayList<>();
        new TreeSet<>(names).forEach(name -> world.fleet().groups().find(name).ifPresent(known::add));
        return known;
    }

    private static Set<String> names(List<StoredGroup> groups) {
        return groups.stream().map(StoredGroup::name).collect(Collectors.toSet());
    }

    private static List<Long> ids(List<StoredGroup> groups) {
        return groups.stream().map(StoredGroup::id).toList();
    }

    private static Set<String> with(Set<String> groups, Set<String> more) {
        Set<String> all = new HashSet<>(groups);
        all.addAll(more);
        return all;
    }

    private static Set<String> without(Set<String> groups, Set<String> fewer) {
        Set<String> rest = new HashSet<>(groups);
        rest.removeAll(fewer);
        return rest;
    }

    private String any() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }
}
