package pmon3.daemon.supervise;

import java.util.ArrayList;
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
        return first(next, new Effect.Persist(List.of()), others);
    }

    /** Removed from the store. */
    static Decision removed(ManagedProcess next, Effect... others) {
        return first(next, new Effect.Forget(), others);
    }

    private static Decision first(ManagedProcess next, Effect effect, Effect... others) {
        List<Effect> effects = new ArrayList<>(List.of(effect));
        effects.addAll(List.of(others));
        return new Decision(next, effects);
    }
}
