package pmon3.daemon.supervise;

import java.util.Collection;
import java.util.HashSet;
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
        return roster.dependants(slot.process().name()).stream()
                .anyMatch(dependant -> dependant.phase().isStopping()
                        && !dependant.process().stuck()
                        && !reaches(slot, dependant.process().name()));
    }

    /** Whether something among these that depends on it has to stop first. */
    boolean isHeldBy(Slot slot, Collection<Slot> stopping) {
        return stopping.stream()
                .anyMatch(other -> other != slot
                        && other.phase().isLiving()
                        && other.process()
                                .definition()
                                .dependencies()
                                .contains(slot.process().name())
                        && !reaches(slot, other.process().name()));
    }

    private static boolean awaitsStart(ManagedProcess dependency) {
        boolean restarts = dependency.phase().isStopping() && dependency.goal() == Goal.RESTART;
        return !dependency.stuck() && (dependency.phase() == Phase.QUEUED || restarts);
    }

    /** Without those of a cycle: its members are started by id. */
    private List<Slot> dependencies(Slot slot) {
        return slot.process().definition().dependencies().stream()
                .flatMap(name -> roster.byName(name).stream())
                .filter(dependency -> !reaches(dependency, slot.process().name()))
                .toList();
    }

    /** Whether a process depends, directly or through others, on the one with this name. */
    private boolean reaches(Slot from, String name) {
        return reaches(from, name, new HashSet<>());
    }

    private boolean reaches(Slot from, String name, Set<String> visited) {
        for (String dependency : from.process().definition().dependencies()) {
            if (dependency.equals(name)) {
                return true;
            }
            boolean leads = visited.add(dependency)
                    && roster.byName(dependency)
                            .filter(next -> reaches(next, name, visited))
                            .isPresent();
            if (leads) {
                return true;
            }
        }
        return false;
    }
}
