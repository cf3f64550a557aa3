package pmon3.daemon.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.daemon.kernel.ChannelFiles;
import pmon3.daemon.kernel.FileStatus;

/**
 * Removes the queues of clients that were killed before they had asked: nobody will ever open them. It looks some time after
 * one was made, and not again until the next one is: at rest nothing wakes pmond. Used by the door's thread.
 */
final class QueueSweep {
    private static final Logger log = LoggerFactory.getLogger(QueueSweep.class);
    /** A client asks within milliseconds of making its queues. */
    static final int STALE_SEC = 60;

    private static final long PAUSE_NS = TimeUnit.SECONDS.toNanos(STALE_SEC + 1);

    private final int directory;
    private final String base;
    private boolean awaited;
    private long dueNs;

    /**
     * @param directory descriptor of where the queues are mounted
     * @param base how the names of all queues begin that this pmond or one before it was asked by
     */
    QueueSweep(int directory, String base) {
        this.directory = directory;
        this.base = base;
    }

    /** Something of that name was made. */
    void made(String name, long nowNs) {
        if (!awaited && name.startsWith(base)) {
            awaited = true;
            dueNs = nowNs + PAUSE_NS;
        }
    }

    /** Nanoseconds until there is something to do; {@link Long#MAX_VALUE} while nothing is known to be there. */
    long dueInNs(long nowNs) {
        return awaited ? dueNs - nowNs : Long.MAX_VALUE;
    }

    void sweepIfDue(long nowNs, long nowEpochSec) {
        if (dueInNs(nowNs) > 0) {
            return;
        }
        dueNs = nowNs + PAUSE_NS;
        try {
            awaited = sweep(nowEpochSec);
        } catch (IOException e) {
            log.warn("cannot look for queues that clients have left: {}", e.getMessage());
        }
    }

    /** Whether some are left for the next time. */
    boolean sweep(long nowEpochSec) throws IOException {
        List<String> left = new ArrayList<>();
        ChannelFiles.list(directory, name -> {
            if (isLeft(name, nowEpochSec)) {
                left.add(name);
            }
        });
        return !left.isEmpty();
    }

    private boolean isLeft(String name, long nowEpochSec) {
        Optional<FileStatus> status = name.startsWith(base) ? ChannelFiles.status(directory, name) : Optional.empty();
        if (status.isEmpty()) {
            return false;
        }
        boolean stale = nowEpochSec - status.get().changedAtEpochSec() > STALE_SEC;
        if (stale) {
            ChannelFiles.remove(directory, name);
        }
        return !stale;
    }
}
