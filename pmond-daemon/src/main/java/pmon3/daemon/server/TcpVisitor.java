package pmon3.daemon.server;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.ipc.ByteStream;
import pmon3.ipc.ChannelLayout;
import pmon3.ipc.FrameWriter;
import pmon3.ipc.Reply;
import pmon3.ipc.StreamLayout;
import pmon3.ipc.TokenProof;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** A connection of somebody who has yet to prove who they are, in the steps of {@link TokenProof}, and then of that user. */
final class TcpVisitor implements Visitor {
    private static final Logger log = LoggerFactory.getLogger(TcpVisitor.class);
    private static final int NAME_LENGTH_OFFSET = TokenProof.GREETING_BYTES - 1;

    private final ServedStream socket;
    private final ByteStream stream;
    private final String address;
    private final String origin;
    private final TcpPorter porter;
    private final Arrival arrival = new Arrival();
    private final byte[] random;
    private final long sinceNs = System.nanoTime();
    private ByteBuffer expected = ByteBuffer.allocate(TokenProof.GREETING_BYTES);
    private ByteBuffer unsent = ByteBuffer.allocate(0);
    private Step step = Step.GREETING;
    private byte[] clientRandom = {};
    private String user = "";
    private boolean isKnown;
    private byte[] wantedProof = {};
    private final AtomicBoolean taken = new AtomicBoolean();

    private enum Step {
        GREETING,
        NAME,
        PROOF,
        REQUEST
    }

    TcpVisitor(ServedStream socket, ByteStream stream, InetAddress address, TcpPorter porter) {
        this.socket = socket;
        this.stream = stream;
        this.address = address.getHostAddress();
        this.origin = Origin.of(address);
        this.porter = porter;
        this.random = porter.random();
    }

    @Override
    public int descriptor() {
        return socket.descriptor();
    }

    @Override
    public String origin() {
        return origin;
    }

    @Override
    public long sinceNs() {
        return sinceNs;
    }

    @Override
    public State hear() {
        try {
            while (true) {
                stream.write(unsent);
                int length = stream.read(step == Step.REQUEST ? arrival.room() : expected);
                if (length < 0) {
                    return State.IS_LOST;
                }
                if (step == Step.REQUEST && arrival.isForWorker()) {
                    return State.IS_THROUGH;
                }
                if (step != Step.REQUEST && !expected.hasRemaining()) {
                    if (!isNextStep()) {
                        return State.IS_LOST;
                    }
                } else if (length == 0) {
                    return State.WAITS;
                }
            }
        } catch (IOException e) {
            log.debug("lost {}: {}", address, e.getMessage());
            return State.IS_LOST;
        }
    }

    @Override
    public void passOn(Reception reception) {
        try {
            porter.registry().execute(() -> register(reception));
        } catch (OutOfMemoryError | RejectedExecutionException e) {
            log.warn("no thread for a connection of {}: {}", user, e.getMessage());
            if (isTaken()) {
                refuse();
            }
        }
    }

    @Override
    public void sendAway() {
        if (isTaken()) {
            stream.close();
        }
    }

    /** Whether it is for the asking thread to end the connection or hand it in: once only. */
    private boolean isTaken() {
        return taken.compareAndSet(false, true);
    }

    /** Says that nothing was done, and closes. */
    private void refuse() {
        try {
            stream.write(StreamLayout.sign(StreamLayout.NOT_TAKEN));
        } catch (IOException e) {
            log.debug("lost {}: {}", address, e.getMessage());
        } finally {
            stream.close();
        }
    }

    private boolean isNextStep() throws IOException {
        return switch (step) {
            case GREETING -> isGreeted();
            case NAME -> isChallenged();
            case PROOF -> isProven();
            case REQUEST -> true;
        };
    }

    private boolean isGreeted() {
        ByteBuffer greeting = expected.flip().order(ByteOrder.LITTLE_ENDIAN);
        int length = Byte.toUnsignedInt(greeting.get(NAME_LENGTH_OFFSET));
        if (greeting.getLong(0) != ChannelLayout.VERSION || length == 0) {
            return false;
        }
        clientRandom = new byte[TokenProof.RANDOM_BYTES];
        greeting.get(Long.BYTES, clientRandom);
        expect(Step.NAME, length);
        return true;
    }

    /** Who has no token gets a proof by one that nobody knows: it is not to be seen which users there are. */
    private boolean isChallenged() {
        user = new String(expected.array(), StandardCharsets.UTF_8);
        String token = porter.tokens().get(user);
        isKnown = token != null;
        if (!isKnown) {
            token = new String(porter.random(), StandardCharsets.ISO_8859_1);
        }
        wantedProof = TokenProof.of(token, TokenProof.CLIENT, clientRandom, random, user);
        unsent = ByteBuffer.allocate(TokenProof.RANDOM_BYTES + TokenProof.BYTES)
                .put(random)
                .put(TokenProof.of(token, TokenProof.PMOND, clientRandom, random, user))
                .flip();
        expect(Step.PROOF, TokenProof.BYTES);
        return true;
    }

    private boolean isProven() throws IOException {
        long nowNs = System.nanoTime();
        Failures failures = porter.failures(isKnown);
        if (!failures.allows(origin, user, nowNs)) {
            return isRefused("too many failed attempts with this name from " + origin + ": wait "
                    + ServerLimits.FAILURE_WINDOW_MS / 1000 + " s");
        }
        if (!TokenProof.isSame(wantedProof, expected.array())) {
            failures.add(origin, user, nowNs);
            return isRefused("not permitted to ask pmond: the user or the token is wrong");
        }
        expect(Step.REQUEST, 0);
        return true;
    }

    private boolean isRefused(String text) throws IOException {
        FrameWriter frames = new FrameWriter();
        frames.add(new Reply.Problem(ErrorCode.NOT_PERMITTED, text));
        frames.add(new Reply.Done(ErrorCode.NOT_PERMITTED.exitStatus()));
        stream.write(frames.bytes());
        return false;
    }

    private void expect(Step next, int bytes) {
        step = next;
        expected = ByteBuffer.allocate(bytes);
    }

    /** In the registry's thread, at whose edge nothing may be left open or counted. */
    private void register(Reception reception) {
        if (!isTaken()) {
            return;
        }
        try {
            OptionalInt uid = porter.uidOf(user);
            if (uid.isEmpty()) {
                isRefused("user " + user + " of pmond's token file does not exist where pmond runs");
                stream.close();
                return;
            }
            StreamRequest request = new StreamRequest(new Caller(uid.getAsInt(), 0), stream, arrival);
            if (porter.count().acquire(uid.getAsInt())) {
                reception.accept(request);
            } else {
                refuse();
            }
        } catch (IOException | PmonException e) {
            log.warn("a connection of {} is given up: {}", user, e.getMessage());
            stream.close();
        } catch (RuntimeException | Error e) {
            log.error("a connection of {} is given up after an error", user, e);
            stream.close();
        }
    }
}
