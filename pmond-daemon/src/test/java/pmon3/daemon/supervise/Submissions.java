package pmon3.daemon.supervise;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import pmon3.daemon.store.FakeStore;
import pmon3.daemon.store.StoreChange;
import pmon3.daemon.store.StoreException;
import pmon3.model.PmonException;

/** What waits for a store that commits only when it is told to, and that pmond may be killed before or after. */
final class Submissions implements Archive {
    private record Submission(List<StoreChange> changes, Runnable committed, Consumer<PmonException> failed) {}

    private final FakeStore store;
    private final Fuse fuse;
    private final Deque<Submission> waiting = new ArrayDeque<>();

    Submissions(FakeStore store, Fuse fuse) {
        this.store = store;
        this.fuse = fuse;
    }

    @Override
    public void submit(List<StoreChange> changes, Runnable committed, Consumer<PmonException> failed) {
        fuse.burn();
        waiting.add(new Submission(changes, committed, failed));
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** The oldest is committed, or fails as the store was told to; nothing if none waits. */
    void commitOne() {
        Submission next = waiting.poll();
        if (next == null) {
            return;
        }
        try {
            store.commit(next.changes());
            fuse.burn();
            next.committed().run();
        } catch (StoreException refused) {
            next.failed().accept(refused);
        }
    }

    /** pmond is dead. */
    void lose() {
        waiting.clear();
    }
}
