package pmon3.daemon.server;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How often one user's requests are looked at closely. As long as the watching thread has time to spare, always; while it
 * was busy for more than half of the time, only so often in each window, and the rest is removed at a fifth of the cost: a
 * user who floods pays with requests of the own. Used by the watching thread.
 */
final class IntakeRate {
    private static final long WINDOW_NS = TimeUnit.MILLISECONDS.toNanos(ServerLimits.RATE_WINDOW_MS);

    private final Map<Integer, Integer> lookedAt = new HashMap<>();
    private final int ownUid;
    private long windowStartNs;
    private long busyNs;
    private boolean busy;

    IntakeRate(int ownUid, long nowNs) {
        this.ownUid = ownUid;
        this.windowStartNs = nowNs;
    }

    /** Whether this user's next request is to be looked at; root and pmond's own user are never refused. */
    boolean allows(int uid) {
        return lookedAt.merge(uid, 1, Integer::sum) <= ServerLimits.MAX_TAKEN_PER_WINDOW_WHEN_BUSY
                || !busy
                || uid == 0
                || uid == ownUid;
    }

    /** The thread worked from {@code sinceNs} to {@code nowNs}; before that it waited. */
    void worked(long sinceNs, long nowNs) {
        busyNs += nowNs - sinceNs;
        if (nowNs - windowStartNs >= WINDOW_NS) {
            busy = busyNs > (nowNs - windowStartNs) / 2;
            busyNs = 0;
            windowStartNs = nowNs;
            lookedAt.clear();
        }
    }
}
