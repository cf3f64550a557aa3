package pmon3.daemon.server;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import pmon3.daemon.kernel.ChannelFiles;
import pmon3.ipc.ChannelLayout;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * The writer's end of the ring. Its own position is kept here and only told to the client; the client's is read, and
 * believed only if it did not fall and does not pass ours. Used by one thread.
 */
final class RingWriter implements ReplyStream {
    private static final int CAPACITY = ChannelLayout.RING_CAPACITY_BYTES;
    private static final int STAGE_BYTES = CAPACITY / 2;
    private static final long SHORTEST_PAUSE_NS = 50_000;
    private static final long LONGEST_PAUSE_NS = 5_000_000;
    private static final ThreadLocal<ByteBuffer> STAGE =
            ThreadLocal.withInitial(() -> ChannelFiles.direct(STAGE_BYTES));

    private final int file;
    private final ClientProof client;
    private final long deadlineNs;
    private long written;
    private long read;

    /** @param deadlineMs how long the client may take to make room when it is needed */
    RingWriter(int file, ClientProof client, int deadlineMs) {
        this.file = file;
        this.client = client;
        this.deadlineNs = TimeUnit.MILLISECONDS.toNanos(deadlineMs);
    }

    @Override
    public void write(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            int wanted = Math.min(bytes.remaining(), STAGE_BYTES);
            if (free() < wanted) {
                awaitFree(wanted);
            }
            put(bytes, wanted);
        }
    }

    private int free() {
        return (int) (read + CAPACITY - written);
    }

    /** One portion, in two parts where it crosses the ring's end; then the position that makes it count. */
    private void put(ByteBuffer bytes, int length) {
        int first = Math.min(length, ChannelLayout.REQUEST_OFFSET - ChannelLayout.ringOffset(written));
        putPart(bytes, first);
        if (first < length) {
            putPart(bytes, length - first);
        }
        if (!ChannelFiles.writeWord(file, written, ChannelLayout.WRITTEN_OFFSET)) {
            throw unusable();
        }
    }

    private void putPart(ByteBuffer bytes, int length) {
        ByteBuffer stage = STAGE.get().clear().limit(length);
        stage.put(0, bytes, bytes.position(), length);
        bytes.position(bytes.position() + length);
        if (!ChannelFiles.write(file, stage, ChannelLayout.ringOffset(written))) {
            throw unusable();
        }
        written += length;
    }

    private void awaitFree(int wanted) {
        long startNs = System.nanoTime();
        long pauseNs = SHORTEST_PAUSE_NS;
        readPosition();
        while (free() < wanted) {
            if (!client.isLocked()) {
                throw new PmonException(ErrorCode.UNREACHABLE, "the client left");
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new PmonException(ErrorCode.UNREACHABLE, "pmond is ending");
            }
            if (System.nanoTime() - startNs > deadlineNs) {
                ChannelFiles.writeWord(file, ChannelLayout.STATE_GIVEN_UP, ChannelLayout.STATE_OFFSET);
                throw new PmonException(ErrorCode.UNREACHABLE, "the client does not read its answer");
            }
            LockSupport.parkNanos(pauseNs);
            pauseNs = Math.min(LONGEST_PAUSE_NS, 2 * pauseNs);
            readPosition();
        }
    }

    private void readPosition() {
        ByteBuffer word = STAGE.get().clear().limit(Long.BYTES);
        if (ChannelFiles.read(file, word, ChannelLayout.READ_OFFSET) != Long.BYTES) {
            throw unusable();
        }
        long told = word.getLong(0);
        if (told < read || told > written) {
            throw new PmonException(ErrorCode.PROTOCOL, "the client's position in its ring is impossible");
        }
        read = told;
    }

    private static PmonException unusable() {
        return new PmonException(ErrorCode.UNREACHABLE, "the client's file was cut short or cannot grow");
    }
}
