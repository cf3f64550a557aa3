package pmon3.screen;

import java.util.ArrayList;
import java.util.List;
import pmon3.ipc.Reply;

/** The two lists of {@code dgraph}; the second only where there are dependencies. */
final class OrderLists {
    private final List<String> queue = new ArrayList<>();
    private final List<String> dependent = new ArrayList<>();

    void add(Reply.Ordered ordered) {
        queue.add(ordered.name());
        if (ordered.dependent()) {
            dependent.add(ordered.name());
        }
    }

    void draw(Page page) {
        list(page, "Queue Order", queue);
        if (!dependent.isEmpty()) {
            list(page, "Dependency Graph Order", dependent);
        }
    }

    private static void list(Page page, String title, List<String> names) {
        page.text().append(title).append('\n');
        for (int i = 0; i < names.size(); i++) {
            page.text()
                    .append('\t')
                    .append(i)
                    .append(": ")
                    .append(Escapes.shown(names.get(i)))
                    .append('\n');
            page.lineDone();
        }
    }
}
