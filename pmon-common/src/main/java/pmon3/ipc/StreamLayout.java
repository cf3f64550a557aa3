package pmon3.ipc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
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

    /** What ends the name of a queue with a request, and of one with an answer, of the transport posix_mq. */
    public static final String QUEUE_OF_REQUEST = ".req";

    public static final String QUEUE_OF_ANSWER = ".ans";
    private static final String DIRECTORY_BASE = "pmon3_mem";
    private static final String QUEUE_BASE = "pmon3_mq";

    private StreamLayout() {}

    /** What the names of all queues begin with that are for a pmond of that channel directory. */
    public static String queueBase(Path channelDirectory) {
        return QUEUE_BASE + channelDirectory.getFileName().toString().substring(DIRECTORY_BASE.length());
    }

    /**
     * What the names of queues for that very pmond begin with. A full stop and {@link ChannelLayout#NAME_DIGITS} random
     * hexadecimal digits follow, and what the queue is for. The first message of a request's queue is the digits of the
     * answer's; from the second on, messages are pieces of the stream, cut anywhere.
     */
    public static String queuePrefix(Path channelDirectory, int pid) {
        return queueBase(channelDirectory) + "." + pid;
    }

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
