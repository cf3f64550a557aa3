package pmon3.daemon.supervise;

import java.util.ArrayList;
import java.util.List;

/** The place of one process in the supervisor's memory: its state, and what is under way for it. */
final class Slot {
    private ManagedProcess process;
    private int commitsUnderWay;
    private long lastCommit;
    private boolean unstored;
    private final List<Settlement> waiting = new ArrayList<>();
    private final List<Settlement> storing = new ArrayList<>();

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
    boolean commitEnded(long number, boolean stored) {
        commitsUnderWay--;
        if (number != lastCommit) {
            return false;
        }
        unstored = !stored;
        return true;
    }

    /** Whether the last commit failed, so that memory is ahead of the store. */
    boolean isUnstored() {
        return unstored;
    }

    void await(Settlement settlement) {
        waiting.add(settlement);
    }

    /** For what has only to become durable, wherever the process stands. */
    void awaitStored(Settlement settlement) {
        storing.add(settlement);
    }

    void tell(Outcome outcome) {
        waiting.forEach(settlement -> settlement.tell(outcome));
    }

    void tellStoring(Outcome outcome) {
        storing.forEach(settlement -> settlement.tell(outcome));
    }

    /** Lets go of who waits, if there is nothing left to wait for. */
    void settle() {
        if (commitsUnderWay > 0) {
            return;
        }
        complete(storing);
        if (process.isSettled()) {
            complete(waiting);
        }
    }

    private static void complete(List<Settlement> settlements) {
        settlements.forEach(Settlement::complete);
        settlements.clear();
    }
}
