package pmon3.daemon.kernel;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jnr.ffi.Pointer;

/**
 * Reads {@code /proc/PID/stat}, of one process or of all, by way of a descriptor of /proc and of buffers that are kept.
 * Reading that file never waits for the process it describes. One more descriptor is kept only to be given up when there
 * is no other to be had, as no process may be taken for dead, nor its end be missed, at such a moment. Any thread; one at
 * a time.
 */
final class ProcScanner implements AutoCloseable {
    private static final int STAT_BYTES = 4096;
    private static final int LISTING_BYTES = 64 * 1024;
    private static final int PATH_BYTES = 32;

    /** struct linux_dirent64 (getdents64(2)). */
    private static final int RECORD_LENGTH = 16;

    private static final int RECORD_NAME = 19;

    private static final byte[] STAT_NAME = {'/', 's', 't', 'a', 't', 0};

    private static final int NONE = -1;

    private final String procPath;
    private final int proc;
    /** {@link #NONE} from its use until another one is to be had. */
    private int spare;

    private final Pointer listing = LibC.allocate(LISTING_BYTES);
    private final Pointer path = LibC.allocate(PATH_BYTES);
    private final Pointer content = LibC.allocate(STAT_BYTES);
    private final byte[] line = new byte[STAT_BYTES];
    private final byte[] name = new byte[PATH_BYTES];

    ProcScanner() throws ErrnoException {
        this("/proc");
    }

    /** @param procPath a folder that looks like /proc */
    ProcScanner(String procPath) throws ErrnoException {
        this.procPath = procPath;
        proc = openProc();
        keepSpare();
    }

    private int openProc() throws ErrnoException {
        int flags = Linux.O_RDONLY | Linux.O_DIRECTORY | Linux.O_CLOEXEC;
        int fd = LibC.calls().open(LibC.text(procPath), flags, 0);
        if (fd < 0) {
            throw ErrnoException.last(procPath);
        }
        return Descriptors.raise(fd, procPath);
    }

    private void keepSpare() {
        try {
            spare = openProc();
        } catch (ErrnoException stillFull) {
            spare = NONE;
        }
    }

    /**
     * Every process that we may see; one that ends during the reading may be in it or not. Others get in between two
     * processes.
     */
    ProcessTable scan() {
        List<ProcessTable.Entry> entries = new ArrayList<>();
        for (int pid : pids()) {
            read(pid).ifPresent(entries::add);
        }
        return new ProcessTable(entries);
    }

    /** Those of these sessions, and these pids whatever they are now; else as {@link #scan()}. */
    ProcessTable scan(Set<Integer> leaders) {
        List<ProcessTable.Entry> entries = new ArrayList<>();
        for (int pid : pids()) {
            if (leaders.contains(pid) || mayBelong(pid, leaders)) {
                read(pid).ifPresent(entries::add);
            }
        }
        return new ProcessTable(entries);
    }

    /** getsid(2) is answered for zombies too. What it does not tell, for a security module forbids it, is read. */
    private static boolean mayBelong(int pid, Set<Integer> leaders) {
        int session = LibC.calls().getsid(pid);
        return session < 0 ? LibC.errno() != Errno.ESRCH : leaders.contains(session);
    }

    /** Empty if there is no such process, not even a zombie, or none that we may see. */
    synchronized Optional<ProcessTable.Entry> read(int pid) {
        writePath(pid);
        int fd = openStat();
        if (fd < 0) {
            requireGone(pid);
            return Optional.empty();
        }
        long length = LibC.calls().read(fd, content, STAT_BYTES);
        Descriptors.close(fd);
        if (spare == NONE) {
            keepSpare();
        }
        if (length <= 0) {
            return Optional.empty();
        }
        content.get(0, line, 0, (int) length);
        return ProcStat.parse(line, (int) length);
    }

    private int openStat() {
        int flags = Linux.O_RDONLY | Linux.O_CLOEXEC;
        int fd = LibC.calls().openat(proc, path, flags, 0);
        if (fd < 0 && spare != NONE && isFull(LibC.errno())) {
            Descriptors.close(spare);
            spare = NONE;
            fd = LibC.calls().openat(proc, path, flags, 0);
        }
        return fd;
    }

    private static boolean isFull(int errno) {
        return errno == Errno.EMFILE || errno == Errno.ENFILE;
    }

    /** No process is taken for dead only because we ran out of descriptors or memory. */
    private void requireGone(int pid) {
        int errno = LibC.errno();
        if (!isGone(errno) && !isHidden(errno)) {
            throw new UncheckedIOException(new ErrnoException(procPath + "/" + pid + "/stat", errno));
        }
    }

    private static boolean isGone(int errno) {
        return errno == Errno.ENOENT || errno == Errno.ESRCH;
    }

    /** Others' processes where /proc is mounted with hidepid=1; with hidepid=2 they are as if gone (proc(5)). */
    private static boolean isHidden(int errno) {
        return errno == Errno.EPERM || errno == Errno.EACCES;
    }

    private void writePath(int pid) {
        int digits = 1;
        for (int rest = pid / 10; rest > 0; rest /= 10) {
            digits++;
        }
        int rest = pid;
        for (int i = digits - 1; i >= 0; i--) {
            name[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        System.arraycopy(STAT_NAME, 0, name, digits, STAT_NAME.length);
        path.put(0, name, 0, digits + STAT_NAME.length);
    }

    private synchronized List<Integer> pids() {
        List<Integer> pids = new ArrayList<>();
        LibC.calls().lseek(proc, 0, Linux.SEEK_SET);
        long length;
        while ((length = LibC.calls().getdents64(proc, listing, LISTING_BYTES)) > 0) {
            for (int at = 0; at < length; at += listing.getShort(at + RECORD_LENGTH) & 0xffff) {
                int pid = pidAt(at + RECORD_NAME);
                if (pid > 0) {
                    pids.add(pid);
                }
            }
        }
        if (length < 0) {
            throw new UncheckedIOException(ErrnoException.last(procPath));
        }
        return pids;
    }

    /** The number that a name consists of, 0 for any other name. */
    private int pidAt(int offset) {
        int pid = 0;
        for (int i = offset; ; i++) {
            byte letter = listing.getByte(i);
            if (letter == 0) {
                return pid;
            }
            if (letter < '0' || letter > '9') {
                return 0;
            }
            pid = pid * 10 + (letter - '0');
        }
    }

    @Override
    public synchronized void close() {
        Descriptors.close(proc);
        if (spare != NONE) {
            Descriptors.close(spare);
        }
    }
}
