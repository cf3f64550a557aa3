package pmon3.daemon.kernel;

import static pmon3.daemon.kernel.ChannelFiles.LIBC;
import static pmon3.daemon.kernel.ChannelFiles.checked;

import java.io.IOException;
import java.nio.ByteBuffer;
import jnr.constants.platform.OpenFlags;

/**
 * poll(2) over descriptors that change with each wait. One thread awaits; others may call {@link #wake} and {@link #close},
 * the latter once nobody awaits.
 */
public final class Readiness implements AutoCloseable {
    private static final int RECORD_BYTES = 8;
    private static final int RECORD_WANTED = 4;
    private static final int RECORD_SEEN = 6;
    private static final short POLLIN = 1;
    private static final int FIRST_CAPACITY = 64;

    private final int waker;
    private ByteBuffer polled = ChannelFiles.direct(FIRST_CAPACITY * RECORD_BYTES);
    private int size;
    /** Guarded by this: from then on the number of {@link #waker} may be another's. */
    private boolean closed;

    public Readiness() throws IOException {
        int flags = OpenFlags.O_NONBLOCK.intValue() | OpenFlags.O_CLOEXEC.intValue();
        waker = checked(LIBC.eventfd(0, flags), "make", "an eventfd");
        clear();
    }

    /** Forgets all descriptors. */
    public void clear() {
        size = 0;
        add(waker);
    }

    /** Also waits for this one, until {@link #clear}. */
    public void add(int fd) {
        int at = size * RECORD_BYTES;
        if (at == polled.capacity()) {
            polled = ChannelFiles.direct(2 * at).put(0, polled, 0, at);
        }
        polled.putInt(at, fd).putShort(at + RECORD_WANTED, POLLIN).putShort(at + RECORD_SEEN, (short) 0);
        size++;
    }

    /** Waits until one of them can be read or is at its end, for {@link #wake}, or for the end of the time. */
    public void await(int timeoutMs) {
        if (LIBC.poll(polled, size, timeoutMs) > 0 && polled.getShort(RECORD_SEEN) != 0) {
            LIBC.read(waker, ChannelFiles.direct(Long.BYTES), Long.BYTES);
        }
    }

    /** Whether the n-th that was added, from 0, is one of those. */
    public boolean isReady(int n) {
        return polled.getShort((n + 1) * RECORD_BYTES + RECORD_SEEN) != 0;
    }

    /** Ends the wait that is going on, or the next one; nothing once it is closed. */
    public synchronized void wake() {
        if (!closed) {
            LIBC.write(waker, ChannelFiles.direct(Long.BYTES).putLong(0, 1), Long.BYTES);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            ChannelFiles.close(waker);
        }
    }
}
