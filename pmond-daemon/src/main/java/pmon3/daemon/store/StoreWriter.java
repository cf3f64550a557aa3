package pmon3.daemon.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one store thread. Takes submissions from any thread at once, commits all that wait as one group, in order, and tells
 * each submission how it went. From {@link #start} on the store is the thread's own, which also closes it.
 */
public final class StoreWriter implements AutoCloseable {
    /** Submissions that may wait. A disk that hangs while 300 processes restart at full speed fills it in minutes. */
    public static final int QUEUE_CAPACITY = 16_384;

    /** What {@link #close} waits at most until everything is stored, milliseconds. */
    static final long CLOSE_DEADLINE_MS = 5_000;

    /** How far the backup may lag behind, and how seldom it is made, milliseconds. */
    static final long BACKUP_INTERVAL_MS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(StoreWriter.class);

    /**
     * Is told how a submission went, once; hands that on and returns at once. The store thread tells, or, of what did not
     * make it before the deadline, the thread that closes.
     */
    public interface Completion {
        /** It is durable. */
        void committed();

        /** Nothing of it is stored. */
        void failed(StoreException reason);
    }

    private record Submission(List<StoreChange> changes, Completion completion, long submittedNanos) {}

    private final ProcessStore store;
    private final LongSupplier monotonicNanos;
    private final long closeDeadlineMs;
    private final Thread thread = new Thread(this::run, "store");

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Submission> waiting = new ArrayDeque<>();
    private final Deque<Submission> inHand = new ArrayDeque<>();
    private boolean closing;
    /** The store thread's own: whether the backup lacks something, and when it was last tried. */
    private boolean changedSinceBackup = true;

    private long lastBackupNanos;

    private StoreWriter(ProcessStore store, LongSupplier monotonicNanos, long closeDeadlineMs) {
        this.store = store;
        this.monotonicNanos = monotonicNanos;
        this.closeDeadlineMs = closeDeadlineMs;
        this.lastBackupNanos = monotonicNanos.getAsLong();
        thread.setDaemon(true);
    }

    /** @param monotonicNanos such as {@code System::nanoTime} */
    public static StoreWriter start(ProcessStore store, LongSupplier monotonicNanos) {
        return start(store, monotonicNanos, CLOSE_DEADLINE_MS);
    }

    static StoreWriter start(ProcessStore store, LongSupplier monotonicNanos, long closeDeadlineMs) {
        StoreWriter writer = new StoreWriter(store, monotonicNanos, closeDeadlineMs);
        writer.thread.start();
        return writer;
    }

    /**
     * Hands changes over, which become durable together or not at all; returns at once.
     *
     * @throws StoreException if too many wait already, or this is closed; the completion is not told then
     */
    public void submit(List<StoreChange> changes, Completion completion) {
        Submission submission = new Submission(List.copyOf(changes), completion, monotonicNanos.getAsLong());
        lock.lock();
        try {
            if (closing) {
                throw StoreErrors.of("cannot store any more: pmond is ending");
            }
            if (waiting.size() >= QUEUE_CAPACITY) {
                throw StoreErrors.of("cannot store: " + QUEUE_CAPACITY + " changes wait for the database already; check"
                        + " its disk");
            }
            waiting.add(submission);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** How long the oldest submission that is not told yet has waited, milliseconds; 0 if there is none. */
    public long oldestWaitMs() {
        long nowNanos = monotonicNanos.getAsLong();
        lock.lock();
        try {
            Submission oldest = inHand.isEmpty() ? waiting.peek() : inHand.peek();
            return oldest == null ? 0 : TimeUnit.NANOSECONDS.toMillis(nowNanos - oldest.submittedNanos());
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try (store) {
            for (List<Submission> group = take(); !isOver(group); group = take()) {
                commit(group);
                backUpIfDue();
            }
            if (changedSinceBackup) {
                backUp();
            }
        } catch (StoreException e) {
            LOG.warn("{}", e.getMessage(), e);
        }
    }

    /** Everything that waits; nothing when the backup is due, or when this is closed and all is done. */
    private List<Submission> take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closing && nanosUntilBackup() > 0) {
                changed.awaitNanos(nanosUntilBackup());
            }
            inHand.addAll(waiting);
            waiting.clear();
            return List.copyOf(inHand);
        } catch (InterruptedException e) {
            LOG.debug("interrupted; going on", e);
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    private boolean isOver(List<Submission> group) {
        lock.lock();
        try {
            return group.isEmpty() && closing && waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private long nanosUntilBackup() {
        long since = monotonicNanos.getAsLong() - lastBackupNanos;
        return changedSinceBackup ? TimeUnit.MILLISECONDS.toNanos(BACKUP_INTERVAL_MS) - since : Long.MAX_VALUE;
    }

    private void backUpIfDue() {
        if (nanosUntilBackup() <= 0) {
            backUp();
        }
    }

    /** One that fails is tried again after the next interval; what is stored is not concerned. */
    private void backUp() {
        lastBackupNanos = monotonicNanos.getAsLong();
        try {
            store.backUp();
            changedSinceBackup = false;
        } catch (StoreException e) {
            LOG.warn("no new backup: {}", e.getMessage());
        }
    }

    private void commit(List<Submission> group) {
        if (group.isEmpty()) {
            return;
        }
        changedSinceBackup = true;
        Optional<StoreException> failure = attempt(group);
        if (group.size() > 1 && failure.orElse(null) instanceof RefusedChangeException) {
            // One of them is at fault and the others must not suffer for it.
            group.forEach(submission -> tell(submission, attempt(List.of(submission))));
        } else {
            group.forEach(submission -> tell(submission, failure));
        }
    }

    private Optional<StoreException> attempt(List<Submission> group) {
        try {
            store.commit(group.stream()
                    .flatMap(submission -> submission.changes().stream())
                    .toList());
            return Optional.empty();
        } catch (StoreException e) {
            return Optional.of(e);
        } catch (RuntimeException e) {
            // A defect must cost the change that met it, not the thread that all others need.
            LOG.error("storing met a defect", e);
            return Optional.of(new RefusedChangeException("cannot store: defect in pmond (" + e + ")", e));
        }
    }

    private void tell(Submission submission, Optional<StoreException> failure) {
        lock.lock();
        try {
            inHand.remove();
        } finally {
            lock.unlock();
        }
        try {
            failure.ifPresentOrElse(submission.completion()::failed, submission.completion()::committed);
        } catch (RuntimeException e) {
            LOG.error("telling the outcome of a commit met a defect", e);
        }
    }

    /** Takes nothing more, and returns when all is stored, or at the deadline: what waits then fails. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(closeDeadlineMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        abandon();
    }

    private void abandon() {
        List<Submission> abandoned;
        lock.lock();
        try {
            abandoned = List.copyOf(waiting);
            waiting.clear();
        } finally {
            lock.unlock();
        }
        StoreException reason = StoreErrors.of("cannot store: pmond is ending and the database did not answer in time");
        abandoned.forEach(submission -> submission.completion().failed(reason));
    }
}
