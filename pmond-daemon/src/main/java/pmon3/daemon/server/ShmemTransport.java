package pmon3.daemon.server;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channel directory, which one thread watches and holds whatever transports are served, and requests in files of it where
 * shmem is one of them.
 */
final class ShmemTransport implements Transport {
    private static final Logger log = LoggerFactory.getLogger(ShmemTransport.class);
    /** After an error, so that one that stays does not fill the log. */
    private static final long ERROR_PAUSE_NS = 1_000_000_000L;

    private final ChannelWatch watch;
    private final Thread watcher = new Thread(this::watchUntilStopped, "channel-watch");
    /** Set before the watcher starts. */
    private Desk desk;

    private volatile boolean stopping;

    /**
     * @param onMadeAgain called when the directory was removed and made again
     * @throws pmon3.model.PmonException FAILED if the directory cannot be served
     */
    ShmemTransport(DirectoryPolicy policy, int ownUid, ChannelCount count, Runnable onMadeAgain) {
        this.watch = new ChannelWatch(policy, ownUid, count, this::handIn, onMadeAgain);
    }

    @Override
    public void serve(Desk forTaken) {
        desk = forTaken;
        watcher.start();
    }

    /** The lock file says that these transports are served: at once before {@link #serve}, and soon after it. */
    void tellServed(List<String> transports) {
        watch.tellServed(transports);
        if (watcher.getState() == Thread.State.NEW) {
            watch.tellServedIfNew();
        }
    }

    @Override
    public void stop() {
        stopping = true;
        watch.wake();
        LockSupport.unpark(watcher);
        try {
            watcher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        watch.close();
    }

    private void handIn(ServedChannel channel) {
        desk.handIn(channel, () -> watch.answered(channel));
    }

    private void watchUntilStopped() {
        while (!stopping) {
            try {
                watch.step();
            } catch (RuntimeException | Error e) {
                log.error("the channel's watch goes on after an error", e);
                LockSupport.parkNanos(ERROR_PAUSE_NS);
            }
        }
    }
}
