package pmon3.daemon.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import pmon3.ipc.OwnUid;
import pmon3.model.PmonException;

/**
 * The daemon's end of all transports. Each takes requests at its own door, in a thread of its own; workers that they share
 * answer. Any thread may start and close it.
 */
public final class ChannelServer implements AutoCloseable {
    private static final String UNIX = "unix";

    private final ChannelCount count;
    private final Lanes lanes;
    private final List<Transport> transports;
    private boolean closed;

    private ChannelServer(DirectoryPolicy policy) {
        int ownUid = OwnUid.read();
        count = new ChannelCount(ownUid);
        lanes = new Lanes(ownUid);
        transports = transports(policy, ownUid);
    }

    /** The directory first, which makes sure that no other pmond lives. */
    private List<Transport> transports(DirectoryPolicy policy, int ownUid) {
        List<Transport> opened = new ArrayList<>();
        List<Runnable> onMadeAgain = new ArrayList<>();
        try {
            opened.add(new ShmemTransport(policy, ownUid, count, () -> onMadeAgain.forEach(Runnable::run)));
            if (policy.serves(UNIX)) {
                UnixTransport unix = new UnixTransport(policy, ownUid, count);
                opened.add(unix);
                onMadeAgain.add(unix::replace);
            }
            return opened;
        } catch (PmonException e) {
            opened.forEach(Transport::close);
            throw e;
        }
    }

    /**
     * Makes the directory and holds it, so that no other pmond can; requests wait until {@link #serve}. To be called before
     * anything is started: a pmond that finds the directory held must not have done anything.
     *
     * @throws PmonException FAILED if the directory or a transport cannot be served
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
        Desk desk = new Desk(count, lanes, new Conversation(admitted, handler));
        transports.forEach(transport -> transport.serve(desk));
    }

    /** Takes nothing more, lets answers under way end within a moment, and then shows clients that no pmond lives. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        transports.forEach(Transport::stop);
        lanes.close(ServerLimits.CLOSE_WAIT_MS);
        transports.forEach(Transport::close);
    }
}
