package pmon3.daemon.supervise;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pmon3.daemon.store.StoredProcess;
import pmon3.model.ProcessStatus;

/** The place of one process in the supervisor's memory: its state, and what is under way for it. */
final class Slot {
    private ManagedProcess process;
    private int commitsUnderWay;
    private long lastCommit;
    private int wishesUnderWay;
    private Optional<String> unstored = Optional.empty();
    /** Why a change besides the row is not stored. */
    private Optional<String> lacking = Optional.empty();

    private Optional<String> hanging = Optional.empty();
    private Optional<StoredProcess> stored = Optional.empty();
    private final List<Settlement> waiting = new ArrayList<>();
    private final List<Settlement> storing = new ArrayList<>();
    private final List<Settlement> ending = new ArrayList<>();

    Slot(ManagedProcess process) {
        this.process = process;
    }

    /** One that the store holds. */
    static Slot recovered(ManagedProcess process) {
        Slot slot = new Slot(process);
        slot.stored = Optional.of(StoredForm.of(process));
        return slot;
    }

    ManagedProcess process() {
        return process;
    }

    void become(ManagedProcess next) {
        process = next;
    }

    Phase phase() {
        return process.phase();
    }

    long id() {
        return process.id();
    }

    /** @return its number */
    long commitBegan(Commit.Covers covers) {
        commitsUnderWay++;
        if (covers != Commit.Covers.CHANGE) {
            lastCommit++;
        }
        return lastCommit;
    }

    /**
     * The last commit of the row alone says whether the store holds it, and only a commit of all makes good for a change that
     * was refused, whatever of the row follows it.
     *
     * @return whether it decides what the store lacks: with a failure that it lacks something, without one that it lacks
     *     nothing
     */
    boolean commitEnded(Commit commit, Optional<String> failure) {
        commitsUnderWay--;
        if (commitsUnderWay == 0) {
            hanging = Optional.empty();
        }
        if (commit.covers() == Commit.Covers.CHANGE) {
            lacking = failure.or(() -> lacking);
            return failure.isPresent();
        }
        boolean whole = commit.covers() == Commit.Covers.WHOLE;
        if (whole && failure.isEmpty()) {
            lacking = Optional.empty();
        }
        if (commit.number() != lastCommit) {
            return whole && failure.isPresent() && lacking.isPresent();
        }
        unstored = failure;
        return failure.isPresent() || lacking.isEmpty();
    }

    boolean hasCommitUnderWay() {
        return commitsUnderWay > 0;
    }

    /** What the store holds of it now. */
    void holds(Optional<StoredProcess> form) {
        stored = form;
    }

    /** Something waits for a commit, until {@link #wishEnded}. */
    void wishBegan() {
        wishesUnderWay++;
    }

    void wishEnded() {
        wishesUnderWay--;
    }

    /** Nobody waits any longer for the commits that are under way. */
    void hangs(String reason) {
        hanging = Optional.of(reason);
    }

    /** Whether the last commit failed, or takes too long, so that memory is ahead of the store. */
    boolean isUnstored() {
        return unstored.isPresent() || lacking.isPresent() || hanging.isPresent();
    }

    /**
     * Whether the next pmond would start it by itself: then it looks for an identity that was kept elsewhere. A row that
     * is missing, or says that nothing is to run, would make it overlook the program.
     */
    boolean isStoredAsWanted() {
        return stored.filter(row -> row.status() != ProcessStatus.STOPPED && !row.deleting())
                .isPresent();
    }

    void await(Settlement settlement) {
        waiting.add(settlement);
    }

    /** For what has only to become durable, wherever the process stands. */
    void awaitStored(Settlement settlement) {
        storing.add(settlement);
    }

    /** For who only needs it to stand still, as pmond's end does. */
    void awaitRest(Settlement settlement) {
        ending.add(settlement);
    }

    void tell(Outcome outcome) {
        waiting.forEach(settlement -> settlement.tell(outcome));
    }

    /** Lets go of who waits, if there is nothing left to wait for. */
    void settle() {
        if (process.isSettled()) {
            complete(ending);
        }
        if (commitsUnderWay > 0 && (hanging.isEmpty() || wishesUnderWay > 0)) {
            return;
        }
        complete(storing);
        waiting.forEach(Settlement::recorded);
        if (process.isSettled()) {
            complete(waiting);
        }
    }

    /** Nobody is answered as if it were durable what is not. */
    private void complete(List<Settlement> settlements) {
        unstored.or(() -> lacking)
                .or(() -> hanging)
                .map(Outcome.NotYetStored::new)
                .ifPresent(outcome -> settlements.forEach(settlement -> settlement.tell(outcome)));
        settlements.forEach(Settlement::complete);
        settlements.clear();
    }
}
