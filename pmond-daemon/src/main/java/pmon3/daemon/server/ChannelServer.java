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

    private final Conversation conversation;
    private final Lanes lanes;
    private final ChannelWatch watch;
    private final Thread watcher = new Thread(this::watchUntilClosed, "channel-watch");
    private volatile boolean closing;

    private ChannelServer(DirectoryPolicy policy, IntPredicate admitted, RequestHandler handler) {
        int ownUid = OwnUid.read();
        this.conversation = new Conversation(admitted, handler);
        this.lanes = new Lanes(ownUid);
        this.watch = new ChannelWatch(policy, new ChannelCount(ownUid), this::assign);
    }

    /**
     * Makes the directory and begins to answer.
     *
     * @param admitted whether a uid may ask at all; called by workers
     * @param handler called by workers
     * @throws pmon3.model.PmonException FAILED if the directory cannot be served
     */
    public static ChannelServer start(DirectoryPolicy policy, IntPredicate admitted, RequestHandler handler) {
        ChannelServer server = new ChannelServer(policy, admitted, handler);
        server.watcher.start();
        return server;
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
            } catch (RuntimeException e) {
                log.error("the channel's watch goes on after an error", e);
                LockSupport.parkNanos(ERROR_PAUSE_NS);
            }
        }
    }

    private void assign(ServedChannel channel) {
        lanes.submit(channel.caller().uid(), () -> answer(channel));
    }

    private void answer(ServedChannel channel) {
        try (channel) {
            conversation.hold(channel);
        } finally {
            watch.answered(channel);
        }
    }
}
