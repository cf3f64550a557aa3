package pmon3.daemon.supervise;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Which commits the store has not answered in time. They are given, and so become late, in order. */
final class Lateness {
    private final Deque<Commit> fresh = new ArrayDeque<>();
    private final Deque<Commit> awaited = new ArrayDeque<>();

    void watch(Commit commit) {
        if (commit.waits()) {
            fresh.add(commit);
        }
        awaited.add(commit);
    }

    /** Those for which something waits, {@link Timing#KEEP_AFTER_MS} after they began; each once. */
    List<Commit> toBeKept(long nowMs) {
        return due(fresh, nowMs - Timing.KEEP_AFTER_MS);
    }

    /** Those {@link Timing#STORE_PATIENCE_MS} after they began; each once. */
    List<Commit> tooLate(long nowMs) {
        return due(awaited, nowMs - Timing.STORE_PATIENCE_MS);
    }

    /** Monotonic milliseconds, or {@link Timing#NEVER}. */
    long nextMs() {
        return Math.min(next(fresh, Timing.KEEP_AFTER_MS), next(awaited, Timing.STORE_PATIENCE_MS));
    }

    private static List<Commit> due(Deque<Commit> commits, long beganByMs) {
        List<Commit> due = new ArrayList<>();
        forgetEnded(commits);
        while (!commits.isEmpty() && commits.peek().beganMs() <= beganByMs) {
            due.add(commits.poll());
            forgetEnded(commits);
        }
        return due;
    }

    private static long next(Deque<Commit> commits, long patienceMs) {
        forgetEnded(commits);
        return commits.isEmpty() ? Timing.NEVER : commits.peek().beganMs() + patienceMs;
    }

    private static void forgetEnded(Deque<Commit> commits) {
        while (!commits.isEmpty() && commits.peek().hasEnded()) {
            commits.poll();
        }
    }
}
