package pmon3.ipc;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;

/** A client's connected socket, of whatever family. No selector: loading one costs a client more than looking again. */
final class SocketStream implements ByteStream {
    private final SocketChannel socket;

    private SocketStream(SocketChannel socket) {
        this.socket = socket;
    }

    /** Takes over the socket, which is connected. */
    static SocketStream of(SocketChannel socket) throws IOException {
        socket.configureBlocking(false);
        return new SocketStream(socket);
    }

    /** The local address of who listens there answers within no time, or not at all. */
    static SocketStream connect(SocketAddress address) throws IOException {
        SocketChannel socket = SocketChannel.open(address);
        try {
            return of(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return socket.read(into);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        return socket.write(from);
    }

    @Override
    public void await(boolean toWrite, long timeoutNs) {
        LockSupport.parkNanos(timeoutNs);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw StreamClient.unusable(e);
        }
    }
}
