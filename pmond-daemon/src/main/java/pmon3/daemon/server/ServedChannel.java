package pmon3.daemon.server;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import pmon3.daemon.kernel.ChannelFiles;
import pmon3.ipc.ChannelLayout;
import pmon3.ipc.MessageReader;
import pmon3.ipc.Request;
import pmon3.ipc.RequestCodec;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * A request that was taken: an open file without a name, whose owner is known. One worker reads and answers; the watching
 * thread may call {@link #beat} at any time, and nothing is done to the descriptor once it is closed.
 */
final class ServedChannel implements TakenRequest {
    private static final int PORTION_BYTES = 32 * 1024;
    private static final ThreadLocal<ByteBuffer> PORTION =
            ThreadLocal.withInitial(() -> ChannelFiles.direct(PORTION_BYTES));

    private final int file;
    private final long sizeBytes;
    private final ClientProof client;
    private final Caller caller;
    private long beats;
    private boolean closed;

    /** @param sizeBytes the file's when it was taken */
    ServedChannel(int file, long sizeBytes, int uid, ClientProof client) {
        this.file = file;
        this.sizeBytes = sizeBytes;
        this.client = client;
        this.caller = new Caller(uid, client.pid());
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public boolean isLarge() {
        return sizeBytes - ChannelLayout.REQUEST_OFFSET > ServerLimits.LARGE_REQUEST_BYTES;
    }

    @Override
    public ReplyStream answer() {
        return new RingWriter(file, client, ServerLimits.WRITE_DEADLINE_MS);
    }

    /** Copies the request out of the file, then checks the copy, then asks again who holds the lock. */
    @Override
    public Request readRequest() {
        ByteBuffer header = read(0, new byte[ChannelLayout.HEADER_BYTES]);
        long length = header.getLong(ChannelLayout.REQUEST_LENGTH_OFFSET);
        if (header.getLong(ChannelLayout.VERSION_OFFSET) != ChannelLayout.VERSION) {
            throw malformed("its version");
        }
        if (length != sizeBytes - ChannelLayout.REQUEST_OFFSET) {
            throw malformed("its length");
        }
        ByteBuffer message = read(ChannelLayout.REQUEST_OFFSET, new byte[(int) length]);
        CRC32 checksum = new CRC32();
        checksum.update(message.duplicate());
        if (checksum.getValue() != header.getLong(ChannelLayout.REQUEST_CHECKSUM_OFFSET)) {
            throw malformed("its checksum");
        }
        if (!client.holds()) {
            throw new PmonException(ErrorCode.UNREACHABLE, "the client left");
        }
        return RequestCodec.decode(new MessageReader(message));
    }

    @Override
    public synchronized void beat() {
        if (!closed) {
            beats++;
            ChannelFiles.writeWord(file, beats, ChannelLayout.BEAT_OFFSET);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            client.close();
            ChannelFiles.close(file);
        }
    }

    private ByteBuffer read(int offset, byte[] into) {
        ByteBuffer portion = PORTION.get();
        for (int at = 0; at < into.length; at += portion.limit()) {
            portion.clear().limit(Math.min(PORTION_BYTES, into.length - at));
            if (ChannelFiles.read(file, portion, offset + at) != portion.limit()) {
                throw malformed("the file is too short");
            }
            portion.get(0, into, at, portion.limit());
        }
        return ByteBuffer.wrap(into).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static PmonException malformed(String what) {
        return new PmonException(ErrorCode.PROTOCOL, "a request is malformed: " + what);
    }
}
