package pmon3.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import pmon3.model.DependencyOrder.Node;

class DependencyOrderTest {
    private static Node node(long id, String name, String... dependencies) {
        return new Node(id, name, List.of(dependencies));
    }

    private static List<String> names(List<Node> nodes) {
        List<String> names = new ArrayList<>();
        for (Node node : nodes) {
            names.add(node.name());
        }
        return names;
    }

    @Test
    void whatHasToDoWithDependenciesComesFirstThenTheRestById() {
        DependencyOrder.Order order = DependencyOrder.startOrder(List.of(
                node(4, "rest4"), node(1, "rest1"), node(2, "web", "db"), node(3, "db"), node(5, "app", "web")));
        assertThat(names(order.dependent())).containsExactly("db", "web", "app");
        assertThat(names(order.independent())).containsExactly("rest1", "rest4");
        assertThat(names(order.all())).containsExactly("db", "web", "app", "rest1", "rest4");
    }

    @Test
    void tiesAreBrokenByIdAndEntriesWithoutOneComeLastInTheirOrder() {
        DependencyOrder.Order order = DependencyOrder.startOrder(
                List.of(node(0, "z"), node(0, "y"), node(2, "b"), node(1, "c"), node(9, "x", "b", "c", "z", "y")));
        assertThat(names(order.all())).containsExactly("c", "b", "z", "y", "x");
    }

    @Test
    void aCycleIsOrderedByIdAndWhatDependsOnItComesAfterIt() {
        List<Node> nodes = List.of(
                node(1, "after", "b"),
                node(3, "a", "b", "db"),
                node(2, "b", "a"),
                node(4, "db"),
                node(5, "own", "own"));
        assertThat(names(DependencyOrder.startOrder(nodes).all())).containsExactly("b", "after", "db", "a", "own");
        assertThat(DependencyOrder.cycles(nodes)).containsExactlyInAnyOrder(Set.of("a", "b"), Set.of("own"));
    }

    @Test
    void aDependencyThatDoesNotExistIsAsIfItWereNotThere() {
        List<Node> nodes = List.of(node(2, "a", "gone"), node(1, "b"));
        assertThat(names(DependencyOrder.startOrder(nodes).independent())).containsExactly("b", "a");
        assertThat(DependencyOrder.unknownDependencies(nodes, Set.of()))
                .containsExactly(new DependencyOrder.Unknown("a", "gone"));
        assertThat(DependencyOrder.unknownDependencies(nodes, Set.of("gone"))).isEmpty();
    }

    @Test
    void dependantsAreFoundThroughOthers() {
        List<Node> nodes = List.of(node(1, "a", "b"), node(2, "b", "c"), node(3, "c"), node(4, "d"));
        assertThat(DependencyOrder.dependantsOf(Set.of("c"), nodes)).containsExactlyInAnyOrder("a", "b");
        assertThat(DependencyOrder.dependantsOf(Set.of("a"), nodes)).isEmpty();
    }

    @Test
    void aChainOfThousandsIsNoProblem() {
        List<Node> nodes = new ArrayList<>();
        for (int i = 1; i <= 20_000; i++) {
            nodes.add(node(i, "p" + i, "p" + (i + 1)));
        }
        assertThat(names(DependencyOrder.startOrder(nodes).all()))
                .startsWith("p20000", "p19999")
                .endsWith("p1");
        nodes.add(node(20_001, "p20001", "p1"));
        assertThat(DependencyOrder.findCycle(nodes).orElseThrow()).hasSize(20_001);
    }

    @Provide
    Arbitrary<List<Node>> graphs() {
        return Arbitraries.integers().between(0, 8).flatMap(size -> {
            Arbitrary<List<String>> dependencies = Arbitraries.integers()
                    .between(0, 9)
                    .map(i -> "p" + i)
                    .list()
                    .ofMaxSize(3);
            Arbitrary<Long> ids = Arbitraries.longs().between(0, 20);
            return ids.list()
                    .ofSize(size)
                    .flatMap(idList -> dependencies.list().ofSize(size).map(lists -> assemble(idList, lists)));
        });
    }

    private static List<Node> assemble(List<Long> ids, List<List<String>> dependencies) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            nodes.add(new Node(ids.get(i), "p" + i, dependencies.get(i)));
        }
        return nodes;
    }

    @Property
    void everyNodeIsOrderedOnce(@ForAll("graphs") List<Node> nodes) {
        assertThat(DependencyOrder.startOrder(nodes).all()).containsExactlyInAnyOrderElementsOf(nodes);
    }

    @Property
    void eachComesAfterWhatItDependsOnUnlessThatDependsOnItToo(@ForAll("graphs") List<Node> nodes) {
        List<String> order = names(DependencyOrder.startOrder(nodes).all());
        for (Node node : nodes) {
            for (String dependency : node.dependencies()) {
                if (order.contains(dependency) && !reaches(nodes, dependency, node.name())) {
                    assertThat(order.indexOf(dependency)).isLessThan(order.indexOf(node.name()));
                }
            }
        }
    }

    @Property
    void onlyWhatNoEdgeTouchesIsIndependent(@ForAll("graphs") List<Node> nodes) {
        Set<String> touched = new HashSet<>();
        List<String> existing = names(nodes);
        for (Node node : nodes) {
            for (String dependency : node.dependencies()) {
                if (existing.contains(dependency)) {
                    touched.add(node.name());
                    touched.add(dependency);
                }
            }
        }
        DependencyOrder.Order order = DependencyOrder.startOrder(nodes);
        assertThat(new HashSet<>(names(order.dependent()))).isEqualTo(touched);
    }

    @Property
    void aCycleIsFoundExactlyIfSomethingReachesItself(@ForAll("graphs") List<Node> nodes) {
        Set<String> expected = new HashSet<>();
        for (Node node : nodes) {
            if (reaches(nodes, node.name(), node.name())) {
                expected.add(node.name());
            }
        }
        Set<String> found = new HashSet<>();
        DependencyOrder.cycles(nodes).forEach(found::addAll);
        assertThat(found).isEqualTo(expected);
        Optional<List<String>> cycle = DependencyOrder.findCycle(nodes);
        assertThat(cycle.isPresent()).isEqualTo(!expected.isEmpty());
        if (cycle.isPresent()) {
            List<String> names = cycle.get();
            for (int i = 0; i < names.size(); i++) {
                String from = names.get(i);
                String to = names.get((i + 1) % names.size());
                assertThat(nodes)
                        .anyMatch(n -> n.name().equals(from) && n.dependencies().contains(to));
            }
        }
    }

    /** Whether one or more dependencies lead from one name to the other. */
    private static boolean reaches(List<Node> nodes, String from, String to) {
        Set<String> found = new HashSet<>();
        List<String> waiting = new ArrayList<>(List.of(from));
        while (!waiting.isEmpty()) {
            String at = waiting.remove(0);
            for (Node node : nodes) {
                if (node.name().equals(at)) {
                    for (String next : node.dependencies()) {
                        if (found.add(next)) {
                            waiting.add(next);
                        }
                    }
                }
            }
        }
        return found.contains(to);
    }
}
