package pmon3.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** A log that nobody takes, as a pipe whose reader stands still. */
@Timeout(30)
class LogQueueTest {
    private static final int BEYOND = 10;

    private final LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger logger = loggers.getLogger("pmond");
    private final LogQueue queue = new LogQueue();
    private final LineLayout layout = new LineLayout(System::nanoTime, queue::takeDropped, false);
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final CountDownLatch taken = new CountDownLatch(1);
    private final List<String> written = new CopyOnWriteArrayList<>();

    @Test
    void nobodyWaitsAndTheFirstLineAfterwardsTellsHowManyAreMissing() throws Exception {
        start();
        log("blocks the writer");
        blocked.await();
        for (int number = 0; number < LogQueue.MAX_EVENTS + BEYOND; number++) {
            log("line " + number);
        }
        taken.countDown();
        queue.stop();

        assertThat(written).hasSize(1 + LogQueue.MAX_EVENTS);
        assertThat(written.get(1).lines())
                .hasSize(2)
                .first()
                .asString()
                .endsWith("WARN pmond: " + BEYOND + " lines are missing: nobody took pmond's log for a while");
        assertThat(written.get(LogQueue.MAX_EVENTS)).endsWith("line " + (LogQueue.MAX_EVENTS - 1) + "\n");
    }

    @Test
    void theEndWaitsForAWriterThatIsStuckNoLongerThanAMoment() throws Exception {
        start();
        log("blocks the writer");
        blocked.await();
        long begun = System.nanoTime();
        queue.stop();

        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun)).isLessThan(10);
        assertThat(written).isEmpty();
        taken.countDown();
    }

    private void start() {
        AppenderBase<ILoggingEvent> writer = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                String text = layout.doLayout(event);
                blocked.countDown();
                awaitUninterruptibly();
                written.add(text);
            }
        };
        writer.start();
        queue.setContext(loggers);
        queue.addAppender(writer);
        queue.start();
    }

    /** As a write to a full pipe: an interrupt does not end it. */
    private void awaitUninterruptibly() {
        boolean interrupted = false;
        while (true) {
            try {
                taken.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void log(String text) {
        queue.doAppend(new LoggingEvent("", logger, Level.INFO, text, null, null));
    }
}
