package pmon3.daemon.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import jnr.ffi.Pointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread around poll(2): descriptors that become readable, work that others post, and what time alone decides. All
 * but {@link #post} and {@link #stop} belongs to that thread.
 */
final class Poller implements Runnable {
    /** struct pollfd: the descriptor, the events wanted, the events seen. */
    private static final int RECORD_BYTES = 8;

    private static final int RECORD_WANTED = 4;
    private static final int RECORD_SEEN = 6;
    private static final long NANOS_PER_MS = 1_000_000;
    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);

    /** Something with a descriptor. */
    interface Source {
        /** It can be read, or is at its end. */
        void ready();
    }

    /** Something that time alone moves on. */
    interface Clocked {
        /** {@link Long#MAX_VALUE}: nothing waits for time. */
        long nanosUntilDue();

        void due();
    }

    private final int wake;
    private final Pointer wakeWord = LibC.allocate(Long.BYTES);
    private final Pointer readWord = LibC.allocate(Long.BYTES);
    private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Source> sources = new LinkedHashMap<>();
    private final List<Clocked> clocked = new ArrayList<>();
    private Pointer polled = LibC.allocate(RECORD_BYTES * 64);
    private volatile boolean stopping;
    private boolean closed;

    Poller() throws ErrnoException {
        int fd = LibC.calls().eventfd(0, Linux.EFD_CLOEXEC | Linux.EFD_NONBLOCK);
        if (fd < 0) {
            throw ErrnoException.last("eventfd");
        }
        wake = Descriptors.raise(fd, "eventfd");
        wakeWord.putLong(0, 1);
    }

    void post(Runnable work) {
        posted.add(work);
        wake();
    }

    void stop() {
        stopping = true;
        wake();
    }

    private synchronized void wake() {
        if (!closed) {
            LibC.calls().write(wake, wakeWord, Long.BYTES);
        }
    }

    void add(int fd, Source source) {
        sources.put(fd, source);
    }

    void remove(int fd) {
        sources.remove(fd);
    }

    void add(Clocked part) {
        clocked.add(part);
    }

    @Override
    public void run() {
        while (!stopping) {
            guarded(this::step);
        }
    }

    /** After the thread has ended; what is posted from then on has no effect. */
    synchronized void close() {
        closed = true;
        Descriptors.close(wake);
    }

    private void step() {
        List<Source> readable = poll();
        for (Runnable work = posted.poll(); work != null; work = posted.poll()) {
            guarded(work);
        }
        for (Source source : readable) {
            guarded(source::ready);
        }
        for (Clocked part : clocked) {
            if (part.nanosUntilDue() <= 0) {
                guarded(part::due);
            }
        }
    }

    /** The edge of the thread: a mistake at one process must not end the watch over all others. */
    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            LOG.error("the poller failed at one piece of work and goes on", failure);
        }
    }

    private List<Source> poll() {
        int[] descriptors = fillRecords();
        List<Source> readable = new ArrayList<>();
        if (LibC.calls().poll(polled, descriptors.length, timeoutMs()) <= 0) {
            return readable;
        }
        if (polled.getShort(RECORD_SEEN) != 0) {
            LibC.calls().read(wake, readWord, Long.BYTES);
        }
        for (int i = 1; i < descriptors.length; i++) {
            if (polled.getShort((long) i * RECORD_BYTES + RECORD_SEEN) != 0) {
                readable.add(sources.get(descriptors[i]));
            }
        }
        return readable;
    }

    private int[] fillRecords() {
        int[] descriptors = new int[sources.size() + 1];
        if (polled.size() < (long) descriptors.length * RECORD_BYTES) {
            polled = LibC.allocate(descriptors.length * 2 * RECORD_BYTES);
        }
        descriptors[0] = wake;
        int next = 1;
        for (Integer descriptor : sources.keySet()) {
            descriptors[next++] = descriptor;
        }
        for (int i = 0; i < descriptors.length; i++) {
            long record = (long) i * RECORD_BYTES;
            polled.putInt(record, descriptors[i]);
            polled.putShort(record + RECORD_WANTED, Linux.POLLIN);
            polled.putShort(record + RECORD_SEEN, (short) 0);
        }
        return descriptors;
    }

    /** Rounded up, so that what is due is due after the wait; -1 waits without end. */
    private int timeoutMs() {
        long nanos = Long.MAX_VALUE;
        for (Clocked part : clocked) {
            nanos = Math.min(nanos, part.nanosUntilDue());
        }
        if (nanos == Long.MAX_VALUE) {
            return -1;
        }
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, (nanos + NANOS_PER_MS - 1) / NANOS_PER_MS));
    }
}
