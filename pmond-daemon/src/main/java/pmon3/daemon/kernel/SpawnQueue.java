package pmon3.daemon.kernel;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which order is spawned next: in order, but never more at once than descriptors should be spent on, and of one user
 * never so many that starts which hang at that user's dead file system hold up everybody else. Pure; one thread.
 */
final class SpawnQueue {
    /** Helpers at work at the same time, those that have become slow not counted. */
    static final int QUICK_LIMIT = 64;

    /** Helpers of one user at work at the same time, slow or not. */
    static final int USER_LIMIT = 32;

    static final long SLOW_AFTER_NANOS = 1_000_000_000L;

    private record Flight(int uid, long sinceNanos) {}

    private final Map<Long, SpawnOrder> waiting = new LinkedHashMap<>();
    private final Map<Long, Flight> flying = new HashMap<>();
    private final Map<Integer, Integer> flyingByUser = new HashMap<>();

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

    void ended(long ticket) {
        Flight flight = flying.remove(ticket);
        if (flight != null) {
            flyingByUser.merge(flight.uid(), -1, (count, less) -> count + less == 0 ? null : count + less);
        }
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
