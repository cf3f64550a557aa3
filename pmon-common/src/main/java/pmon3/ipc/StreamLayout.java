package pmon3.ipc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * What goes over a connection of the transports that have one: a request, then the row of frames of its answer. This class
 * is the document of its bytes, all little endian.
 *
 * <pre>
 * client to pmond, as in the channel file:
 * ┌─────────────┬────────────────────┬──────────────────────┬─────────────────────────┐
 * │ VERSION (8) │ REQUEST_LENGTH (8) │ REQUEST_CHECKSUM (8) │ the request: its length │
 * └─────────────┴────────────────────┴──────────────────────┴─────────────────────────┘
 * pmond to client: frames as in the channel file, and between two of them these of twelve bytes:
 * ┌────────────┬──────────────┬──────────────┐
 * │ length = 0 │ 0 alive      │ checksum = 0 │  twice a second while the request is at work
 * │            │ 1 not taken  │              │  instead of an answer: too much to do, nothing was done
 * └────────────┴──────────────┴──────────────┘
 * </pre>
 *
 * Nothing follows the request and nothing the last frame.
 */
public final class StreamLayout {
    public static final int HEADER_BYTES = 24;

    /** How much of a request, header included, pmond takes without a worker. */
    public static final int DOOR_BYTES = 8 * 1024;

    public static final int ALIVE = 0;
    public static final int NOT_TAKEN = 1;

    /** The socket of the transport unix, in the channel directory. */
    public static final String SOCKET = "pmond.sock";

    private StreamLayout() {}

    /** A frame without payload. */
    public static ByteBuffer sign(int which) {
        return ByteBuffer.allocate(ChannelLayout.FRAME_HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(ChannelLayout.FRAME_SEQUENCE_OFFSET, which);
    }

    /** Header and request. */
    static ByteBuffer framed(ByteBuffer request) {
        CRC32 checksum = new CRC32();
        checksum.update(request.duplicate());
        return ByteBuffer.allocate(HEADER_BYTES + request.remaining())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(ChannelLayout.VERSION)
                .putLong(request.remaining())
                .putLong(checksum.getValue())
                .put(request)
                .flip();
    }
}
