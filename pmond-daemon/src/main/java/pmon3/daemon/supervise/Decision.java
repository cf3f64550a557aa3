package pmon3.daemon.supervise;

import java.util.List;

/** What becomes of a process, and what has to be done for it, in order. */
public record Decision(ManagedProcess next, List<Effect> effects) {
    public Decision {
        effects = List.copyOf(effects);
    }

    static Decision of(ManagedProcess next, Effect... effects) {
        return new Decision(next, List.of(effects));
    }

    /** Stored, with nothing that waits for it. */
    static Decision stored(ManagedProcess next, Effect... others) {
        Effect[] effects = new Effect[others.length + 1];
        effects[0] = new Effect.Persist(List.of());
        System.arraycopy(others, 0, effects, 1, others.length);
        return of(next, effects);
    }
}
