package pmon3.ipc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * Turns the bytes of the stream, in whatever portions they come, back into the pieces of an answer. Holds no more than
 * one unfinished frame and one portion. Used by one thread.
 */
final class FrameReader {
    private static final int FIRST_CAPACITY_BYTES = 16 * 1024;

    private final CRC32 checksum = new CRC32();
    private byte[] bytes = new byte[FIRST_CAPACITY_BYTES];
    /** All of {@link #bytes}. */
    private ByteBuffer frame = whole(bytes);

    private int start;
    private int end;
    private int sequence;

    /** Makes room for a portion and returns the array it goes to. */
    byte[] room(int length) {
        if (bytes.length - end < length) {
            int pending = end - start;
            byte[] target = bytes.length - pending < length ? new byte[capacityFor(pending + length)] : bytes;
            System.arraycopy(bytes, start, target, 0, pending);
            if (bytes != target) {
                bytes = target;
                frame = whole(target);
            }
            start = 0;
            end = pending;
        }
        return bytes;
    }

    /** Counts a portion in and returns where in the array of {@link #room} it is to be put. */
    int accept(int length) {
        int at = end;
        end += length;
        return at;
    }

    /**
     * The next piece that is complete, or null. Signs of life ({@link StreamLayout}) are passed over.
     *
     * @throws pmon3.model.PmonException PROTOCOL if the bytes are not what {@link FrameWriter} makes
     */
    Reply next() {
        passOverSigns();
        if (end - start < ChannelLayout.FRAME_HEADER_BYTES) {
            return null;
        }
        frame.clear();
        int length = frame.getInt(start);
        if (length < 0 || length > ChannelLayout.MAX_PAYLOAD_BYTES) {
            throw MessageReader.malformed("a frame's length");
        }
        if (end - start - ChannelLayout.FRAME_HEADER_BYTES < length) {
            return null;
        }
        check(length);
        int payload = start + ChannelLayout.FRAME_HEADER_BYTES;
        start = payload + length;
        sequence++;
        return ReplyCodec.decode(new MessageReader(frame.limit(payload + length).position(payload)));
    }

    private void passOverSigns() {
        while (end - start >= ChannelLayout.FRAME_HEADER_BYTES && isSign()) {
            start += ChannelLayout.FRAME_HEADER_BYTES;
        }
    }

    private boolean isSign() {
        for (int i = 0; i < ChannelLayout.FRAME_HEADER_BYTES; i++) {
            if (bytes[start + i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static ByteBuffer whole(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void check(int length) {
        if (frame.getInt(start + ChannelLayout.FRAME_SEQUENCE_OFFSET) != sequence) {
            throw MessageReader.malformed("a frame's sequence");
        }
        int expected = frame.getInt(start + ChannelLayout.FRAME_CHECKSUM_OFFSET);
        if (expected != FrameWriter.of(checksum, bytes, start, length)) {
            throw MessageReader.malformed("a frame's checksum");
        }
    }

    private static int capacityFor(int bytes) {
        return Math.max(FIRST_CAPACITY_BYTES, Integer.highestOneBit(bytes) << 1);
    }
}
