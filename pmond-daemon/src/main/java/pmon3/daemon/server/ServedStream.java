package pmon3.daemon.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import pmon3.daemon.kernel.ChannelFiles;
import pmon3.daemon.kernel.Sockets;
import pmon3.ipc.ByteStream;
import pmon3.ipc.StreamLayout;

/** An accepted connection. Bytes pass through a direct buffer of the thread's, because the caller's may be any. */
final class ServedStream implements ByteStream {
    private static final int PORTION_BYTES = 32 * 1024;
    private static final ThreadLocal<ByteBuffer> PORTION =
            ThreadLocal.withInitial(() -> ChannelFiles.direct(PORTION_BYTES));
    private static final long NS_PER_MS = 1_000_000;

    private final int fd;
    private final AtomicBoolean closed = new AtomicBoolean();

    ServedStream(int fd) {
        this.fd = fd;
    }

    int descriptor() {
        return fd;
    }

    @Override
    public int read(ByteBuffer into) {
        ByteBuffer portion = PORTION.get().clear().limit(Math.min(PORTION_BYTES, into.remaining()));
        int length = Sockets.receive(fd, portion);
        into.put(portion.flip());
        return length;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int length = Math.min(PORTION_BYTES, from.remaining());
        ByteBuffer portion = PORTION.get().clear().limit(length);
        portion.put(0, from, from.position(), length);
        int sent = Sockets.send(fd, portion);
        if (sent < 0) {
            throw new IOException("the client left");
        }
        from.position(from.position() + sent);
        return sent;
    }

    @Override
    public void await(boolean toWrite, long timeoutNs) {
        Sockets.await(fd, toWrite, (int) (timeoutNs / NS_PER_MS) + 1);
    }

    /** Says that nothing was done, and closes. */
    void refuse() {
        Sockets.send(
                fd,
                PORTION.get()
                        .clear()
                        .put(StreamLayout.sign(StreamLayout.NOT_TAKEN))
                        .flip());
        close();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            ChannelFiles.close(fd);
        }
    }
}
