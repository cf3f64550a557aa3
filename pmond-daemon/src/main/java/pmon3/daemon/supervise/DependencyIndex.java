package pmon3.daemon.supervise;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import pmon3.model.DependencyOrder;

/** Who depends on whom, and what goes in circles, as the definitions of one moment say. Immutable. */
final class DependencyIndex {
    private final Map<String, List<Slot>> dependants = new HashMap<>();
    private final Map<String, Set<String>> circles = new HashMap<>();

    DependencyIndex(Collection<Slot> slots) {
        List<DependencyOrder.Node> nodes = new ArrayList<>();
        for (Slot slot : slots) {
            List<String> dependencies = slot.process().definition().dependencies();
            nodes.add(new DependencyOrder.Node(slot.id(), slot.process().name(), dependencies));
            for (String dependency : Set.copyOf(dependencies)) {
                dependants
                        .computeIfAbsent(dependency, name -> new ArrayList<>())
                        .add(slot);
            }
        }
        for (Set<String> circle : DependencyOrder.cycles(nodes)) {
            circle.forEach(name -> circles.put(name, circle));
        }
    }

    /** Those that depend directly on this name, by id. */
    List<Slot> dependants(String name) {
        return dependants.getOrDefault(name, List.of());
    }

    /** Whether something that depends on it, and that it does not depend on itself, is still being stopped. */
    boolean hasStoppingDependant(Slot slot) {
        return dependants(slot.process().name()).stream()
                .anyMatch(dependant -> dependant.phase().isStopping()
                        && !dependant.process().stuck()
                        && !isCircle(slot.process().name(), dependant.process().name()));
    }

    /** Whether each depends on the other, directly or through others. */
    boolean isCircle(String name, String other) {
        return circles.getOrDefault(name, Set.of()).contains(other);
    }
}
