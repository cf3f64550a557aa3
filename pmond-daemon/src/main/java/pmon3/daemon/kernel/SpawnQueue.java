package pmon3.daemon.kernel;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which order is spawned next: in order, but never more at once than descriptors should be spent on, and of one user
 * never so many that starts which hang at that user's dead file system hold up everybody else. A helper that was killed
 * and may survive that gives its place to others, but only so many may hang. Pure; one thread.
 */
final class SpawnQueue {
    /** Helpers at work at the same time, those that have become slow not counted. */
    static final int QUICK_LIMIT = 64;

    /** Helpers of one user at work at the same time, slow or not. */
    static final int USER_LIMIT = 32;

    /** Helpers of one user that were killed, and whose end is not known, besides those at work. */
    static final int USER_HUNG_LIMIT = 64;

    /** Of all users. */
    static final int HUNG_LIMIT = 256;

    static final long SLOW_AFTER_NANOS = 1_000_000_000L;

    private record Flight(int uid, long sinceNanos) {}

    private final Map<Long, SpawnOrder> waiting = new LinkedHashMap<>();
    private final Map<Long, Flight> flying = new HashMap<>();
    private final Map<Integer, Integer> flyingByUser = new HashMap<>();
    /** By ticket, whose it is. */
    private final Map<Long, Integer> hung = new HashMap<>();

    private final Map<Integer, Integer> hungByUser = new HashMap<>();

    void add(SpawnOrder order) {
        waiting.put(order.ticket(), order);
    }

    /** @return whether it was still waiting */
    boolean cancel(long ticket) {
        return waiting.remove(ticket) != null;
    }

    /** The next one that may begin now; it counts as at work until {@link #ended}. */
    Optional<SpawnOrder> next(long nowNanos) {
        if (waiting.isEmpty() || quick(nowNanos) >= QUICK_LIMIT) {
            return Optional.empty();
        }
        for (Iterator<SpawnOrder> orders = waiting.values().iterator(); orders.hasNext(); ) {
            SpawnOrder order = orders.next();
            int uid = order.credentials().uid();
            if (flyingByUser.getOrDefault(uid, 0) < USER_LIMIT) {
                orders.remove();
                flying.put(order.ticket(), new Flight(uid, nowNanos));
                flyingByUser.merge(uid, 1, Integer::sum);
                return Optional.of(order);
            }
        }
        return Optional.empty();
    }

    /**
     * It was killed, for being late or because it was called off, which may not end it. While there is room for such ones
     * its place is free.
     *
     * @return whether there was room
     */
    boolean hangs(long ticket) {
        Flight flight = flying.get(ticket);
        if (flight == null || hung.size() >= HUNG_LIMIT) {
            return false;
        }
        int uid = flight.uid();
        if (hungByUser.getOrDefault(uid, 0) >= USER_HUNG_LIMIT) {
            return false;
        }
        flying.remove(ticket);
        less(flyingByUser, uid);
        hung.put(ticket, uid);
        hungByUser.merge(uid, 1, Integer::sum);
        return true;
    }

    void ended(long ticket) {
        Flight flight = flying.remove(ticket);
        if (flight != null) {
            less(flyingByUser, flight.uid());
        }
        Integer uid = hung.remove(ticket);
        if (uid != null) {
            less(hungByUser, uid);
        }
    }

    private static void less(Map<Integer, Integer> counts, int uid) {
        counts.computeIfPresent(uid, (key, count) -> count == 1 ? null : count - 1);
    }

    /** When one more becomes slow and makes room; {@link Long#MAX_VALUE} if nothing waits for that. */
    long nanosUntilRoom(long nowNanos) {
        long least = Long.MAX_VALUE;
        if (waiting.isEmpty()) {
            return least;
        }
        for (Flight flight : flying.values()) {
            long left = SLOW_AFTER_NANOS - (nowNanos - flight.sinceNanos());
            if (left > 0) {
                least = Math.min(least, left);
            }
        }
        return least;
    }

    private int quick(long nowNanos) {
        int quick = 0;
        for (Flight flight : flying.values()) {
            if (nowNanos - flight.sinceNanos() < SLOW_AFTER_NANOS) {
                quick++;
            }
        }
        return quick;
    }
}
