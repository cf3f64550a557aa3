package pmon3.daemon.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How often somebody failed to prove who they are: after so many failures with one name from one {@link Origin}, further attempts
 * of that pair are refused unexamined until the window is over. Used by one thread.
 */
final class Failures {
    private static final long WINDOW_NS = TimeUnit.MILLISECONDS.toNanos(ServerLimits.FAILURE_WINDOW_MS);

    private record Pair(String origin, String user) {}

    private record Row(long sinceNs, int number) {}

    /** The oldest first, bounded. */
    private final Map<Pair, Row> rows = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Pair, Row> eldest) {
            return size() > ServerLimits.FAILURES_KEPT;
        }
    };

    boolean allows(String origin, String user, long nowNs) {
        Row row = rows.get(new Pair(origin, user));
        return row == null || nowNs - row.sinceNs() >= WINDOW_NS || row.number() < ServerLimits.MAX_FAILURES;
    }

    void add(String origin, String user, long nowNs) {
        Pair pair = new Pair(origin, user);
        Row row = rows.get(pair);
        if (row == null || nowNs - row.sinceNs() >= WINDOW_NS) {
            rows.remove(pair);
            rows.put(pair, new Row(nowNs, 1));
        } else {
            rows.put(pair, new Row(row.sinceNs(), row.number() + 1));
        }
    }
}
