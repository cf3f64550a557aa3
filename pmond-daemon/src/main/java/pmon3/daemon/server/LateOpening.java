package pmon3.daemon.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries those transports again that could not be opened when pmond started, because a port was taken, no queues were
 * mounted or others could read a key, until each is open. A thread of its own does that, which ends with the last of them;
 * any may start and stop it.
 */
final class LateOpening {
    private static final Logger log = LoggerFactory.getLogger(LateOpening.class);

    private final List<Opening> left = new ArrayList<>();
    private final Map<String, String> reasons = new HashMap<>();
    private final BiConsumer<String, StreamTransport> onOpened;
    private final long pauseNs;
    private final Thread thread = new Thread(this::tryUntilOpen, "late-opening");
    private volatile boolean stopping;

    /**
     * @param pauseMs between two attempts
     * @param onOpened takes over what was opened, unless it throws: then that is stopped and closed, and tried again
     */
    LateOpening(int pauseMs, BiConsumer<String, StreamTransport> onOpened) {
        this.pauseNs = pauseMs * 1_000_000L;
        this.onOpened = onOpened;
        thread.setDaemon(true);
    }

    /** One that was refused; before {@link #start}. */
    void add(Opening opening, String reason) {
        left.add(opening);
        reasons.put(opening.name(), reason);
    }

    void start() {
        if (!left.isEmpty()) {
            thread.start();
        }
    }

    /** Afterwards nothing is opened any more. */
    void stop() {
        stopping = true;
        LockSupport.unpark(thread);
        try {
            thread.join(ServerLimits.CLOSE_WAIT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tryUntilOpen() {
        while (!left.isEmpty()) {
            long sinceNs = System.nanoTime();
            while (!stopping && System.nanoTime() - sinceNs < pauseNs) {
                LockSupport.parkNanos(pauseNs);
            }
            if (stopping) {
                return;
            }
            tryEach();
        }
    }

    private void tryEach() {
        for (Iterator<Opening> openings = left.iterator(); openings.hasNext(); ) {
            Opening opening = openings.next();
            try {
                handOver(opening.name(), opening.attempt().open());
                openings.remove();
            } catch (IOException | RuntimeException | Error e) {
                tell(opening.name(), String.valueOf(e.getMessage()));
            }
        }
    }

    /** A port that was left open could never be served any more. */
    private void handOver(String name, StreamTransport opened) {
        boolean isTaken = false;
        try {
            onOpened.accept(name, opened);
            isTaken = true;
        } finally {
            if (!isTaken) {
                try {
                    opened.stop();
                } finally {
                    opened.close();
                }
            }
        }
    }

    /** Once for each reason: the same one every few seconds would tell nothing. */
    private void tell(String name, String reason) {
        if (!reason.equals(reasons.put(name, reason))) {
            log.error("message_queue.transport {} still cannot be served: {}", name, reason);
        }
    }
}
