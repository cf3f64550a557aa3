package pmon3.daemon.supervise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.daemon.store.KeptIdentities;
import pmon3.daemon.store.StoreChange;
import pmon3.daemon.store.StoredProcess;
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

        /** @return whether what waits was done, because the next pmond will know of it all the same */
        boolean keeps(Slot slot, List<Effect> then);

        /** The store takes too long. @return whether what waits is not to be done any more */
        boolean givesUp(Slot slot, List<Effect> then, String reason);
    }

    private static final Logger LOG = LoggerFactory.getLogger("pmond.supervisor");
    private static final String TOO_LATE = "the database has not answered for 2 s; see pmond's log";

    private final Archive archive;
    private final KeptIdentities identities;
    private final Clock clock;
    private final Groups groups;
    private final Executor supervisor;
    private final Waiter waiter;
    private final Set<Slot> unstored = new HashSet<>();
    /** What is being tried again. */
    private final Set<Slot> retried = new HashSet<>();

    private boolean groupsUnderWay;
    private final StoreTrouble trouble = new StoreTrouble();
    private final Lateness lateness = new Lateness();
    /** By name, the ids whose removal is not known to be durable. */
    private final Map<String, Set<Long>> leaving = new HashMap<>();

    /** @param supervisor runs what it is given on the supervisor thread, later */
    Storing(Doors doors, Groups groups, Executor supervisor, Waiter waiter) {
        this.archive = doors.archive();
        this.identities = doors.identities();
        this.clock = doors.clock();
        this.groups = groups;
        this.supervisor = supervisor;
        this.waiter = waiter;
    }

    /** @param then what waits until the process as it now is has been stored */
    void put(Slot slot, List<Effect> then) {
        StoredProcess form = StoredForm.of(slot.process());
        commit(slot, Commit.Covers.ROW, List.of(new StoreChange.PutProcess(form)), Optional.of(form), then);
    }

    void remove(Slot slot) {
        leaving.computeIfAbsent(slot.process().name(), name -> new HashSet<>()).add(slot.id());
        commit(
                slot,
                Commit.Covers.WHOLE,
                List.of(new StoreChange.RemoveProcess(slot.id())),
                Optional.empty(),
                List.of());
    }

    /** Something besides the process itself that its commands wait for. */
    void change(Slot slot, List<StoreChange> changes) {
        commit(slot, Commit.Covers.CHANGE, changes, Optional.empty(), List.of());
    }

    /** What is no process's; undone if that fails. */
    void change(StoreChange change, Settlement settlement, Runnable undo) {
        archive.submit(
                List.of(change),
                () -> supervisor.execute(() -> {
                    groups.stored(List.of(change));
                    settlement.complete();
                }),
                failure -> supervisor.execute(() -> {
                    undo.run();
                    settlement.tell(new Outcome.NotStored(failure.getMessage()));
                    settlement.complete();
                }));
    }

    boolean hasUnstored() {
        return !unstored.isEmpty() || !groups.unstored().isEmpty();
    }

    /** Tries again what could not be stored. */
    void again() {
        putGroups();
        for (Slot slot : List.copyOf(unstored)) {
            unstored.remove(slot);
            retried.add(slot);
            if (slot.phase() == Phase.GONE) {
                remove(slot);
            } else {
                putWhole(slot);
            }
        }
    }

    /** Those that were made for a process: each may have been left again, so that none stores them with itself. */
    private void putGroups() {
        List<StoreChange> made = groups.unstored();
        if (made.isEmpty() || groupsUnderWay) {
            return;
        }
        groupsUnderWay = true;
        archive.submit(
                made,
                () -> supervisor.execute(() -> {
                    groupsUnderWay = false;
                    groups.stored(made);
                }),
                failure -> supervisor.execute(() -> {
                    groupsUnderWay = false;
                    LOG.debug("groups are still not stored: {}", failure.getMessage());
                }));
    }

    /** The process and its groups: which of them the store lacks is not known any more. */
    void putWhole(Slot slot) {
        StoredProcess form = StoredForm.of(slot.process());
        List<StoreChange> changes = new ArrayList<>(List.of(new StoreChange.PutProcess(form)));
        changes.addAll(groups.stored(slot.id()));
        commit(slot, Commit.Covers.WHOLE, changes, Optional.of(form), List.of());
    }

    /** Looks after commits that take too long. */
    void late(long nowMs) {
        for (Commit commit : lateness.toBeKept(nowMs)) {
            if (waiter.keeps(commit.slot(), commit.then())) {
                commit.giveUp();
            }
        }
        for (Commit commit : lateness.tooLate(nowMs)) {
            Slot slot = commit.slot();
            if (commit.waits() && waiter.givesUp(slot, commit.then(), TOO_LATE)) {
                commit.giveUp();
            }
            slot.hangs(TOO_LATE);
            slot.settle();
        }
    }

    /** Monotonic milliseconds when {@link #late} has something to do, or {@link Timing#NEVER}. */
    long nextMs() {
        return lateness.nextMs();
    }

    /** @param form what the store then holds of the process; empty if that stays */
    private void commit(
            Slot slot,
            Commit.Covers covers,
            List<StoreChange> changes,
            Optional<StoredProcess> form,
            List<Effect> then) {
        Commit commit = Commit.begin(slot, covers, form, then, clock.now().ms());
        lateness.watch(commit);
        archive.submit(
                withRemovals(slot, changes),
                () -> supervisor.execute(() -> {
                    groups.stored(changes);
                    committed(commit);
                }),
                failure -> supervisor.execute(() -> refused(commit, failure)));
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

    private void committed(Commit commit) {
        Slot slot = commit.slot();
        List<Effect> then = commit.end();
        commit.form().ifPresent(form -> slot.holds(commit.form()));
        if (slot.commitEnded(commit, Optional.empty())) {
            unstored.remove(slot);
            identities.drop(slot.id());
            hasLeft(slot);
        }
        answered(slot);
        if (unstored.isEmpty() && retried.isEmpty()) {
            trouble.over();
        }
        waiter.stored(slot, then);
        slot.settle();
    }

    /** What a command asked is refused where the machine can still undo it; what stands is stored later. */
    private void refused(Commit commit, PmonException failure) {
        Slot slot = commit.slot();
        List<Effect> then = commit.end();
        if (slot.commitEnded(commit, Optional.of(failure.getMessage()))) {
            unstored.add(slot);
        }
        answered(slot);
        trouble.failed(slot.process(), failure.getMessage(), clock.now().ms());
        waiter.refused(slot, then, failure.getMessage());
        slot.settle();
    }

    private void answered(Slot slot) {
        if (!slot.hasCommitUnderWay()) {
            retried.remove(slot);
        }
    }
}
