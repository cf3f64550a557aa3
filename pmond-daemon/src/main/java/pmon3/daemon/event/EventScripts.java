package pmon3.daemon.event;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.config.Settings;
import pmon3.daemon.kernel.ScriptRunner;
import pmon3.daemon.store.StoredGroup;
import pmon3.daemon.supervise.Announcement;
import pmon3.daemon.supervise.EventSink;
import pmon3.daemon.supervise.LogText;
import pmon3.daemon.supervise.ManagedProcess;

/**
 * Writes restarts, failures and back-offs to pmond's log, and runs the scripts that config.yml names for them, but for
 * those of the first seconds after pmond's start. A script that hangs delays none but those of the same process.
 */
public final class EventScripts implements EventSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("pmond.event");
    /** Scripts at work at the same time. */
    private static final int THREADS = 32;

    private static final long IDLE_THREAD_S = 10;
    /** What survives SIGKILL is not waited for. */
    private static final long END_LIMIT_S = 6;

    private final Supplier<Settings> settings;
    private final LongSupplier clockMs;
    private final long startedMs;
    private final ScriptRunner runner;
    private final EventScript.Surroundings surroundings;
    private final ExecutorService threads;
    private final ScriptQueue queue;

    /** @param clockMs monotonic milliseconds; pmond starts now */
    public EventScripts(
            Supplier<Settings> settings,
            LongSupplier clockMs,
            ScriptRunner runner,
            EventScript.Surroundings surroundings) {
        this.settings = settings;
        this.clockMs = clockMs;
        this.startedMs = clockMs.getAsLong();
        this.runner = runner;
        this.surroundings = surroundings;
        this.threads = threads();
        this.queue = new ScriptQueue(threads);
    }

    private static ExecutorService threads() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_THREAD_S, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "event-script");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Override
    public void announce(Announcement announcement, ManagedProcess process, List<StoredGroup> groups) {
        String subject = LogText.printable(process.name()) + " (" + process.id() + ")";
        LOG.info("{}: {}, pid {}", announcement, subject, process.lastPid());
        Settings now = settings.get();
        EventScript script = new EventScript(
                announcement, subject, now.events(), () -> ProcessJson.told(announcement, process, groups));
        if (!script.isConfigured()) {
            return;
        }
        if (clockMs.getAsLong() - startedMs < now.initializationPeriodMs()) {
            LOG.debug("{}: no script for {} within the initialization period", announcement, subject);
        } else if (!queue.add(process.id(), () -> script.run(runner, surroundings))) {
            LOG.warn("{}: no script for {}: too many wait already; is there one that hangs?", announcement, subject);
        }
    }

    /** Kills what runs; what waits is not run. */
    @Override
    public void close() {
        queue.close();
        threads.shutdownNow();
        runner.endAll();
        try {
            if (!threads.awaitTermination(END_LIMIT_S, TimeUnit.SECONDS)) {
                LOG.warn("an event script has survived SIGKILL");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
