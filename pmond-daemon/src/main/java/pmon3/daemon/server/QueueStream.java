package pmon3.daemon.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import pmon3.daemon.kernel.ChannelFiles;
import pmon3.daemon.kernel.Queues;
import pmon3.daemon.kernel.Sockets;
import pmon3.ipc.ByteStream;
import pmon3.ipc.StreamLayout;

/** A client's two queues, of which one has its request and the other gets the answer; a message is any piece of a stream. */
final class QueueStream implements ByteStream {
    private static final long NS_PER_MS = 1_000_000;
    private static final ThreadLocal<ByteBuffer> MESSAGE =
            ThreadLocal.withInitial(() -> ChannelFiles.direct(Queues.LONGEST_MESSAGE_BYTES));

    private final int requests;
    private final int answers;
    private final int answerBytes;
    /** The rest of a message that had no room. */
    private ByteBuffer rest = ByteBuffer.allocate(0);

    /** @param answerBytes how long an answer's message may be */
    QueueStream(int requests, int answers, int answerBytes) {
        this.requests = requests;
        this.answers = answers;
        this.answerBytes = Math.min(answerBytes, Queues.LONGEST_MESSAGE_BYTES);
    }

    int descriptor() {
        return requests;
    }

    @Override
    public int read(ByteBuffer into) {
        if (!rest.hasRemaining()) {
            ByteBuffer message = MESSAGE.get().clear();
            int received = Queues.receive(requests, message);
            if (received <= 0) {
                return received;
            }
            rest = ByteBuffer.allocate(received).put(message.flip()).flip();
        }
        int length = Math.min(rest.remaining(), into.remaining());
        into.put(into.position(), rest, rest.position(), length).position(into.position() + length);
        rest.position(rest.position() + length);
        return length;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int length = Math.min(answerBytes, from.remaining());
        if (length == 0) {
            return 0;
        }
        ByteBuffer message = MESSAGE.get().clear().limit(length);
        message.put(0, from, from.position(), length);
        int sent = Queues.send(answers, message);
        if (sent < 0) {
            throw new IOException("the client's queue cannot be used");
        }
        from.position(from.position() + sent * length);
        return sent * length;
    }

    /** Says that nothing was done, and closes. */
    void refuse() {
        Queues.send(
                answers,
                MESSAGE.get()
                        .clear()
                        .put(StreamLayout.sign(StreamLayout.NOT_TAKEN))
                        .flip());
        close();
    }

    @Override
    public void await(boolean toWrite, long timeoutNs) {
        Sockets.await(toWrite ? answers : requests, toWrite, (int) (timeoutNs / NS_PER_MS) + 1);
    }

    @Override
    public void close() {
        ChannelFiles.close(requests);
        ChannelFiles.close(answers);
    }
}
