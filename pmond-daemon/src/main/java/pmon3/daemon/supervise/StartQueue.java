package pmon3.daemon.supervise;

import java.util.List;
import java.util.Set;

/** The dependency order among what waits: who may start, and who may be stopped, now. */
final class StartQueue {
    private final Roster roster;

    StartQueue(Roster roster) {
        this.roster = roster;
    }

    /**
     * When a queued process may start: now or earlier, at a time to come, or {@link Timing#NEVER} while what it depends
     * on is itself waiting to start.
     *
     * @param pauseMs between a start attempt and its dependants'
     */
    long startsAtMs(Slot slot, long pauseMs) {
        long at = Long.MIN_VALUE;
        for (Slot dependency : dependencies(slot)) {
            if (awaitsStart(dependency.process())) {
                return Timing.NEVER;
            }
            at = Math.max(at, dependency.process().instance().startedMs() + pauseMs);
        }
        return at;
    }

    /** Whether something that depends on it is still being stopped. */
    boolean isHeld(Slot slot) {
        return roster.dependencies().hasStoppingDependant(slot);
    }

    /** Whether something among these that depends on it has to stop first. */
    boolean isHeldBy(Slot slot, Set<Slot> stopping) {
        return roster.dependencies().dependants(slot.process().name()).stream()
                .anyMatch(other -> other.phase().isLiving() && stopping.contains(other) && !isCircle(slot, other));
    }

    private static boolean awaitsStart(ManagedProcess dependency) {
        boolean restarts = dependency.phase().isStopping() && dependency.goal() == Goal.RESTART;
        return !dependency.stuck() && (dependency.phase() == Phase.QUEUED || restarts);
    }

    /** Without those of a cycle: its members are started by id. */
    private List<Slot> dependencies(Slot slot) {
        return slot.process().definition().dependencies().stream()
                .flatMap(name -> roster.byName(name).stream())
                .filter(dependency -> !isCircle(slot, dependency))
                .toList();
    }

    private boolean isCircle(Slot slot, Slot other) {
        return roster.dependencies()
                .isCircle(slot.process().name(), other.process().name());
    }
}
