package pmon3.daemon;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.daemon.kernel.NotifySocket;
import pmon3.daemon.kernel.OwnProcess;
import pmon3.daemon.kernel.ServiceManager;

/**
 * Tells a service manager how pmond is. A timer thread only asks; the signs of life are sent by the supervisor thread
 * itself, so that a supervisor that hangs is noticed although the timer lives. While pmond ends, each sign also asks for
 * more time: how long stops may take depends on how many wait for each other, and only a hung pmond is to be cut off.
 */
final class Heartbeat {
    private static final Logger LOG = LoggerFactory.getLogger("pmond");
    private static final String READY = "READY=1";
    private static final String ALIVE = "WATCHDOG=1";
    private static final String ENDING = "STOPPING=1";
    private static final String MORE_TIME = "EXTEND_TIMEOUT_USEC=";
    /** Where no watchdog says how often. */
    private static final Duration USUAL_INTERVAL = Duration.ofSeconds(10);

    private static final long SHORTEST_INTERVAL_US = 1_000;
    /** So many signs may be lost before it counts. */
    private static final int SIGNS_IN_TIME = 3;

    private final ServiceManager manager;
    private final Executor supervisor;
    private final Duration interval;
    private final AtomicBoolean awaited = new AtomicBoolean();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Heartbeat::thread);
    private volatile boolean ending;

    Heartbeat(ServiceManager manager, Executor supervisor, Duration interval) {
        this.manager = manager;
        this.supervisor = supervisor;
        this.interval = interval;
    }

    /** Empty where no service manager listens. */
    static Optional<Heartbeat> of(Map<String, String> environment, Executor supervisor) {
        try {
            return NotifySocket.of(environment)
                    .map(socket -> new Heartbeat(socket, supervisor, interval(environment, OwnProcess.pid())));
        } catch (IOException e) {
            LOG.warn("cannot tell the service manager how pmond is: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** @param environment with the watchdog's time if there is one, and for whom it is meant (sd_watchdog_enabled(3)) */
    static Duration interval(Map<String, String> environment, int ownPid) {
        String pid = environment.getOrDefault("WATCHDOG_PID", "");
        if (!pid.isEmpty() && !pid.equals(Integer.toString(ownPid))) {
            return USUAL_INTERVAL;
        }
        try {
            long micros = Long.parseLong(environment.getOrDefault("WATCHDOG_USEC", "0"));
            return micros <= 0
                    ? USUAL_INTERVAL
                    : Duration.of(Math.max(SHORTEST_INTERVAL_US, micros / SIGNS_IN_TIME), ChronoUnit.MICROS);
        } catch (NumberFormatException e) {
            LOG.warn("WATCHDOG_USEC is not a number; signs of life come every {} s", USUAL_INTERVAL.toSeconds());
            return USUAL_INTERVAL;
        }
    }

    /** pmond answers from now on. */
    void ready() {
        try {
            manager.tell(READY);
        } catch (IOException e) {
            LOG.warn("cannot tell the service manager that pmond is ready: {}", e.getMessage());
        }
        timer.scheduleAtFixedRate(this::ask, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** pmond has begun to end. */
    void ending() {
        ending = true;
        ask();
    }

    void close() {
        timer.shutdownNow();
    }

    /** Asked once until answered: a supervisor that hangs must not find a heap of questions. */
    private void ask() {
        if (awaited.compareAndSet(false, true)) {
            supervisor.execute(this::beat);
        }
    }

    private void beat() {
        awaited.set(false);
        try {
            manager.tellAtOnce(ending ? ENDING + "\n" + ALIVE + "\n" + moreTime() : ALIVE);
        } catch (IOException e) {
            LOG.debug("the service manager did not take a sign of life: {}", e.getMessage());
        }
    }

    private String moreTime() {
        return MORE_TIME + TimeUnit.MILLISECONDS.toMicros(interval.toMillis() * SIGNS_IN_TIME);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "heartbeat");
        thread.setDaemon(true);
        return thread;
    }
}
