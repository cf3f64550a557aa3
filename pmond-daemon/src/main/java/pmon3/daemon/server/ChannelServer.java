package pmon3.daemon.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.config.Settings;
import pmon3.ipc.OwnUid;
import pmon3.ipc.ShmemChannel;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * The daemon's end of all transports. Each takes requests at its own door, in a thread of its own; workers that they share
 * answer. Any thread may start and close it.
 */
public final class ChannelServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChannelServer.class);

    private final DirectoryPolicy policy;
    private final ChannelCount count;
    private final Lanes lanes;
    private final ShmemTransport directory;
    /** By name. */
    private final Map<String, StreamTransport> streams = new ConcurrentHashMap<>();

    private final LateOpening late;
    private Desk desk;
    private boolean closed;

    private ChannelServer(
            DirectoryPolicy policy, Settings.Queue queue, Function<String, OptionalInt> uidOf, int retryMs) {
        int ownUid = OwnUid.read();
        this.policy = policy;
        count = new ChannelCount(ownUid);
        lanes = new Lanes(ownUid);
        late = new LateOpening(retryMs, this::opened);
        directory =
                new ShmemTransport(policy, ownUid, count, () -> streams.values().forEach(StreamTransport::renew));
        try {
            openAll(new Openings(policy, queue, uidOf, ownUid, count).listed());
        } catch (RuntimeException | Error e) {
            transports().forEach(Transport::close);
            throw e;
        }
    }

    /**
     * Makes the directory and holds it, so that no other pmond can; requests wait until {@link #serve}. To be called before
     * anything is started: a pmond that finds the directory held must not have done anything.
     *
     * @param queue with the transports that are served
     * @param uidOf the number of a user's name, empty if there is none; may wait, and is called by a thread of its own
     * @throws PmonException FAILED if the directory or none of the transports can be served
     */
    public static ChannelServer open(
            DirectoryPolicy policy, Settings.Queue queue, Function<String, OptionalInt> uidOf) {
        return open(policy, queue, uidOf, ServerLimits.RETRY_MS);
    }

    /** @param retryMs between two attempts to serve what could not be served at first */
    static ChannelServer open(
            DirectoryPolicy policy, Settings.Queue queue, Function<String, OptionalInt> uidOf, int retryMs) {
        return new ChannelServer(policy, queue, uidOf, retryMs);
    }

    /**
     * What the machine refuses, such as a port that is taken, or what is wrong with what is configured for one, such as a key
     * that others can read, keeps nobody from asking in the other ways.
     */
    private void openAll(List<Opening> openings) {
        List<PmonException> failures = new ArrayList<>();
        for (Opening opening : openings) {
            try {
                streams.put(opening.name(), opening.attempt().open());
            } catch (IOException | PmonException e) {
                late.add(opening, e.getMessage());
                failures.add(new PmonException(
                        ErrorCode.FAILED,
                        "message_queue.transport " + opening.name() + " cannot be served: " + e.getMessage(),
                        e));
            }
        }
        if (failures.size() == policy.transports().size()) {
            throw failures.get(0);
        }
        failures.forEach(
                failure -> log.error("{}: the others are served, and it is tried again", failure.getMessage()));
        tellServed();
    }

    /** What clients are told in the lock file. */
    private void tellServed() {
        directory.tellServed(policy.transports().stream()
                .filter(name -> name.equals(ShmemChannel.NAME) || streams.containsKey(name))
                .toList());
    }

    /** In the thread that tries again, which stops and closes it if this fails. */
    synchronized void opened(String name, StreamTransport transport) {
        if (closed) {
            transport.close();
            return;
        }
        boolean isTaken = false;
        try {
            transport.serve(desk);
            streams.put(name, transport);
            // Whoever made the directory again before that did not know of it.
            transport.renew();
            tellServed();
            isTaken = true;
        } finally {
            if (!isTaken) {
                streams.remove(name, transport);
            }
        }
        log.info("message_queue.transport {} is served from now on", name);
    }

    private List<Transport> transports() {
        List<Transport> all = new ArrayList<>(streams.values());
        all.add(directory);
        return all;
    }

    /**
     * Begins to answer; called once.
     *
     * @param admitted whether a uid may ask at all; called by workers
     * @param handler called by workers
     */
    public synchronized void serve(IntPredicate admitted, RequestHandler handler) {
        desk = new Desk(count, lanes, new Conversation(admitted, handler));
        transports().forEach(transport -> transport.serve(desk));
        late.start();
    }

    /** Takes nothing more, lets answers under way end within a moment, and then shows clients that no pmond lives. */
    @Override
    public void close() {
        if (isClosedBefore()) {
            return;
        }
        late.stop();
        transports().forEach(Transport::stop);
        lanes.close(ServerLimits.CLOSE_WAIT_MS);
        transports().forEach(Transport::close);
    }

    private synchronized boolean isClosedBefore() {
        boolean before = closed;
        closed = true;
        return before;
    }
}
