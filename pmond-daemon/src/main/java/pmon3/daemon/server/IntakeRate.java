package pmon3.daemon.server;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How much of the watching thread one user may have. As long as that thread has time to spare, any; while it was busy for
 * more than half of the time, only so much in each window, and what comes after that is removed unexamined, for a fifth of
 * the cost: a user who floods pays with requests of the own. Used by the watching thread.
 */
final class IntakeRate {
    private static final long WINDOW_NS = TimeUnit.MILLISECONDS.toNanos(ServerLimits.INTAKE_WINDOW_MS);
    private static final long SHARE_NS = TimeUnit.MILLISECONDS.toNanos(ServerLimits.INTAKE_SHARE_WHEN_BUSY_MS);

    private final Map<Integer, Long> spentNs = new HashMap<>();
    private final int ownUid;
    private long windowStartNs;
    private long busyNs;
    private boolean busy;

    IntakeRate(int ownUid, long nowNs) {
        this.ownUid = ownUid;
        this.windowStartNs = nowNs;
    }

    /** Whether this user's next request is to be examined; root and pmond's own user are never refused. */
    boolean allows(int uid) {
        return !busy || uid == 0 || uid == ownUid || spentNs.getOrDefault(uid, 0L) < SHARE_NS;
    }

    /** Examining a request of this user took so long. */
    void examined(int uid, long ns) {
        spentNs.merge(uid, ns, Long::sum);
    }

    /** The thread worked from {@code sinceNs} to {@code nowNs}; before that it waited. */
    void worked(long sinceNs, long nowNs) {
        busyNs += nowNs - sinceNs;
        if (nowNs - windowStartNs >= WINDOW_NS) {
            busy = busyNs > (nowNs - windowStartNs) / 2;
            busyNs = 0;
            windowStartNs = nowNs;
            spentNs.clear();
        }
    }
}
