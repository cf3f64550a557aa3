package pmon3.daemon.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Does work at once in the caller's thread, or, held, not before it is let go. */
public final class FakeThreads implements AccountStarter.Threads {
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean held;

    /** As if all threads waited for a user database that does not answer. */
    public void hold() {
        held = true;
    }

    public void letGo() {
        held = false;
        List<Runnable> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(Runnable::run);
    }

    /** The pmond whose threads these were is dead. */
    public void lose() {
        waiting.clear();
    }

    public int waiting() {
        return waiting.size();
    }

    @Override
    public Runnable execute(OptionalInt user, Runnable work, Consumer<RejectedExecutionException> refused) {
        if (held) {
            waiting.add(work);
        } else {
            work.run();
        }
        return () -> waiting.remove(work);
    }
}
