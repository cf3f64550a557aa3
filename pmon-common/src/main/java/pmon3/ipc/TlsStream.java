package pmon3.ipc;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/**
 * TLS over another stream, for either side; the handshake goes on with each read and write. Nothing of it waits, and what
 * the other end can have it do or hold is bounded: it may be anybody. Used by one thread at a time.
 */
public final class TlsStream implements ByteStream {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    /** How often one call takes what came, so that who sends records without bytes for ever holds nobody up. */
    private static final int MOST_PORTIONS = 4;
    /**
     * Records without a byte for the application in the life of a connection. A handshake has fewer than ten; new keys (RFC
     * 8446, 4.6.3) are wanted by nobody before 2^24 records, and cost the other end a tenth of a millisecond each.
     */
    private static final int MOST_EMPTY_RECORDS = 100;

    private final ByteStream raw;
    private final SSLEngine engine;
    /** Each is kept ready to be written to: what it holds is before its position. Nothing while it holds nothing. */
    private ByteBuffer received = NOTHING;

    private ByteBuffer unsent = NOTHING;
    private ByteBuffer plain = NOTHING;
    private int emptyRecords;

    /** @param engine of the right side, fresh */
    TlsStream(ByteStream raw, SSLEngine engine) throws IOException {
        this.raw = raw;
        this.engine = engine;
        engine.beginHandshake();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int ended = plain.position() > 0 ? 0 : advance();
        if (plain.position() == 0) {
            return ended;
        }
        plain.flip();
        int length = Math.min(plain.remaining(), into.remaining());
        into.put(into.position(), plain, 0, length).position(into.position() + length);
        plain.position(length);
        plain = kept(plain.compact());
        return length;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        sendOut();
        if (isShakingHands() && plain.position() == 0 && advance() < 0) {
            throw new IOException("the other end closed while the connection was being secured");
        }
        if (isShakingHands() || unsent.position() > 0 || !from.hasRemaining()) {
            return 0;
        }
        int before = from.remaining();
        wrap(from);
        sendOut();
        return before - from.remaining();
    }

    @Override
    public boolean hasUnsent() {
        return unsent.position() > 0 || isShakingHands();
    }

    @Override
    public int unsentBytes() {
        return unsent.position();
    }

    /** What its buffers take, whether or not they are full; tests ask. */
    public int bufferBytes() {
        return received.capacity() + unsent.capacity() + plain.capacity();
    }

    @Override
    public void await(boolean toWrite, long timeoutNs) {
        raw.await(toWrite && unsent.position() > 0, timeoutNs);
    }

    @Override
    public void close() {
        raw.close();
    }

    /**
     * Takes what has come, and goes on with the handshake; -1 at the end, else 0, whether or not there are bytes. What has
     * been taken is looked at up to its last whole record: whatever is left can be waited for.
     */
    private int advance() throws IOException {
        try {
            received = ready(received, engine.getSession().getPacketBufferSize());
            plain = ready(plain, engine.getSession().getApplicationBufferSize());
            return advanceInRoom();
        } finally {
            received = kept(received);
            plain = kept(plain);
        }
    }

    private int advanceInRoom() throws IOException {
        int portions = 0;
        while (true) {
            sendOut();
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                engine.getDelegatedTask().run();
            } else if (status == HandshakeStatus.NEED_WRAP) {
                if (unsent.position() > 0) {
                    return 0;
                }
                wrap(NOTHING);
            } else {
                SSLEngineResult result = unwrap();
                if (result.getStatus() == Status.CLOSED) {
                    return -1;
                }
                if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
                    int length = portions < MOST_PORTIONS ? readPortion() : 0;
                    if (length <= 0) {
                        return length;
                    }
                    portions++;
                } else if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                    plain = ByteBuffer.allocate(2 * plain.capacity()).put(plain.flip());
                } else if (result.bytesProduced() > 0) {
                    return 0;
                } else if (result.bytesConsumed() > 0 && ++emptyRecords > MOST_EMPTY_RECORDS) {
                    throw new IOException("the other end sends records that say nothing");
                }
            }
        }
    }

    private SSLEngineResult unwrap() throws IOException {
        received.flip();
        SSLEngineResult result = engine.unwrap(received, plain);
        received.compact();
        return result;
    }

    /** The engine would wait for the rest of a record that is larger than it said that any is. */
    private int readPortion() throws IOException {
        if (!received.hasRemaining()) {
            throw new IOException("the other end sends a record that is larger than TLS allows");
        }
        return raw.read(received);
    }

    private void wrap(ByteBuffer from) throws IOException {
        unsent = ready(unsent, 2 * engine.getSession().getPacketBufferSize());
        if (engine.wrap(from, unsent).getStatus() != Status.OK) {
            throw new IOException("the connection's security ended");
        }
    }

    private void sendOut() throws IOException {
        if (unsent.position() > 0) {
            unsent.flip();
            raw.write(unsent);
            unsent = kept(unsent.compact());
        }
    }

    private static ByteBuffer ready(ByteBuffer buffer, int capacity) {
        return buffer == NOTHING ? ByteBuffer.allocate(capacity) : buffer;
    }

    /** A thousand connections may wait for their answers, and each buffer is 16 KiB and more. */
    private static ByteBuffer kept(ByteBuffer buffer) {
        return buffer.position() > 0 ? buffer : NOTHING;
    }

    private boolean isShakingHands() {
        HandshakeStatus status = engine.getHandshakeStatus();
        return status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED;
    }
}
