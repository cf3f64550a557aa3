package pmon3.daemon.kernel;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns of ended children, tells, and reaps each only when its end has been noted, so that no number is used again
 * before. One thread: it waits for any child, attends to the one that ended until it is reaped, and while that takes
 * longer looks at all others too.
 */
final class Reaper implements Runnable {
    /** How long a zombie is kept for the supervisor to note its end. */
    static final long HOLD_LIMIT_MS = 1000;

    private static final long SWEEP_INTERVAL_MS = 2;
    private static final long PAUSE_AFTER_FAILURE_MS = 100;
    private static final long NANOS_PER_MS = 1_000_000;
    private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);

    private final Children children;
    private final ProcScanner scanner;
    private final PidFds pidFds;
    private final String bootId;
    private final KernelListener listener;
    private final LongConsumer spawnEnded;
    private volatile boolean stopping;

    /** @param spawnEnded told the ticket of a failed start when nothing of it is left */
    Reaper(
            Children children,
            ProcScanner scanner,
            PidFds pidFds,
            String bootId,
            KernelListener listener,
            LongConsumer spawnEnded) {
        this.children = children;
        this.scanner = scanner;
        this.pidFds = pidFds;
        this.bootId = bootId;
        this.listener = listener;
        this.spawnEnded = spawnEnded;
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                attendNextGuarded();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** The edge of the thread: a mistake at one child must not end the watch over all others. */
    private void attendNextGuarded() throws InterruptedException {
        try {
            attendNext();
        } catch (RuntimeException failure) {
            LOG.error("the reaper failed at one child and goes on", failure);
            children.awaitChange(children.changes(), PAUSE_AFTER_FAILURE_MS);
        }
    }

    /** It ends after the next child, which the caller provides. */
    void stop() {
        stopping = true;
        children.changed();
    }

    private void attendNext() throws InterruptedException {
        long seen = children.changes();
        Optional<WaitStatus> ended = WaitStatus.awaitAny();
        if (stopping) {
            return;
        }
        if (ended.isPresent()) {
            attend(ended.get());
        } else {
            children.awaitChange(seen, 0);
        }
    }

    private void attend(WaitStatus ended) throws InterruptedException {
        long seen = children.changes();
        while (!settle(ended) && !stopping) {
            if (!children.awaitChange(seen, SWEEP_INTERVAL_MS)) {
                sweepExcept(ended.pid());
            }
            seen = children.changes();
        }
    }

    private void sweepExcept(int pid) {
        for (Children.Child child : children.all()) {
            if (child.pid() != pid) {
                WaitStatus.peek(child.pid()).ifPresent(this::settle);
            }
        }
    }

    /** @return whether it is reaped */
    private boolean settle(WaitStatus ended) {
        Optional<Children.Child> known = children.find(ended.pid());
        if (known.isEmpty()) {
            return children.reapUnknown(ended.pid());
        }
        Children.Child child = known.get();
        return switch (child.phase()) {
            case SPAWNING, SCRIPT -> false;
            case RUNNING -> settleEnded(child, ended);
            case FAILED -> settleFailed(child);
        };
    }

    private boolean settleEnded(Children.Child child, WaitStatus ended) {
        if (children.hold(child.pid(), System.nanoTime())) {
            listener.exited(child.pid(), ended.exit());
            return false;
        }
        if (!child.hold().acknowledged() && !isHeldTooLong(child)) {
            return false;
        }
        children.reap(child.pid());
        return true;
    }

    private boolean settleFailed(Children.Child child) {
        boolean first = children.hold(child.pid(), System.nanoTime());
        if (child.released() && (first || !isHeldTooLong(child)) && killSession(child.pid())) {
            return false;
        }
        children.reap(child.pid());
        spawnEnded.accept(child.ticket());
        listener.spawnFailed(child.ticket(), child.reason());
        return true;
    }

    private static boolean isHeldTooLong(Children.Child child) {
        return System.nanoTime() - child.hold().sinceNanos() > HOLD_LIMIT_MS * NANOS_PER_MS;
    }

    /** A start that was called off after go may have left children: what of its session lives is killed. */
    private boolean killSession(int leaderPid) {
        List<ProcessTable.Entry> members = scanner.scan(Set.of(leaderPid)).members(leaderPid);
        for (ProcessTable.Entry member : members) {
            pidFds.signal(new ProcessIdentity(member.pid(), member.startTicks(), bootId), Signal.KILL);
        }
        return !members.isEmpty();
    }
}
