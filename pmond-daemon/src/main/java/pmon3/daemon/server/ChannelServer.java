package pmon3.daemon.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.config.Settings;
import pmon3.ipc.OwnUid;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * The daemon's end of all transports. Each takes requests at its own door, in a thread of its own; workers that they share
 * answer. Any thread may start and close it.
 */
public final class ChannelServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChannelServer.class);

    private final ChannelCount count;
    private final Lanes lanes;
    private final List<Transport> transports = new ArrayList<>();
    /** Of those that are listed and cannot be served. */
    private final List<PmonException> failures = new ArrayList<>();

    private boolean closed;

    private ChannelServer(DirectoryPolicy policy, Settings.Queue queue, Function<String, OptionalInt> uidOf) {
        int ownUid = OwnUid.read();
        count = new ChannelCount(ownUid);
        lanes = new Lanes(ownUid);
        try {
            openAll(policy, queue, uidOf, ownUid);
        } catch (RuntimeException | Error e) {
            transports.forEach(Transport::close);
            throw e;
        }
    }

    /**
     * Makes the directory and holds it, so that no other pmond can; requests wait until {@link #serve}. To be called before
     * anything is started: a pmond that finds the directory held must not have done anything.
     *
     * @param queue with the transports that are served
     * @param uidOf the number of a user's name, empty if there is none; may wait, and is called by a thread of its own
     * @throws PmonException FAILED if the directory or none of the transports can be served, BAD_CONFIGURATION if what is
     *     configured for one of them cannot be used
     */
    public static ChannelServer open(
            DirectoryPolicy policy, Settings.Queue queue, Function<String, OptionalInt> uidOf) {
        return new ChannelServer(policy, queue, uidOf);
    }

    /** The directory first, which makes sure that no other pmond lives. */
    private void openAll(
            DirectoryPolicy policy, Settings.Queue queue, Function<String, OptionalInt> uidOf, int ownUid) {
        List<StreamTransport> inDirectory = new ArrayList<>();
        transports.add(new ShmemTransport(policy, ownUid, count, () -> inDirectory.forEach(StreamTransport::renew)));
        if (policy.serves(UnixPorter.NAME)) {
            IntakeRate rate = new IntakeRate(ownUid, System.nanoTime());
            open(UnixPorter.NAME, rate, () -> new UnixPorter(policy, count, rate))
                    .ifPresent(inDirectory::add);
        }
        if (policy.serves(QueuePorter.NAME)) {
            IntakeRate rate = new IntakeRate(ownUid, System.nanoTime());
            open(QueuePorter.NAME, rate, () -> new QueuePorter(policy, queue.posixMqDirectory(), count, rate));
        }
        if (policy.serves(TcpPorter.NAME)) {
            IntakeRate rate = new IntakeRate(ownUid, System.nanoTime());
            open(TcpPorter.NAME, rate, () -> new TcpPorter(queue.tcp(), ownUid, uidOf, count));
        }
        requireOne(policy);
    }

    private interface Opening {
        Porter open() throws IOException;
    }

    /** What the machine refuses, such as a port that is taken, keeps nobody from asking in the other ways. */
    private Optional<StreamTransport> open(String name, IntakeRate rate, Opening opening) {
        try {
            StreamTransport transport = StreamTransport.of(name + "-door", opening.open(), rate);
            transports.add(transport);
            return Optional.of(transport);
        } catch (IOException e) {
            failures.add(new PmonException(
                    ErrorCode.FAILED, "message_queue.transport " + name + " cannot be served: " + e.getMessage(), e));
            return Optional.empty();
        }
    }

    private void requireOne(DirectoryPolicy policy) {
        if (failures.size() == policy.transports().size()) {
            throw failures.get(0);
        }
        failures.forEach(failure -> log.error(
                "{}: the other transports are served; start pmond again once it can be", failure.getMessage()));
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
