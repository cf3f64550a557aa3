package pmon3.ipc;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** Turns the pieces of one answer into the bytes of the stream. Used by one thread. */
public final class FrameWriter {
    private final MessageWriter out = new MessageWriter();
    private final CRC32 checksum = new CRC32();
    private int sequence;

    /** Appends one frame, or nothing if the piece cannot be written. */
    public void add(Reply reply) {
        int start = out.position();
        boolean whole = false;
        try {
            append(reply, start);
            whole = true;
        } finally {
            if (!whole) {
                out.truncate(start);
            }
        }
    }

    private void append(Reply reply, int start) {
        out.int32(0);
        out.int32(sequence);
        out.int32(0);
        ReplyCodec.encode(reply, out);
        int length = out.position() - start - ChannelLayout.FRAME_HEADER_BYTES;
        if (length > ChannelLayout.MAX_PAYLOAD_BYTES) {
            throw new PmonException(ErrorCode.LIMIT, "one piece of an answer has " + length + " bytes");
        }
        out.putInt32(start, length);
        out.putInt32(start + ChannelLayout.FRAME_CHECKSUM_OFFSET, of(checksum, out.array(), start, length));
        sequence++;
    }

    /** The frames added since {@link #clear}, valid until the next one. */
    public ByteBuffer bytes() {
        return out.written();
    }

    public void clear() {
        out.clear();
    }

    /** The checksum of the frame at {@code start}, whose payload has {@code length} bytes. */
    static int of(CRC32 checksum, byte[] bytes, int start, int length) {
        checksum.reset();
        checksum.update(bytes, start, ChannelLayout.FRAME_CHECKSUM_OFFSET);
        checksum.update(bytes, start + ChannelLayout.FRAME_HEADER_BYTES, length);
        return (int) checksum.getValue();
    }
}
