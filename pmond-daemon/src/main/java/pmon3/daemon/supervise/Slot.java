package pmon3.daemon.supervise;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The place of one process in the supervisor's memory: its state, and what is under way for it. */
final class Slot {
    private ManagedProcess process;
    private int commitsUnderWay;
    private long lastCommit;
    private Optional<String> unstored = Optional.empty();
    private final List<Settlement> waiting = new ArrayList<>();
    private final List<Settlement> storing = new ArrayList<>();
    private final List<Settlement> ending = new ArrayList<>();

    Slot(ManagedProcess process) {
        this.process = process;
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
    long commitBegan() {
        commitsUnderWay++;
        return ++lastCommit;
    }

    /** @return whether it was the last one, which alone says whether the store holds what memory does */
    boolean commitEnded(long number, Optional<String> failure) {
        commitsUnderWay--;
        if (number != lastCommit) {
            return false;
        }
        unstored = failure;
        return true;
    }

    /** Whether the last commit failed, so that memory is ahead of the store. */
    boolean isUnstored() {
        return unstored.isPresent();
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
        if (commitsUnderWay > 0) {
            return;
        }
        complete(storing);
        if (process.isSettled()) {
            complete(waiting);
        }
    }

    /** Nobody is answered as if it were durable what is not. */
    private void complete(List<Settlement> settlements) {
        unstored.map(Outcome.NotYetStored::new)
                .ifPresent(outcome -> settlements.forEach(settlement -> settlement.tell(outcome)));
        settlements.forEach(Settlement::complete);
        settlements.clear();
    }
}
