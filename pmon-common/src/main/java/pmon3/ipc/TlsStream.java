package pmon3.ipc;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/**
 * TLS over another stream, for either side; the handshake goes on with each read and write. Nothing of it waits. Used by
 * one thread at a time.
 */
public final class TlsStream implements ByteStream {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    /** How often one call takes what came, so that who sends records without bytes for ever holds nobody up. */
    private static final int MOST_PORTIONS = 4;

    private final ByteStream raw;
    private final SSLEngine engine;
    /** Each is kept ready to be written to: what it holds is before its position. */
    private final ByteBuffer received;

    private final ByteBuffer unsent;
    private ByteBuffer plain;

    /** @param engine of the right side, fresh */
    TlsStream(ByteStream raw, SSLEngine engine) throws IOException {
        this.raw = raw;
        this.engine = engine;
        int packet = engine.getSession().getPacketBufferSize();
        received = ByteBuffer.allocate(packet);
        unsent = ByteBuffer.allocate(2 * packet);
        plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
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
        plain.compact();
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
                received.flip();
                SSLEngineResult result = engine.unwrap(received, plain);
                received.compact();
                if (result.getStatus() == Status.CLOSED) {
                    return -1;
                }
                if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
                    int length = portions < MOST_PORTIONS ? raw.read(received) : 0;
                    if (length <= 0) {
                        return length;
                    }
                    portions++;
                } else if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                    plain = ByteBuffer.allocate(2 * plain.capacity()).put(plain.flip());
                } else if (result.bytesProduced() > 0) {
                    return 0;
                }
            }
        }
    }

    private void wrap(ByteBuffer from) throws IOException {
        if (engine.wrap(from, unsent).getStatus() != Status.OK) {
            throw new IOException("the connection's security ended");
        }
    }

    private void sendOut() throws IOException {
        if (unsent.position() > 0) {
            unsent.flip();
            raw.write(unsent);
            unsent.compact();
        }
    }

    private boolean isShakingHands() {
        HandshakeStatus status = engine.getHandshakeStatus();
        return status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED;
    }
}
