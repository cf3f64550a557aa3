package pmon3.daemon.server;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * How much of the watching thread one user may have. As long as that thread has time to spare, any. Once it was busy for
 * more than half of a window, each user has a share of it for a while, and what comes beyond is removed unexamined, for a
 * fifth of the cost. If it stays busy all the same, it is flooded. Used by the watching thread.
 */
final class IntakeRate {
    private static final long WINDOW_NS = TimeUnit.MILLISECONDS.toNanos(ServerLimits.INTAKE_WINDOW_MS);
    private static final long SHARE_NS = TimeUnit.MICROSECONDS.toNanos(ServerLimits.INTAKE_SHARE_WHEN_BUSY_US);
    private static final long SPARING_NS = TimeUnit.MILLISECONDS.toNanos(ServerLimits.INTAKE_SPARING_MS);

    private static final long FLOODED = (long) ServerLimits.FLOOD_WINDOWS * ServerLimits.FLOOD_WINDOW_WEIGHT;

    private final Map<Integer, Long> spentNs = new HashMap<>();
    private final Map<Integer, Integer> refusals = new HashMap<>();
    private final int ownUid;
    private long windowStartNs;
    private long busyNs;
    private boolean sparing;
    private long sparingUntilNs;
    /** Rises with each busy window and falls by one with each other. */
    private long pressure;

    IntakeRate(int ownUid, long nowNs) {
        this.ownUid = ownUid;
        this.windowStartNs = nowNs;
    }

    /** Whether this user's next request is to be examined; root and pmond's own user are never refused. */
    boolean allows(int uid) {
        return !sparing || isTrusted(uid) || spentNs.getOrDefault(uid, 0L) < SHARE_NS;
    }

    /** Examining a request of this user took so long. */
    void examined(int uid, long ns) {
        spentNs.merge(uid, ns, Long::sum);
    }

    /** Something of this user's was no request, or one too many. */
    void refused(int uid) {
        if (!isTrusted(uid)) {
            refusals.merge(uid, 1, Integer::sum);
        }
    }

    /** The thread worked from {@code sinceNs} to {@code nowNs}; before that it waited. */
    void worked(long sinceNs, long nowNs) {
        busyNs += nowNs - sinceNs;
        if (nowNs - windowStartNs >= WINDOW_NS) {
            endWindow(nowNs);
        }
    }

    /** Whether it was busy, and not calm for long enough since. */
    boolean isPressed() {
        return pressure > 0;
    }

    /** Whether it stays busy although it refuses. */
    boolean isFlooded() {
        return pressure >= FLOODED;
    }

    /** Of whom most was refused since it began to be busy. */
    OptionalInt mostRefused() {
        return most(refusals, ServerLimits.FLOOD_REFUSALS);
    }

    /** The user with the most, if it is at least so often; empty if that is one who is never refused. */
    OptionalInt most(Map<Integer, Integer> times, int least) {
        return times.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .filter(user -> user.getValue() >= least && !isTrusted(user.getKey()))
                .map(user -> OptionalInt.of(user.getKey()))
                .orElse(OptionalInt.empty());
    }

    /** The next flood takes as long to be one. */
    void countAnew() {
        pressure = 0;
        refusals.clear();
    }

    private void endWindow(long nowNs) {
        long elapsedNs = nowNs - windowStartNs;
        if (busyNs > elapsedNs / 2) {
            sparingUntilNs = nowNs + SPARING_NS;
            sparing = true;
            pressure = Math.min(FLOODED, pressure + ServerLimits.FLOOD_WINDOW_WEIGHT);
        } else {
            sparing = sparing && nowNs - sparingUntilNs < 0;
            pressure = Math.max(0, pressure - elapsedNs / WINDOW_NS);
        }
        if (pressure == 0) {
            refusals.clear();
        }
        windowStartNs = nowNs;
        busyNs = 0;
        spentNs.clear();
    }

    private boolean isTrusted(int uid) {
        return uid == 0 || uid == ownUid;
    }
}
