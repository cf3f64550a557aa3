package pmon3.daemon.supervise;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What one command waits for: that a process stands still and that this is durable. Filled by the supervisor thread. */
public final class Settlement {
    private final long processId;
    private final CountDownLatch settled = new CountDownLatch(1);
    private final CountDownLatch recorded = new CountDownLatch(1);
    private final List<Outcome> outcomes = new ArrayList<>();

    Settlement(long processId) {
        this.processId = processId;
    }

    public long processId() {
        return processId;
    }

    /** @return whether it settled in time; @param timeoutMs milliseconds, 0 or less only looks */
    public boolean await(long timeoutMs) throws InterruptedException {
        return settled.await(Math.max(0, timeoutMs), TimeUnit.MILLISECONDS);
    }

    /**
     * Waits until the store has taken the wish or refused it, so that no answer promises what the next pmond would not
     * know of; @param timeoutMs milliseconds
     *
     * @return whether the store has answered
     */
    public boolean awaitRecorded(long timeoutMs) throws InterruptedException {
        return recorded.await(Math.max(0, timeoutMs), TimeUnit.MILLISECONDS);
    }

    /** What has to be said besides the row, so far. */
    public synchronized List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    /** Whoever knows that it was not done need not hear that it is not stored, and nobody needs to hear anything twice. */
    synchronized void tell(Outcome outcome) {
        boolean undone = outcomes.stream().anyMatch(Outcome.NotStored.class::isInstance);
        boolean late = outcome instanceof Outcome.NotYetStored;
        if (!outcomes.contains(outcome) && !(undone && late)) {
            outcomes.add(outcome);
        }
    }

    void recorded() {
        recorded.countDown();
    }

    void complete() {
        recorded.countDown();
        settled.countDown();
    }
}
