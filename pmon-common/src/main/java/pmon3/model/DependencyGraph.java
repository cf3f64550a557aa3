package pmon3.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import pmon3.model.DependencyOrder.Node;

/** Nodes by their indexes, with an edge from each to what it depends on, for {@link DependencyOrder}. */
final class DependencyGraph {
    private final List<Node> nodes;
    private final List<Set<Integer>> edges = new ArrayList<>();

    DependencyGraph(List<Node> nodes) {
        this.nodes = nodes;
        Map<String, Integer> indexes = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            indexes.putIfAbsent(nodes.get(i).name(), i);
        }
        for (Node node : nodes) {
            Set<Integer> to = new LinkedHashSet<>();
            for (String dependency : node.dependencies()) {
                Integer index = indexes.get(dependency);
                if (index != null) {
                    to.add(index);
                }
            }
            edges.add(to);
        }
    }

    /** For each node, whether any edge begins or ends there. */
    boolean[] involved() {
        boolean[] involved = new boolean[nodes.size()];
        for (int from = 0; from < edges.size(); from++) {
            for (int to : edges.get(from)) {
                involved[from] = true;
                involved[to] = true;
            }
        }
        return involved;
    }

    void removeEdgesInCycles() {
        for (List<Integer> component : cyclicComponents()) {
            Set<Integer> members = new HashSet<>(component);
            for (int index : component) {
                edges.get(index).removeAll(members);
            }
        }
    }

    /** Groups of nodes of which each depends on each, and single ones that depend on themselves. */
    List<List<Integer>> cyclicComponents() {
        List<List<Integer>> cyclic = new ArrayList<>();
        for (List<Integer> component : new StrongComponents(edges).find()) {
            int first = component.get(0);
            if (component.size() > 1 || edges.get(first).contains(first)) {
                cyclic.add(component);
            }
        }
        return cyclic;
    }

    /** Goes on from member to member of a cyclic component until one comes up again. */
    List<Integer> cycleWithin(List<Integer> component) {
        Set<Integer> members = new HashSet<>(component);
        List<Integer> path = new ArrayList<>();
        Map<Integer, Integer> positions = new HashMap<>();
        int at = component.get(0);
        while (positions.putIfAbsent(at, path.size()) == null) {
            path.add(at);
            at = nextWithin(members, at);
        }
        return path.subList(positions.get(at), path.size());
    }

    private int nextWithin(Set<Integer> members, int from) {
        for (int next : edges.get(from)) {
            if (members.contains(next)) {
                return next;
            }
        }
        throw new IllegalArgumentException("not a cyclic component");
    }

    /** Kahn's algorithm: of what waits for nothing any more, always the first by id. Nodes in cycles are left out. */
    List<Integer> order() {
        int[] awaited = new int[nodes.size()];
        PriorityQueue<Integer> ready = new PriorityQueue<>(byId());
        for (int i = 0; i < nodes.size(); i++) {
            awaited[i] = edges.get(i).size();
            if (awaited[i] == 0) {
                ready.add(i);
            }
        }
        List<List<Integer>> dependants = dependants();
        List<Integer> order = new ArrayList<>();
        while (!ready.isEmpty()) {
            int next = ready.remove();
            order.add(next);
            for (int dependant : dependants.get(next)) {
                awaited[dependant]--;
                if (awaited[dependant] == 0) {
                    ready.add(dependant);
                }
            }
        }
        return order;
    }

    private List<List<Integer>> dependants() {
        List<List<Integer>> dependants = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            dependants.add(new ArrayList<>());
        }
        for (int from = 0; from < nodes.size(); from++) {
            for (int to : edges.get(from)) {
                dependants.get(to).add(from);
            }
        }
        return dependants;
    }

    private Comparator<Integer> byId() {
        return Comparator.<Integer>comparingLong(i -> rank(nodes.get(i).id())).thenComparingInt(i -> i);
    }

    private static long rank(long id) {
        return id == 0 ? Long.MAX_VALUE : id;
    }
}
