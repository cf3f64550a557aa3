package pmon3.daemon.supervise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import pmon3.daemon.store.StoreChange;
import pmon3.model.PmonException;

/**
 * Hands what has to be durable to the archive, and remembers what could not be stored until it can. Confined to the
 * supervisor thread.
 */
final class Storing {
    /** Who goes on once something is durable, or is not. */
    interface Waiter {
        void stored(Slot slot, List<Effect> then);

        void refused(Slot slot, List<Effect> then, String reason);
    }

    private final Archive archive;
    private final Groups groups;
    private final Executor supervisor;
    private final Waiter waiter;
    private final Set<Slot> unstored = new HashSet<>();
    /** By name, the ids whose removal is not known to be durable. */
    private final Map<String, Set<Long>> leaving = new HashMap<>();

    /** @param supervisor runs what it is given on the supervisor thread, later */
    Storing(Archive archive, Groups groups, Executor supervisor, Waiter waiter) {
        this.archive = archive;
        this.groups = groups;
        this.supervisor = supervisor;
        this.waiter = waiter;
    }

    /** @param then what waits until the process as it now is has been stored */
    void put(Slot slot, List<Effect> then) {
        commit(slot, List.of(put(slot)), then);
    }

    void remove(Slot slot) {
        leaving.computeIfAbsent(slot.process().name(), name -> new HashSet<>()).add(slot.id());
        commit(slot, List.of(new StoreChange.RemoveProcess(slot.id())), List.of());
    }

    /** Something besides the process itself that its commands wait for. */
    void change(Slot slot, List<StoreChange> changes) {
        commit(slot, changes, List.of());
    }

    /** What is no process's; undone if that fails. */
    void change(StoreChange change, Settlement settlement, Runnable undo) {
        archive.submit(
                List.of(change),
                () -> supervisor.execute(settlement::complete),
                failure -> supervisor.execute(() -> {
                    undo.run();
                    settlement.tell(new Outcome.NotStored(failure.getMessage()));
                    settlement.complete();
                }));
    }

    boolean hasUnstored() {
        return !unstored.isEmpty();
    }

    /** Tries again what could not be stored. */
    void again() {
        for (Slot slot : List.copyOf(unstored)) {
            unstored.remove(slot);
            if (slot.phase() == Phase.GONE) {
                remove(slot);
            } else {
                commit(slot, whole(slot), List.of());
            }
        }
    }

    private static StoreChange put(Slot slot) {
        return new StoreChange.PutProcess(StoredForm.of(slot.process()));
    }

    /** The process and its groups: which of them the store lacks is not known any more. */
    private List<StoreChange> whole(Slot slot) {
        List<StoreChange> changes = new ArrayList<>(List.of(put(slot)));
        changes.addAll(groups.stored(slot.id()));
        return changes;
    }

    private void commit(Slot slot, List<StoreChange> changes, List<Effect> then) {
        long number = slot.commitBegan();
        archive.submit(
                withRemovals(slot, changes),
                () -> supervisor.execute(() -> committed(slot, number, then)),
                failure -> supervisor.execute(() -> refused(slot, number, then, failure)));
    }

    /** Rows that had this name and are deleted but perhaps still stored go first: the name is this one's now. */
    private List<StoreChange> withRemovals(Slot slot, List<StoreChange> changes) {
        List<StoreChange> all = new ArrayList<>();
        for (long id : leaving.getOrDefault(slot.process().name(), Set.of())) {
            if (id != slot.id()) {
                all.add(new StoreChange.RemoveProcess(id));
            }
        }
        all.addAll(changes);
        return all;
    }

    private void hasLeft(Slot slot) {
        leaving.computeIfPresent(slot.process().name(), (name, ids) -> {
            ids.remove(slot.id());
            return ids.isEmpty() ? null : ids;
        });
    }

    private void committed(Slot slot, long number, List<Effect> then) {
        if (slot.commitEnded(number, Optional.empty())) {
            unstored.remove(slot);
            hasLeft(slot);
        }
        waiter.stored(slot, then);
        slot.settle();
    }

    /** What a command asked is refused where the machine can still undo it; what stands is stored later. */
    private void refused(Slot slot, long number, List<Effect> then, PmonException failure) {
        if (slot.commitEnded(number, Optional.of(failure.getMessage()))) {
            unstored.add(slot);
        }
        Chronicle.notStored(slot.process(), failure);
        waiter.refused(slot, then, failure.getMessage());
        slot.settle();
    }
}
