package pmon3.daemon.supervise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import pmon3.daemon.kernel.ProcessTable;
import pmon3.daemon.store.StoredProcess;
import pmon3.model.ProcessStatus;

/** What users asked of each process, what of it was answered, and whether the world agrees. */
final class Wishes {
    /** What a process is to do from now on. */
    enum Wish {
        RUN,
        STOP,
        GONE
    }

    private record Asked(Wish wish, Settlement settlement) {
        /** Answered, and done for certain. */
        boolean isSure() {
            return World.isDone(settlement)
                    && settlement.outcomes().stream().allMatch(Outcome.EndedAtOnce.class::isInstance);
        }
    }

    private final World world;
    private final Map<String, Asked> last = new TreeMap<>();
    private final List<Settlement> settlements = new ArrayList<>();
    /** What was sure before pmond was lost; nobody can ask again for it. */
    private final Map<String, Wish> sure = new HashMap<>();
    /** What was stored before pmond was lost, answered or not: the next one carries it through. */
    private final Map<String, Wish> owed = new HashMap<>();

    Wishes(World world) {
        this.world = world;
    }

    void asked(String name, Wish wish, Settlement settlement) {
        forget(name);
        last.put(name, new Asked(wish, settlement));
        settlements.add(settlement);
    }

    /** What was asked of it before counts no more. */
    void forget(String name) {
        last.remove(name);
        sure.remove(name);
        owed.remove(name);
    }

    void askedBesides(Settlement settlement) {
        settlements.add(settlement);
    }

    /** pmond is lost: what it had neither answered nor stored is as nobody knows. */
    void forgetAsked() {
        last.forEach((name, asked) -> {
            if (asked.isSure()) {
                sure.put(name, asked.wish());
            }
        });
        last.clear();
        settlements.clear();
        owed.clear();
        for (StoredProcess row : world.store.load().processes()) {
            if (row.deleting()) {
                owed.put(row.definition().name(), Wish.GONE);
            } else if (row.status() == ProcessStatus.STOPPED) {
                owed.put(row.definition().name(), Wish.STOP);
            }
        }
    }

    /** The store is as it once was: nothing that was asked counts any more. */
    void forgetAll() {
        last.clear();
        settlements.clear();
        sure.clear();
        owed.clear();
    }

    void check() {
        requireNoDoubles();
        Map<String, StoredProcess> rows = new HashMap<>();
        world.store.load().processes().forEach(row -> rows.put(row.definition().name(), row));
        forEachSure((name, wish) -> {
            Optional<StoredProcess> row = Optional.ofNullable(rows.get(name));
            switch (wish) {
                case STOP -> {
                    require(row.isPresent(), () -> name + " was stopped and its row is gone");
                    require(
                            row.get().status() == ProcessStatus.STOPPED,
                            () -> name + " was stopped and is stored " + row);
                    require(world.alive(name).isEmpty(), () -> name + " was stopped and lives");
                }
                case GONE -> {
                    require(row.isEmpty(), () -> name + " was deleted and is stored " + row);
                    require(world.alive(name).isEmpty(), () -> name + " was deleted and lives");
                }
                case RUN -> {
                    require(row.isPresent(), () -> name + " was started and has no row");
                    require(
                            row.get().status() != ProcessStatus.STOPPED
                                    && !row.get().deleting(),
                            () -> name + " was started and is stored " + row);
                }
            }
        });
        owed.forEach((name, wish) -> {
            Optional<StoredProcess> row = Optional.ofNullable(rows.get(name));
            boolean isKept = switch (wish) {
                case GONE -> row.isEmpty() || row.get().deleting();
                case STOP ->
                    row.filter(one -> one.status() == ProcessStatus.STOPPED).isPresent();
                case RUN -> throw new IllegalStateException("nobody owes a run");
            };
            require(isKept, () -> name + " was to " + wish + " when pmond was lost, and is stored " + row);
        });
    }

    /** When nothing fails any more and time has passed. */
    void checkFulfilled() {
        for (Settlement settlement : settlements) {
            require(
                    World.isDone(settlement),
                    () -> "a command was never answered of " + world.fleet().byId(settlement.processId()));
        }
        forEachSure((name, wish) -> require(
                world.instances(name) == (wish == Wish.RUN ? 1 : 0) || wish == Wish.RUN && hasFailedForGood(name),
                () -> name + " should " + wish + " and does not: "
                        + world.fleet().byName(name)));
        owed.forEach((name, wish) -> require(
                world.alive(name).isEmpty(), () -> name + " was to " + wish + " when pmond was lost, and lives"));
        for (ManagedProcess process : world.fleet().all()) {
            require(process.isSettled(), () -> process + " does not settle");
            require(!world.fleet().isUnstored(process.id()), () -> process + " is not stored");
            StoredProcess row = world.row(process.name());
            require(row.equals(StoredForm.of(process)), () -> "memory has " + process + ", the store " + row);
        }
        require(
                world.kernel.entries().stream()
                        .filter(entry -> !Strangers.isOne(entry))
                        .allMatch(entry -> entry.isLive() && isKnown(entry)),
                () -> "something is left that nobody knows: " + world.kernel.entries());
    }

    private boolean hasFailedForGood(String name) {
        ManagedProcess process = world.process(name);
        return process.phase() == Phase.FAILED && !process.definition().autoRestart();
    }

    private boolean isKnown(ProcessTable.Entry entry) {
        return world.fleet().all().stream().anyMatch(process -> process.shownPid() == entry.session());
    }

    private void requireNoDoubles() {
        Map<String, Set<Integer>> sessions = new HashMap<>();
        for (ProcessTable.Entry entry : world.kernel.entries()) {
            if (entry.isLive()) {
                sessions.computeIfAbsent(entry.comm(), name -> new HashSet<>()).add(entry.session());
            }
        }
        sessions.remove("pmon3-spawn");
        sessions.remove("stranger");
        sessions.forEach(
                (name, ids) -> require(ids.size() == 1, () -> name + " lives more than once: sessions " + ids));
    }

    private void forEachSure(BiConsumer<String, Wish> check) {
        last.forEach((name, asked) -> {
            if (asked.isSure()) {
                check.accept(name, asked.wish());
            }
        });
        sure.forEach(check);
    }

    void require(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise.get());
        }
    }
}
