package pmon3.ipc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * The client's side of {@link TokenProof}: has pmond prove that it knows the user's token, then proves it itself. Used once,
 * by one thread.
 */
final class Introduction {
    private static final long PAUSE_NS = 200_000;

    private final String user;
    private final String token;
    private final String place;
    private final LongSupplier clock;
    private final byte[] own = TokenProof.random();
    /** Since something moved last. */
    private long waitedNs;

    private long silenceNs;

    /**
     * To be made before the connection, which pmond keeps only for so long: what a proof needs of Java is loaded here.
     *
     * @param place of pmond, for messages
     * @param clock monotonic, in nanoseconds
     */
    Introduction(String user, String token, String place, LongSupplier clock) {
        this.user = user;
        this.token = token;
        this.place = place;
        this.clock = clock;
        TokenProof.of(token, TokenProof.CLIENT, own, own, user);
    }

    /**
     * Only the time counts in which it waits for pmond and nothing moves, not what securing the connection takes here: where
     * many clients start at once, each of them waits long for a processor.
     *
     * @return false if pmond closed the connection: it has too much to do
     * @throws PmonException NOT_PERMITTED if what answers does not know the token, UNREACHABLE if nothing moved for so long
     */
    boolean isMade(ByteStream stream, int silenceDeadlineMs) throws IOException {
        silenceNs = silenceDeadlineMs * 1_000_000L;
        write(stream, greeting());
        byte[] random = new byte[TokenProof.RANDOM_BYTES];
        byte[] proof = new byte[TokenProof.BYTES];
        if (!isRead(stream, random) || !isRead(stream, proof)) {
            return false;
        }
        if (!TokenProof.isSame(proof, TokenProof.of(token, TokenProof.PMOND, own, random, user))) {
            throw new PmonException(
                    ErrorCode.NOT_PERMITTED,
                    "not permitted to ask pmond: what answers at " + place + " does not know this token of " + user
                            + ": compare it with message_queue.tcp.token_file there, which must have mode 0600");
        }
        write(stream, ByteBuffer.wrap(TokenProof.of(token, TokenProof.CLIENT, own, random, user)));
        return true;
    }

    private ByteBuffer greeting() {
        byte[] name = user.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(TokenProof.GREETING_BYTES + name.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(ChannelLayout.VERSION)
                .put(own)
                .put((byte) name.length)
                .put(name)
                .flip();
    }

    private void write(ByteStream stream, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining() || stream.hasUnsent()) {
            goOn(stream, stream.isMoving(bytes));
        }
    }

    private boolean isRead(ByteStream stream, byte[] into) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(into);
        while (bytes.hasRemaining()) {
            int length = stream.read(bytes);
            if (length < 0) {
                return false;
            }
            goOn(stream, length > 0);
        }
        return true;
    }

    private void goOn(ByteStream stream, boolean moving) {
        if (moving) {
            waitedNs = 0;
            return;
        }
        if (waitedNs > silenceNs) {
            throw new PmonException(ErrorCode.UNREACHABLE, "pmond at " + place + " did not take the request in time");
        }
        long sinceNs = clock.getAsLong();
        stream.await(false, PAUSE_NS);
        waitedNs += clock.getAsLong() - sinceNs;
    }
}
