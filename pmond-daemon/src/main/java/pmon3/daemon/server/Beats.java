package pmon3.daemon.server;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.ipc.ChannelLayout;

/**
 * The clients of one transport that wait for an answer; twice a second each is shown that pmond lives. One thread shows it,
 * any may add and remove.
 */
final class Beats {
    private static final Logger log = LoggerFactory.getLogger(Beats.class);
    private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(ChannelLayout.BEAT_INTERVAL_MS);

    private final Set<TakenRequest> unanswered = ConcurrentHashMap.newKeySet();
    private long nextNs = System.nanoTime();

    void add(TakenRequest request) {
        unanswered.add(request);
    }

    void remove(TakenRequest request) {
        unanswered.remove(request);
    }

    /** Nanoseconds until there is something to do; {@link Long#MAX_VALUE} while nobody waits. */
    long dueInNs() {
        return unanswered.isEmpty() ? Long.MAX_VALUE : nextNs - System.nanoTime();
    }

    void showIfDue() {
        long nowNs = System.nanoTime();
        if (nowNs - nextNs >= 0) {
            nextNs = nowNs + INTERVAL_NS;
            showAll();
        }
    }

    /** Whatever is wrong with one, the others are shown it; of those that fail only the first is told. */
    private void showAll() {
        Throwable first = null;
        for (TakenRequest request : unanswered) {
            try {
                request.beat();
            } catch (RuntimeException | Error e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            log.error("a client that waits cannot be shown that pmond lives", first);
        }
    }
}
