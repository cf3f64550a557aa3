package pmon3.daemon.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import pmon3.ipc.ByteStream;
import pmon3.ipc.Request;
import pmon3.ipc.StreamLayout;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** A request that came over a connection, and the answer's way back. Signs of life go between whole frames only. */
final class StreamRequest implements TakenRequest, ReplyStream {
    private static final long WRITE_DEADLINE_NS = TimeUnit.MILLISECONDS.toNanos(ServerLimits.WRITE_DEADLINE_MS);
    private static final long READ_DEADLINE_NS = TimeUnit.MILLISECONDS.toNanos(ServerLimits.READ_DEADLINE_MS);
    /** How long a wait goes on without a look whether pmond is ending. */
    private static final long SLICE_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Caller caller;
    private final ByteStream stream;
    private final Arrival arrival;
    private final LongSupplier clock;
    /** Held by whoever reads, writes or closes. */
    private final ReentrantLock using = new ReentrantLock();
    /** What is left of a sign of life that went out in part. */
    private ByteBuffer sign = ByteBuffer.allocate(0);

    private boolean closed;

    StreamRequest(Caller caller, ByteStream stream, Arrival arrival) {
        this(caller, stream, arrival, System::nanoTime);
    }

    /** @param clock monotonic, in nanoseconds */
    StreamRequest(Caller caller, ByteStream stream, Arrival arrival, LongSupplier clock) {
        this.clock = clock;
        this.caller = caller;
        this.stream = stream;
        this.arrival = arrival;
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public boolean isLarge() {
        return arrival.isLarge();
    }

    @Override
    public Request readRequest() {
        long startNs = clock.getAsLong();
        while (arrival.isIncomplete()) {
            if (clock.getAsLong() - startNs > READ_DEADLINE_NS) {
                throw new PmonException(ErrorCode.UNREACHABLE, "the client does not send its request");
            }
            if (read() == 0) {
                pause(false);
            }
        }
        return arrival.request();
    }

    @Override
    public ReplyStream answer() {
        return this;
    }

    @Override
    public void write(ByteBuffer frames) {
        using.lock();
        try {
            writeAll(sign);
            writeAll(frames);
        } catch (IOException e) {
            throw new PmonException(ErrorCode.UNREACHABLE, "the client left", e);
        } finally {
            using.unlock();
        }
    }

    /** Needless while an answer is being written, and no use where the client does not read. */
    @Override
    public void beat() {
        if (!using.tryLock()) {
            return;
        }
        try {
            if (!closed) {
                if (!sign.hasRemaining() && !stream.hasUnsent()) {
                    sign = StreamLayout.sign(StreamLayout.ALIVE);
                }
                stream.write(sign);
            }
        } catch (IOException e) {
            // Whoever writes the answer will notice.
            sign = ByteBuffer.allocate(0);
        } finally {
            using.unlock();
        }
    }

    @Override
    public void close() {
        using.lock();
        try {
            if (!closed) {
                closed = true;
                stream.close();
            }
        } finally {
            using.unlock();
        }
    }

    private int read() {
        using.lock();
        try {
            int length = stream.read(arrival.room());
            if (length < 0) {
                throw new PmonException(ErrorCode.UNREACHABLE, "the client left");
            }
            return length;
        } catch (IOException e) {
            throw new PmonException(ErrorCode.UNREACHABLE, "the client left", e);
        } finally {
            using.unlock();
        }
    }

    private void writeAll(ByteBuffer bytes) throws IOException {
        long lastNs = clock.getAsLong();
        while (bytes.hasRemaining() || stream.hasUnsent()) {
            if (stream.isMoving(bytes)) {
                lastNs = clock.getAsLong();
            } else {
                if (clock.getAsLong() - lastNs > WRITE_DEADLINE_NS) {
                    throw new PmonException(ErrorCode.UNREACHABLE, "the client does not read its answer");
                }
                pause(true);
            }
        }
    }

    private void pause(boolean toWrite) {
        if (Thread.currentThread().isInterrupted()) {
            throw new PmonException(ErrorCode.UNREACHABLE, "pmond is ending");
        }
        stream.await(toWrite, SLICE_NS);
    }
}
