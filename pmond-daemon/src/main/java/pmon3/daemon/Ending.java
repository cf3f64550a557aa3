package pmon3.daemon;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.config.Settings;
import pmon3.daemon.supervise.Settlement;
import pmon3.daemon.supervise.Supervisor;

/** pmond's end: asked for by a signal, hurried by the second. */
final class Ending {
    private static final Logger LOG = LoggerFactory.getLogger("pmond");

    /** One is enough, but for what a command stopped, and the store refused, in that moment. */
    private static final int ROUNDS = 3;

    private final Supervisor supervisor;
    private final Supplier<Settings> settings;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicInteger times = new AtomicInteger();

    Ending(Supervisor supervisor, Supplier<Settings> settings) {
        this.supervisor = supervisor;
        this.settings = settings;
    }

    void ask() {
        if (times.incrementAndGet() == 1) {
            LOG.info("pmond was asked to end");
            asked.countDown();
        } else if (settings.get().handleInterrupts()) {
            LOG.warn("pmond was asked again: what still lives gets SIGKILL");
            close(true);
        }
    }

    void await() {
        try {
            asked.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends all that runs, unless the configuration says to leave it alone. What survives SIGKILL is not waited for. */
    void stopAll() {
        if (!settings.get().handleInterrupts()) {
            LOG.info("what runs is left alone, as handle_interrupts says");
            return;
        }
        List<Settlement> stopping = close(false);
        for (int round = 0; round < ROUNDS && !stopping.isEmpty(); round++) {
            if (!await(stopping)) {
                return;
            }
            stopping = close(false);
        }
    }

    private static boolean await(List<Settlement> stopping) {
        try {
            for (Settlement settlement : stopping) {
                settlement.await(TimeUnit.DAYS.toMillis(1));
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private List<Settlement> close(boolean force) {
        return supervisor.call(fleet -> fleet.close(force));
    }
}
