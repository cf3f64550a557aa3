package pmon3.ipc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * The client's side of one exchange over a connection: sends the request, and takes the answer as it comes. Spins for a
 * moment, then pauses for a part of the time already waited. Used by one thread.
 */
final class StreamClient implements AutoCloseable {
    private static final int PORTION_BYTES = 32 * 1024;
    private static final long SPIN_NS = 30_000;
    private static final long SHORTEST_PAUSE_NS = 20_000;
    private static final long LONGEST_PAUSE_NS = 10_000_000;
    /** A pause is this part of the time waited so far. */
    private static final int PAUSE_FRACTION = 8;
    /** How long pmond may be silent before it is looked whether it still lives. */
    private static final long DOUBT_NS = 1_000_000_000L;

    private final ByteStream stream;
    private final Peer peer;
    private final long deadlineNs;
    private final FrameReader frames = new FrameReader();
    private final ByteBuffer portion = ByteBuffer.allocateDirect(PORTION_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private boolean taken;
    private long lastSignNs = System.nanoTime();
    private long lastLookNs = lastSignNs;

    StreamClient(ByteStream stream, Peer peer, int silenceDeadlineMs) {
        this.stream = stream;
        this.peer = peer;
        this.deadlineNs = silenceDeadlineMs * 1_000_000L;
    }

    /** Sends all of it; if pmond closed meanwhile, {@link #receive} finds out why. */
    void send(ByteBuffer request) {
        try {
            while (request.hasRemaining() || stream.hasUnsent()) {
                if (stream.isMoving(request)) {
                    lastSignNs = System.nanoTime();
                } else {
                    pause(true);
                }
            }
        } catch (IOException e) {
            request.position(request.limit());
        }
    }

    /**
     * Waits for the whole answer.
     *
     * @return false if pmond did not take the request: it has too much to do, and nothing was done
     */
    boolean receive(Consumer<Reply> onReply) {
        while (true) {
            int length = read();
            if (length < 0) {
                throw new PmonException(ErrorCode.UNREACHABLE, endText());
            }
            if (length == 0) {
                pause(false);
            } else if (isRefusal(length)) {
                return false;
            } else if (deliver(length, onReply)) {
                return true;
            }
        }
    }

    @Override
    public void close() {
        stream.close();
    }

    static PmonException unusable(IOException e) {
        return new PmonException(ErrorCode.UNREACHABLE, "the connection to pmond failed: " + e.getMessage(), e);
    }

    /** A connection that was reset ended, too. */
    private int read() {
        portion.clear();
        try {
            return stream.read(portion);
        } catch (IOException e) {
            return -1;
        }
    }

    private boolean isRefusal(int length) {
        return !taken
                && length == ChannelLayout.FRAME_HEADER_BYTES
                && portion.getInt(0) == 0
                && portion.getInt(ChannelLayout.FRAME_SEQUENCE_OFFSET) == StreamLayout.NOT_TAKEN;
    }

    /** Hands out what is complete; true after the last piece. */
    private boolean deliver(int length, Consumer<Reply> onReply) {
        taken = true;
        byte[] room = frames.room(length);
        portion.flip().get(room, frames.accept(length), length);
        for (Reply reply = frames.next(); reply != null; reply = frames.next()) {
            onReply.accept(reply);
            if (reply.kind() == Reply.Done.KIND) {
                return true;
            }
        }
        lastSignNs = System.nanoTime();
        return false;
    }

    private void pause(boolean toWrite) {
        long nowNs = System.nanoTime();
        long waitedNs = nowNs - lastSignNs;
        if (waitedNs < SPIN_NS) {
            Thread.onSpinWait();
            return;
        }
        if (waitedNs > deadlineNs) {
            throw new PmonException(
                    ErrorCode.UNREACHABLE,
                    peer.name() + (taken ? " took the request and fell silent" : " did not take the request") + " for "
                            + deadlineNs / 1_000_000 + " ms");
        }
        if (waitedNs > DOUBT_NS && nowNs - lastLookNs > DOUBT_NS) {
            lastLookNs = nowNs;
            if (!peer.livesStill()) {
                throw new PmonException(ErrorCode.UNREACHABLE, endText());
            }
        }
        stream.await(toWrite, Math.min(LONGEST_PAUSE_NS, Math.max(SHORTEST_PAUSE_NS, waitedNs / PAUSE_FRACTION)));
    }

    private String endText() {
        String what = peer.livesStill()
                ? " closed the connection: this client did not read its answer in time, or pmond was started again"
                : " ended";
        return peer.name()
                + what
                + (taken
                        ? " while the request was at work; what was asked may or may not have been done"
                        : " before it answered; what was asked may or may not have been done");
    }
}
