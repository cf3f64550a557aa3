package pmon3.daemon.supervise;

import java.util.List;
import java.util.Optional;
import pmon3.daemon.store.StoredProcess;

/** One commit of a process that is under way, and what waits for it. Confined to the supervisor thread. */
final class Commit {
    /** What of a process it brings up to date in the store. */
    enum Covers {
        ROW,
        /** Something besides the row: a group it joins or leaves. */
        CHANGE,
        /** All that is stored of it; its removal, too. */
        WHOLE
    }

    private final Slot slot;
    private final Covers covers;
    private final long number;
    private final Optional<StoredProcess> form;
    private final long beganMs;
    private List<Effect> then;
    private boolean ended;

    private Commit(Slot slot, Covers covers, Optional<StoredProcess> form, List<Effect> then, long beganMs) {
        this.slot = slot;
        this.covers = covers;
        this.number = slot.commitBegan(covers);
        this.form = form;
        this.then = then;
        this.beganMs = beganMs;
    }

    /** @param form what the store holds of the process once it is done; empty if that stays */
    static Commit begin(Slot slot, Covers covers, Optional<StoredProcess> form, List<Effect> then, long nowMs) {
        if (!then.isEmpty()) {
            slot.wishBegan();
        }
        return new Commit(slot, covers, form, then, nowMs);
    }

    Slot slot() {
        return slot;
    }

    Covers covers() {
        return covers;
    }

    /** Among those of its process that cover the row. */
    long number() {
        return number;
    }

    Optional<StoredProcess> form() {
        return form;
    }

    long beganMs() {
        return beganMs;
    }

    List<Effect> then() {
        return then;
    }

    boolean waits() {
        return !then.isEmpty();
    }

    boolean hasEnded() {
        return ended;
    }

    /** Nothing waits for it any longer. */
    void giveUp() {
        if (waits()) {
            slot.wishEnded();
            then = List.of();
        }
    }

    /** The store has answered. @return what has waited for that */
    List<Effect> end() {
        List<Effect> waited = then;
        giveUp();
        ended = true;
        return waited;
    }
}
