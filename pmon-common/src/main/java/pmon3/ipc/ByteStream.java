package pmon3.ipc;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A connection's two ways for bytes, neither of which waits. Used by one thread at a time. */
public interface ByteStream extends AutoCloseable {
    /**
     * Moves what has come to the buffer's position.
     *
     * @return how many bytes; 0 if there are none now, -1 if there will be no more
     */
    int read(ByteBuffer into) throws IOException;

    /** Takes what it can of the buffer's bytes; how many, 0 if it is full. */
    int write(ByteBuffer from) throws IOException;

    /** Whether bytes that were taken are still kept back; {@link #write} with an empty buffer tries again to send them. */
    default boolean hasUnsent() {
        return false;
    }

    /** How many bytes were taken and are still kept back. */
    default int unsentBytes() {
        return 0;
    }

    /** {@link #write}; whether anything moved: bytes were taken, or some of those that were kept back have gone out. */
    default boolean isMoving(ByteBuffer from) throws IOException {
        int before = unsentBytes();
        return write(from) > 0 || unsentBytes() < before;
    }

    /** Waits until it may be worth to try again, or the time is over; may return early. */
    void await(boolean toWrite, long timeoutNs);

    @Override
    void close();
}
