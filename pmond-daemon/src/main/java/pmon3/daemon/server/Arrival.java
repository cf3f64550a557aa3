package pmon3.daemon.server;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import pmon3.ipc.ChannelLayout;
import pmon3.ipc.MessageReader;
import pmon3.ipc.Request;
import pmon3.ipc.RequestCodec;
import pmon3.ipc.StreamLayout;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** The bytes of one request over a connection, as they come. Used by one thread at a time. */
final class Arrival {
    private static final int FIRST_BYTES = 512;

    private ByteBuffer bytes = buffer(FIRST_BYTES);

    /** Room for what comes next, never more than what the request still lacks at the door, and one byte. */
    ByteBuffer room() {
        if (!bytes.hasRemaining()) {
            bytes = buffer(Math.min(wanted() + 1, 2 * bytes.capacity())).put(bytes.flip());
        }
        return bytes;
    }

    /** Whether a worker can go on: all is there, or it cannot come to a good end, or it is too large to wait at the door. */
    boolean isForWorker() {
        return hasHeader() && (!isPlausible() || bytes.position() >= wanted() || isLarge());
    }

    /** Larger than what may wait at the door. */
    boolean isLarge() {
        return hasHeader() && isPlausible() && wanted() > StreamLayout.DOOR_BYTES;
    }

    /** Whether bytes are still to come. */
    boolean isIncomplete() {
        return !hasHeader() || isPlausible() && bytes.position() < wanted();
    }

    /** @throws PmonException PROTOCOL if it is malformed */
    Request request() {
        if (bytes.getLong(ChannelLayout.VERSION_OFFSET) != ChannelLayout.VERSION) {
            throw malformed("its version");
        }
        if (!isPlausible() || bytes.position() != wanted()) {
            throw malformed("its length");
        }
        ByteBuffer message = bytes.duplicate().flip().position(StreamLayout.HEADER_BYTES);
        CRC32 checksum = new CRC32();
        checksum.update(message.duplicate());
        if (checksum.getValue() != bytes.getLong(ChannelLayout.REQUEST_CHECKSUM_OFFSET)) {
            throw malformed("its checksum");
        }
        return RequestCodec.decode(new MessageReader(message));
    }

    private boolean hasHeader() {
        return bytes.position() >= StreamLayout.HEADER_BYTES;
    }

    private boolean isPlausible() {
        long length = bytes.getLong(ChannelLayout.REQUEST_LENGTH_OFFSET);
        return bytes.getLong(ChannelLayout.VERSION_OFFSET) == ChannelLayout.VERSION
                && length > 0
                && length <= ChannelLayout.MAX_REQUEST_BYTES;
    }

    private int wanted() {
        return hasHeader()
                ? StreamLayout.HEADER_BYTES + (int) bytes.getLong(ChannelLayout.REQUEST_LENGTH_OFFSET)
                : StreamLayout.HEADER_BYTES;
    }

    private static ByteBuffer buffer(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static PmonException malformed(String what) {
        return new PmonException(ErrorCode.PROTOCOL, "a request is malformed: " + what);
    }
}
