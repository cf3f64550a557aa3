package pmon3.daemon.supervise;

import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.daemon.kernel.Kernel;
import pmon3.daemon.kernel.ProcessIdentity;
import pmon3.daemon.kernel.ProcessTable;
import pmon3.daemon.kernel.Signal;

/** Looks at sessions, many with one reading of /proc: who of them lives, and a signal for those who have not had it. */
final class Sweeps {
    /** @param groupHadIt whether the leader's group was signalled already */
    private record Wanted(ProcessIdentity leader, Optional<Signal> signal, boolean groupHadIt) {}

    private static final Logger LOG = LoggerFactory.getLogger("pmond.supervisor");

    private final Kernel kernel;
    private final Map<Slot, Wanted> wanted = new LinkedHashMap<>();

    Sweeps(Kernel kernel) {
        this.kernel = kernel;
    }

    void look(Slot slot, ProcessIdentity leader) {
        wanted.putIfAbsent(slot, new Wanted(leader, Optional.empty(), false));
    }

    /** Signals the leader's group now, while its number is surely its own, and the other members with the next look. */
    void signal(Slot slot, ProcessIdentity leader, Signal signal) {
        boolean groupHadIt = kernel.signalGroup(leader, signal);
        wanted.put(slot, new Wanted(leader, Optional.of(signal), groupHadIt));
    }

    boolean isEmpty() {
        return wanted.isEmpty();
    }

    /**
     * Looks, and signals who has not had it. What cannot be done now, for lack of descriptors, stays wanted.
     *
     * @param seen told of each slot and the live members of its session
     * @return whether all was done
     */
    boolean run(BiConsumer<Slot, List<Integer>> seen) {
        Map<Slot, Wanted> now = new LinkedHashMap<>(wanted);
        try {
            ProcessTable table = kernel.scan(leaders(now.values()));
            for (Map.Entry<Slot, Wanted> each : now.entrySet()) {
                List<Integer> members = sweep(table, each.getValue());
                wanted.remove(each.getKey(), each.getValue());
                seen.accept(each.getKey(), members);
            }
            return true;
        } catch (UncheckedIOException e) {
            LOG.error("cannot look at processes; trying again: {}", e.getMessage());
            return false;
        }
    }

    private static Set<Integer> leaders(Collection<Wanted> sweeps) {
        return sweeps.stream().map(sweep -> sweep.leader().pid()).collect(Collectors.toUnmodifiableSet());
    }

    private List<Integer> sweep(ProcessTable table, Wanted sweep) {
        List<ProcessTable.Entry> members = members(table, sweep.leader());
        sweep.signal().ifPresent(signal -> {
            for (ProcessTable.Entry member : members) {
                boolean hadIt =
                        sweep.groupHadIt() && member.group() == sweep.leader().pid();
                if (!hadIt) {
                    kernel.signal(
                            new ProcessIdentity(
                                    member.pid(),
                                    member.startTicks(),
                                    sweep.leader().bootId()),
                            signal);
                }
            }
        });
        return members.stream().map(ProcessTable.Entry::pid).toList();
    }

    /** None when the leader's number already belongs to a stranger. */
    private static List<ProcessTable.Entry> members(ProcessTable table, ProcessIdentity leader) {
        boolean isReused = table.find(leader.pid())
                .filter(entry -> entry.startTicks() != leader.startTicks())
                .isPresent();
        return isReused ? List.of() : table.members(leader.pid());
    }
}
