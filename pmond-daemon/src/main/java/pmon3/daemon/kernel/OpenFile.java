package pmon3.daemon.kernel;

import java.util.OptionalInt;
import jnr.ffi.Pointer;

/** An open file or directory, used by its descriptor alone: its name may mean something else by now. Any thread. */
public final class OpenFile implements AutoCloseable {
    private static final int CHUNK_BYTES = 32 * 1024;

    /** struct flock on 64 bits (fcntl_locking(2)): type, whence, start, length, pid. */
    private static final int FLOCK_BYTES = 32;

    private static final int FLOCK_PID = 24;

    private final int fd;
    private final String path;
    private Pointer chunk;
    private boolean closed;

    OpenFile(int fd, String path) {
        this.fd = fd;
        this.path = path;
    }

    public synchronized FileFacts facts() throws ErrnoException {
        requireOpen();
        return FileFacts.ofDescriptor(fd, path);
    }

    /**
     * Reads at a position (pread(2)).
     *
     * @return how many bytes were there, fewer only at the file's end
     */
    public synchronized int read(long position, byte[] into, int from, int length) throws ErrnoException {
        requireOpen();
        int done = 0;
        while (done < length) {
            int wanted = Math.min(length - done, CHUNK_BYTES);
            long count = LibC.calls().pread(fd, chunk(), wanted, position + done);
            if (count < 0) {
                throw ErrnoException.last(path);
            }
            chunk().get(0, into, from + done, (int) count);
            done += (int) count;
            if (count == 0) {
                return done;
            }
        }
        return done;
    }

    /** Writes all of it at a position (pwrite(2)). */
    public synchronized void write(long position, byte[] source, int from, int length) throws ErrnoException {
        requireOpen();
        int done = 0;
        while (done < length) {
            int wanted = Math.min(length - done, CHUNK_BYTES);
            chunk().put(0, source, from + done, wanted);
            long count = LibC.calls().pwrite(fd, chunk(), wanted, position + done);
            if (count < 0) {
                throw ErrnoException.last(path);
            }
            done += (int) count;
        }
    }

    public synchronized void truncate(long length) throws ErrnoException {
        requireOpen();
        require(LibC.calls().ftruncate(fd, length));
    }

    /**
     * Who holds a write lock on any part of it (F_GETLK, asked for reading, so that only a write lock counts).
     *
     * @return the holder's pid, 0 or below for one that has none here (another pid namespace, an open file description)
     */
    public synchronized OptionalInt writeLockHolder() throws ErrnoException {
        requireOpen();
        Pointer lock = LibC.allocate(FLOCK_BYTES);
        lock.putShort(0, Linux.F_RDLCK);
        require(LibC.calls().fcntl(fd, Linux.F_GETLK, lock));
        return lock.getShort(0) == Linux.F_UNLCK ? OptionalInt.empty() : OptionalInt.of(lock.getInt(FLOCK_PID));
    }

    /**
     * Locks it for this descriptor alone, not waiting (flock(2)).
     *
     * @return whether the lock is ours
     */
    public synchronized boolean tryLock() throws ErrnoException {
        requireOpen();
        if (LibC.calls().flock(fd, Linux.LOCK_EX | Linux.LOCK_NB) == 0) {
            return true;
        }
        if (LibC.errno() == Errno.EAGAIN) {
            return false;
        }
        throw ErrnoException.last(path);
    }

    public synchronized void chown(int uid, int gid) throws ErrnoException {
        requireOpen();
        require(LibC.calls().fchown(fd, uid, gid));
    }

    public synchronized void chmod(int mode) throws ErrnoException {
        requireOpen();
        require(LibC.calls().fchmod(fd, mode));
    }

    private void require(int result) throws ErrnoException {
        if (result != 0) {
            throw ErrnoException.last(path);
        }
    }

    /** A closed descriptor's number may already be another file's. */
    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(path + ": is closed");
        }
    }

    private Pointer chunk() {
        if (chunk == null) {
            chunk = LibC.allocate(CHUNK_BYTES);
        }
        return chunk;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Descriptors.close(fd);
        }
    }
}
