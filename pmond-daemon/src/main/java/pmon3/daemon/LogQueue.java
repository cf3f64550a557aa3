package pmon3.daemon;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Between those who log and the stream: supervision must not wait for a pipe or terminal that nobody reads. What does not
 * fit is dropped and counted; what is in it at pmond's end has {@link #FLUSH_MS} to get out.
 */
final class LogQueue extends AsyncAppender {
    static final int MAX_EVENTS = 4096;
    private static final int FLUSH_MS = 1000;

    private final AtomicLong dropped = new AtomicLong();

    LogQueue() {
        setQueueSize(MAX_EVENTS);
        setDiscardingThreshold(0);
        setNeverBlock(true);
        setMaxFlushTime(FLUSH_MS);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (getRemainingCapacity() == 0) {
            dropped.incrementAndGet();
        } else {
            super.append(event);
        }
    }

    /** How many were dropped since this was last asked; those that several threads log at the same moment may be missing. */
    long takeDropped() {
        return dropped.getAndSet(0);
    }
}
