package pmon3.daemon.server;

import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.ipc.OwnUid;

/**
 * The daemon's end of the default transport. One thread watches the directory and takes requests at the door; workers
 * answer. Any thread may start and close it.
 */
public final class ChannelServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChannelServer.class);
    /** After an error, so that one that stays does not fill the log. */
    private static final long ERROR_PAUSE_NS = 1_000_000_000L;

    private final Lanes lanes;
    private final ChannelWatch watch;
    private final Thread watcher = new Thread(this::watchUntilClosed, "channel-watch");
    /** Set before the watcher starts. */
    private Conversation conversation;

    private volatile boolean closing;

    private ChannelServer(DirectoryPolicy policy) {
        int ownUid = OwnUid.read();
        this.lanes = new Lanes(ownUid);
        this.watch = new ChannelWatch(policy, ownUid, this::assign);
    }

    /**
     * Makes the directory and holds it, so that no other pmond can; requests wait until {@link #serve}. To be called before
     * anything is started: a pmond that finds the directory held must not have done anything.
     *
     * @throws pmon3.model.PmonException FAILED if the directory cannot be served
     */
    public static ChannelServer open(DirectoryPolicy policy) {
        return new ChannelServer(policy);
    }

    /**
     * Begins to answer; called once.
     *
     * @param admitted whether a uid may ask at all; called by workers
     * @param handler called by workers
     */
    public void serve(IntPredicate admitted, RequestHandler handler) {
        conversation = new Conversation(admitted, handler);
        watcher.start();
    }

    /** Takes nothing more, lets answers under way end within a moment, and then shows clients that no pmond lives. */
    @Override
    public synchronized void close() {
        if (closing) {
            return;
        }
        closing = true;
        watch.wake();
        LockSupport.unpark(watcher);
        try {
            watcher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lanes.close(ServerLimits.CLOSE_WAIT_MS);
        watch.close();
    }

    private void watchUntilClosed() {
        while (!closing) {
            try {
                watch.step();
            } catch (RuntimeException | Error e) {
                log.error("the channel's watch goes on after an error", e);
                LockSupport.parkNanos(ERROR_PAUSE_NS);
            }
        }
    }

    private void assign(ServedChannel channel) {
        if (!lanes.submit(channel.caller().uid(), channel.isLarge(), () -> answer(channel))) {
            channel.close();
            watch.answered(channel);
        }
    }

    private void answer(ServedChannel channel) {
        try (channel) {
            conversation.hold(channel);
        } finally {
            watch.answered(channel);
        }
    }
}
