package pmon3.daemon.supervise;

import java.util.List;
import java.util.function.Consumer;
import pmon3.daemon.store.StoreChange;
import pmon3.model.PmonException;

/** Where changes are made durable, in the order they are given, by a thread of its own. */
public interface Archive {
    /** Returns at once; exactly one of the two is told later, from any thread. */
    void submit(List<StoreChange> changes, Runnable committed, Consumer<PmonException> failed);
}
