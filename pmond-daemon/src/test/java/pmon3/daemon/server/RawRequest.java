package pmon3.daemon.server;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import pmon3.ipc.ChannelLayout;
import pmon3.ipc.MessageWriter;
import pmon3.ipc.Request;
import pmon3.ipc.RequestCodec;
import pmon3.ipc.StreamLayout;

/** A request as a connection carries it, to be spoiled. */
final class RawRequest {
    private RawRequest() {}

    static ByteBuffer of(Request request) {
        MessageWriter message = new MessageWriter();
        RequestCodec.encode(request, message);
        ByteBuffer bytes = message.written();
        CRC32 checksum = new CRC32();
        checksum.update(bytes.duplicate());
        return ByteBuffer.allocate(StreamLayout.HEADER_BYTES + bytes.remaining())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(ChannelLayout.VERSION)
                .putLong(bytes.remaining())
                .putLong(checksum.getValue())
                .put(bytes)
                .flip();
    }
}
