package pmon3.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * In which order processes that depend on one another are started. Dependencies on names that are not among the nodes are
 * as if they were not there. Linear in nodes and dependencies but for the sorting, and not recursive.
 */
public final class DependencyOrder {
    private DependencyOrder() {}

    /**
     * A process as far as order is concerned. Names are unique among the nodes of one call; of one given twice, the first
     * is meant by those that depend on it.
     *
     * @param id 0 for an entry that has none yet: those come after all that have one, in the order given
     */
    public record Node(long id, String name, List<String> dependencies) {
        public Node {
            dependencies = List.copyOf(dependencies);
        }
    }

    /**
     * The order of starts.
     *
     * @param dependent what depends on something or is depended on, each after what it depends on
     * @param independent all others
     */
    public record Order(List<Node> dependent, List<Node> independent) {
        public Order {
            dependent = List.copyOf(dependent);
            independent = List.copyOf(independent);
        }

        /** The dependent ones first. */
        public List<Node> all() {
            List<Node> all = new ArrayList<>(dependent);
            all.addAll(independent);
            return all;
        }
    }

    /** A dependency that no node has the name of. */
    public record Unknown(String process, String dependency) {}

    /**
     * Ties are broken by id. Of dependencies in a cycle none counts, so that its members are ordered by id.
     */
    public static Order startOrder(List<Node> nodes) {
        DependencyGraph graph = new DependencyGraph(nodes);
        boolean[] involved = graph.involved();
        graph.removeEdgesInCycles();
        List<Node> dependent = new ArrayList<>();
        List<Node> independent = new ArrayList<>();
        for (int index : graph.order()) {
            (involved[index] ? dependent : independent).add(nodes.get(index));
        }
        return new Order(dependent, independent);
    }

    /** The names along one cycle, each depending on the next and the last on the first; empty if there is none. */
    public static Optional<List<String>> findCycle(List<Node> nodes) {
        DependencyGraph graph = new DependencyGraph(nodes);
        List<List<Integer>> cyclic = graph.cyclicComponents();
        if (cyclic.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        for (int index : graph.cycleWithin(cyclic.get(0))) {
            names.add(nodes.get(index).name());
        }
        return Optional.of(names);
    }

    /** Of each group of nodes that depend on one another in cycles, the names; a node that depends on itself is a group. */
    public static List<Set<String>> cycles(List<Node> nodes) {
        List<Set<String>> cycles = new ArrayList<>();
        for (List<Integer> component : new DependencyGraph(nodes).cyclicComponents()) {
            Set<String> names = new LinkedHashSet<>();
            for (int index : component) {
                names.add(nodes.get(index).name());
            }
            cycles.add(names);
        }
        return cycles;
    }

    /**
     * Dependencies on what does not exist.
     *
     * @param known names that exist besides the nodes'
     */
    public static List<Unknown> unknownDependencies(List<Node> nodes, Collection<String> known) {
        Set<String> names = new HashSet<>(known);
        for (Node node : nodes) {
            names.add(node.name());
        }
        List<Unknown> unknown = new ArrayList<>();
        for (Node node : nodes) {
            for (String dependency : node.dependencies()) {
                if (!names.contains(dependency)) {
                    unknown.add(new Unknown(node.name(), dependency));
                }
            }
        }
        return unknown;
    }

    /** The names of all nodes that depend on one of these names, directly or through others, without the names themselves. */
    public static Set<String> dependantsOf(Collection<String> names, List<Node> nodes) {
        Map<String, List<String>> dependants = new HashMap<>();
        for (Node node : nodes) {
            for (String dependency : node.dependencies()) {
                dependants.computeIfAbsent(dependency, k -> new ArrayList<>()).add(node.name());
            }
        }
        Set<String> found = new LinkedHashSet<>();
        List<String> waiting = new ArrayList<>(names);
        while (!waiting.isEmpty()) {
            for (String dependant : dependants.getOrDefault(waiting.remove(waiting.size() - 1), List.of())) {
                if (!names.contains(dependant) && found.add(dependant)) {
                    waiting.add(dependant);
                }
            }
        }
        return found;
    }
}
