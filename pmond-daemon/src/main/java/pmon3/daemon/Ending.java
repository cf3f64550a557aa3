package pmon3.daemon;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.daemon.supervise.Settlement;
import pmon3.model.PmonException;

/**
 * pmond's end: asked for by a signal, hurried by the second. Upgrades ask for one that leaves all that runs alone; the
 * first request decides. It may be asked for before pmond has started up: then pmond starts up, knows what lives, and
 * ends as it always does; asked again before that, it is not waited for, as what hangs would never end. Any thread.
 */
final class Ending {
    private static final Logger LOG = LoggerFactory.getLogger("pmond");

    /** One is enough, but for what a command stopped, and the store refused, in that moment. */
    private static final int ROUNDS = 3;

    /** Stops all that lives. */
    interface Closing {
        /** @param force with SIGKILL at once */
        List<Settlement> close(boolean force);
    }

    private record Started(Closing closing, BooleanSupplier stopsWhatRuns) {}

    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicInteger times = new AtomicInteger();
    private volatile boolean leaving;
    private volatile boolean hurried;
    private volatile Optional<Started> started = Optional.empty();
    private final Runnable halt;

    /** @param halt ends pmond in this moment, whatever it is at, and nothing else */
    Ending(Runnable halt) {
        this.halt = halt;
    }

    /**
     * pmond has started up.
     *
     * @param stopsWhatRuns whether what runs ends with it, as the configuration has it in that moment
     */
    void startedUp(Closing closing, BooleanSupplier stopsWhatRuns) {
        started = Optional.of(new Started(closing, stopsWhatRuns));
    }

    void ask() {
        if (times.incrementAndGet() == 1) {
            LOG.info("pmond was asked to end");
            asked.countDown();
            return;
        }
        if (started.isEmpty()) {
            LOG.error("pmond was asked again while it still starts up, and ends at once; what it keeps lives on");
            halt.run();
            return;
        }
        hurried = true;
        started.filter(this::stopsWhatRuns).ifPresent(pmond -> {
            LOG.warn("pmond was asked again: what still lives gets SIGKILL");
            hurry(pmond);
        });
    }

    private void hurry(Started pmond) {
        try {
            pmond.closing().close(true);
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

    /**
     * Ends all that runs, unless the configuration says to leave it alone; once pmond has started up. What survives SIGKILL
     * is not waited for.
     */
    void stopAll() {
        Started pmond = started.orElseThrow();
        if (!stopsWhatRuns(pmond)) {
            LOG.info("what runs is left alone{}", leaving ? "" : ", as handle_interrupts says");
            return;
        }
        List<Settlement> stopping = pmond.closing().close(hurried);
        for (int round = 0; round < ROUNDS && !stopping.isEmpty(); round++) {
            if (!await(stopping)) {
                return;
            }
            stopping = pmond.closing().close(hurried);
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

    private boolean stopsWhatRuns(Started pmond) {
        return !leaving && pmond.stopsWhatRuns().getAsBoolean();
    }
}
