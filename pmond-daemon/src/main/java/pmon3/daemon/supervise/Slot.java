package pmon3.daemon.supervise;

import java.util.ArrayList;
import java.util.List;

/** The place of one process in the supervisor's memory: its state, and what is under way for it. */
final class Slot {
    private ManagedProcess process;
    private int commitsUnderWay;
    private boolean unstored;
    private final List<Settlement> waiting = new ArrayList<>();

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

    void commitBegan() {
        commitsUnderWay++;
    }

    void commitEnded(boolean stored) {
        commitsUnderWay--;
        unstored = !stored;
    }

    /** Whether the last commit failed, so that memory is ahead of the store. */
    boolean isUnstored() {
        return unstored;
    }

    void await(Settlement settlement) {
        waiting.add(settlement);
    }

    void tell(Outcome outcome) {
        waiting.forEach(settlement -> settlement.tell(outcome));
    }

    /** Lets go of who waits, if there is nothing left to wait for. */
    void settle() {
        if (process.isSettled() && commitsUnderWay == 0) {
            waiting.forEach(Settlement::complete);
            waiting.clear();
        }
    }
}
