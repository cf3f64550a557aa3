package pmon3.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Tarjan's strongly connected components, with a stack of its own: chains of dependencies may be long. */
final class StrongComponents {
    private final List<Set<Integer>> edges;
    /** When a node was first seen, from 1; 0 if it was not yet. */
    private final int[] seen;
    /** The earliest node on the stack that is known to be reachable from a node. */
    private final int[] lowest;

    private final boolean[] onStack;
    private final Deque<Integer> stack = new ArrayDeque<>();
    private final Deque<Visit> visits = new ArrayDeque<>();
    private final List<List<Integer>> components = new ArrayList<>();
    private int clock;

    private record Visit(int node, Iterator<Integer> targets) {}

    StrongComponents(List<Set<Integer>> edges) {
        this.edges = edges;
        this.seen = new int[edges.size()];
        this.lowest = new int[edges.size()];
        this.onStack = new boolean[edges.size()];
    }

    /** All components, each in ascending order. */
    List<List<Integer>> find() {
        for (int node = 0; node < edges.size(); node++) {
            if (seen[node] == 0) {
                begin(node);
                while (!visits.isEmpty()) {
                    step();
                }
            }
        }
        return components;
    }

    private void begin(int node) {
        clock++;
        seen[node] = clock;
        lowest[node] = clock;
        stack.push(node);
        onStack[node] = true;
        visits.push(new Visit(node, edges.get(node).iterator()));
    }

    private void step() {
        Visit visit = visits.peek();
        if (!visit.targets().hasNext()) {
            end(visits.pop().node());
            return;
        }
        int target = visit.targets().next();
        if (seen[target] == 0) {
            begin(target);
        } else if (onStack[target]) {
            lowest[visit.node()] = Math.min(lowest[visit.node()], seen[target]);
        }
    }

    private void end(int node) {
        if (!visits.isEmpty()) {
            int parent = visits.peek().node();
            lowest[parent] = Math.min(lowest[parent], lowest[node]);
        }
        if (lowest[node] == seen[node]) {
            components.add(popComponent(node));
        }
    }

    private List<Integer> popComponent(int root) {
        List<Integer> component = new ArrayList<>();
        int member;
        do {
            member = stack.pop();
            onStack[member] = false;
            component.add(member);
        } while (member != root);
        Collections.sort(component);
        return component;
    }
}
