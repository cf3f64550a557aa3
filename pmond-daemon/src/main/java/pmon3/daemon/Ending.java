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
import pmon3.model.PmonException;

/**
 * pmond's end: asked for by a signal, hurried by the second. Upgrades ask for one that leaves all that runs alone; the
 * first request decides.
 */
final class Ending {
    private static final Logger LOG = LoggerFactory.getLogger("pmond");

    /** One is enough, but for what a command stopped, and the store refused, in that moment. */
    private static final int ROUNDS = 3;

    private final Supervisor supervisor;
    private final Supplier<Settings> settings;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicInteger times = new AtomicInteger();
    private volatile boolean leaving;

    Ending(Supervisor supervisor, Supplier<Settings> settings) {
        this.supervisor = supervisor;
        this.settings = settings;
    }

    void ask() {
        if (times.incrementAndGet() == 1) {
            LOG.info("pmond was asked to end");
            asked.countDown();
        } else if (stopsWhatRuns()) {
            LOG.warn("pmond was asked again: what still lives gets SIGKILL");
            hurry();
        }
    }

    private void hurry() {
        try {
            close(true);
        } catch (PmonException over) {
            LOG.debug("nothing is left to hurry: {}", over.getMessage());
        }
    }

    /** Ends pmond and nothing else, whatever the configuration says. */
    void askToLeave() {
        if (times.incrementAndGet() == 1) {
            LOG.info("pmond was asked to end and to leave alone what runs");
            leaving = true;
            asked.countDown();
        } else {
            LOG.warn("pmond is already ending");
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
        if (!stopsWhatRuns()) {
            LOG.info("what runs is left alone{}", leaving ? "" : ", as handle_interrupts says");
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

    private boolean stopsWhatRuns() {
        return !leaving && settings.get().handleInterrupts();
    }

    private List<Settlement> close(boolean force) {
        return supervisor.call(fleet -> fleet.close(force));
    }
}
