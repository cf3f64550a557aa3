package pmon3.daemon.kernel;

import static pmon3.daemon.kernel.ChannelFiles.LIBC;
import static pmon3.daemon.kernel.ChannelFiles.checked;
import static pmon3.daemon.kernel.ChannelFiles.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import jnr.constants.platform.OpenFlags;

/**
 * Tells which names appear in a directory, by renaming or by creation, through inotify(7). One thread awaits, and closes;
 * {@link #wake} and nothing else may be called by others, also after that. The JDK's WatchService is not used: docs/decisions/0002.
 */
public final class DirectoryWatch implements AutoCloseable {
    /** Called by the thread that awaits. */
    public interface Listener {
        /** A file was renamed to this name, or made with it; bytes that are not ASCII appear as some other character. */
        void appeared(String name);

        /** The kernel dropped events: the directory must be listed. */
        void overflowed();

        /** So many events wait that what they tell of may be gone when its turn comes. */
        default void crowded() {}

        /** The lock file or the directory itself was removed or renamed. */
        void disturbed();
    }

    private static final int IN_ATTRIB = 0x4;
    private static final int IN_MOVED_TO = 0x80;
    private static final int IN_CREATE = 0x100;
    private static final int IN_DELETE_SELF = 0x400;
    private static final int IN_MOVE_SELF = 0x800;
    private static final int IN_Q_OVERFLOW = 0x4000;
    private static final int IN_IGNORED = 0x8000;
    private static final int DISTURBED = IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED;
    private static final int EVENT_HEADER_BYTES = 16;
    /** Of the 64 bytes that an event with a request's name has, 256. */
    private static final int BUFFER_BYTES = 16 * 1024;

    private static final int CROWDED_BYTES = BUFFER_BYTES / 2;
    private static final short POLLIN = 1;
    /** inotify_init1 and eventfd take the flags of open(2). */
    private static final int FLAGS = OpenFlags.O_NONBLOCK.intValue() | OpenFlags.O_CLOEXEC.intValue();

    private final ByteBuffer events = ChannelFiles.direct(BUFFER_BYTES);
    private final ByteBuffer polled = ChannelFiles.direct(2 * Long.BYTES);
    private final ByteBuffer count = ChannelFiles.direct(Long.BYTES);
    private final int inotify;
    private final int waker;
    /** Guarded by this: from then on the numbers may be another's. */
    private boolean closed;

    private DirectoryWatch(int inotify, int waker) {
        this.inotify = inotify;
        this.waker = waker;
    }

    /** Watches what these descriptors are, whatever becomes of their names. */
    public static DirectoryWatch of(int directory, int lockFile) throws IOException {
        return of(watch -> {
            watch.add(directory, IN_MOVED_TO | IN_MOVE_SELF | IN_DELETE_SELF);
            watch.add(lockFile, IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF);
        });
    }

    /** Watches what is made in a directory; nothing disturbs that but its end. */
    public static DirectoryWatch ofCreations(int directory) throws IOException {
        return of(watch -> watch.add(directory, IN_CREATE | IN_MOVE_SELF | IN_DELETE_SELF));
    }

    private interface Adding {
        void to(DirectoryWatch watch) throws IOException;
    }

    /** One without a waker could not be ended. */
    private static DirectoryWatch of(Adding adding) throws IOException {
        int inotify = checked(LIBC.inotify_init1(FLAGS), "watch", "directories");
        DirectoryWatch watch = new DirectoryWatch(inotify, LIBC.eventfd(0, FLAGS));
        boolean made = false;
        try {
            checked(watch.waker, "make", "an eventfd");
            adding.to(watch);
            made = true;
            return watch;
        } finally {
            if (!made) {
                watch.close();
            }
        }
    }

    /** Can be read once there are events. */
    public int descriptor() {
        return inotify;
    }

    /** Waits for events, {@link #wake} or the end of the time, in which case it is false. */
    public boolean await(int timeoutMs) {
        polled.clear();
        polled.putInt(0, inotify).putInt(4, POLLIN).putInt(8, waker).putInt(12, POLLIN);
        return LIBC.poll(polled, 2, timeoutMs) > 0;
    }

    /** Tells the events that are there, without waiting; of very many only the first, so that other work gets its turn. */
    public void tell(Listener listener) {
        count.clear();
        LIBC.read(waker, count, Long.BYTES);
        events.clear();
        int length = (int) LIBC.read(inotify, events, BUFFER_BYTES);
        if (length > CROWDED_BYTES) {
            listener.crowded();
        }
        for (int at = 0; at < length; at += EVENT_HEADER_BYTES + events.getInt(at + 12)) {
            tell(at, listener);
        }
    }

    /** Ends the wait that is going on, or the next one; nothing once it is closed. */
    public synchronized void wake() {
        if (!closed) {
            LIBC.write(waker, ChannelFiles.direct(Long.BYTES).putLong(0, 1), Long.BYTES);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        ChannelFiles.close(inotify);
        if (waker >= 0) {
            ChannelFiles.close(waker);
        }
    }

    private void add(int fd, int mask) throws IOException {
        checked(LIBC.inotify_add_watch(inotify, text(ChannelFiles.pathOf(fd)), mask), "watch", "the channel directory");
    }

    private void tell(int at, Listener listener) {
        int mask = events.getInt(at + 4);
        if ((mask & IN_Q_OVERFLOW) != 0) {
            listener.overflowed();
        } else if ((mask & DISTURBED) != 0) {
            listener.disturbed();
        } else if ((mask & (IN_MOVED_TO | IN_CREATE)) != 0) {
            listener.appeared(name(at + EVENT_HEADER_BYTES, events.getInt(at + 12)));
        }
    }

    /** Padded with zeros. */
    private String name(int at, int capacity) {
        byte[] bytes = new byte[capacity];
        events.get(at, bytes);
        int length = 0;
        while (length < capacity && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
}
