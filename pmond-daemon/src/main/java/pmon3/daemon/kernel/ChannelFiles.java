package pmon3.daemon.kernel;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import jnr.constants.platform.Errno;
import jnr.constants.platform.OpenFlags;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;

/**
 * Files that strangers made, by descriptor: what {@code java.nio} cannot do, or only in ways that a file's owner can make
 * wait. A descriptor is an int that its taker closes. Any thread may call; none of these calls waits for another process.
 */
public final class ChannelFiles {
    /** Instead of a descriptor, where nothing was opened. */
    public static final int NONE = -1;

    /** The holder of a lock that belongs to no process in particular, or to one of another pid namespace. */
    public static final int UNKNOWN_HOLDER = -1;

    private static final int ASCII_END = 0x80;

    static final ChannelLibC LIBC = LibraryLoader.create(ChannelLibC.class).load("c");
    private static final Runtime RUNTIME = Runtime.getRuntime(LIBC);

    private static final int OPEN_STRANGE = OpenFlags.O_NOFOLLOW.intValue()
            | OpenFlags.O_NONBLOCK.intValue()
            | OpenFlags.O_CLOEXEC.intValue()
            | OpenFlags.O_NOCTTY.intValue();
    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_REMOVEDIR = 0x200;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_BASIC_STATS = 0x7ff;
    private static final int RENAME_NOREPLACE = 1;
    private static final int RENAME_EXCHANGE = 2;
    private static final int LOCK_EX_NB = 2 | 4;
    private static final int F_OFD_GETLK = 36;
    private static final int F_OFD_SETLK = 37;
    private static final short F_RDLCK = 0;
    private static final short F_WRLCK = 1;
    private static final short F_UNLCK = 2;
    private static final int KEEP_OWNER = -1;
    private static final byte[] EMPTY_NAME = {0};

    /** One for each thread: what a call fills in. struct statx has 256 bytes, struct flock 32. */
    private static final ThreadLocal<ByteBuffer> SCRATCH = ThreadLocal.withInitial(() -> direct(256));

    private ChannelFiles() {}

    /** A buffer that the calls here accept. */
    public static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /** Opens a directory, no link followed, to be locked, listed and used by the calls with a name. */
    public static int openDirectory(String path) throws IOException {
        int flags = OpenFlags.O_RDONLY.intValue() | OpenFlags.O_DIRECTORY.intValue() | OPEN_STRANGE;
        return checked(LIBC.open(text(path), flags, 0), "open", path);
    }

    /** Opens what a stranger put there for reading and writing; {@link #NONE} if that fails for any reason. */
    public static int openStrange(int directory, String name) {
        return Math.max(NONE, LIBC.openat(directory, entry(name), OpenFlags.O_RDWR.intValue() | OPEN_STRANGE, 0));
    }

    /** Opens a file of /proc for {@link #read}; {@link #NONE} if that fails for any reason. */
    public static int openProc(String path) {
        return Math.max(NONE, LIBC.open(text(path), OpenFlags.O_RDONLY.intValue() | OPEN_STRANGE, 0));
    }

    public static int create(int directory, String name, int mode) throws IOException {
        int flags =
                OpenFlags.O_RDWR.intValue() | OpenFlags.O_CREAT.intValue() | OpenFlags.O_EXCL.intValue() | OPEN_STRANGE;
        int fd = checked(LIBC.openat(directory, entry(name), flags, mode), "create", name);
        changeMode(fd, mode);
        return fd;
    }

    public static void close(int fd) {
        LIBC.close(fd);
    }

    public static void makeDirectory(String path, int mode) throws IOException {
        checked(LIBC.mkdir(text(path), mode), "make", path);
    }

    public static void makeDirectory(int directory, String name, int mode) throws IOException {
        checked(LIBC.mkdirat(directory, entry(name), mode), "make", name);
    }

    /** Removes a name of anything but a directory; false if it resists. */
    public static boolean remove(int directory, String name) {
        return remove(directory, name, false);
    }

    /** Removes what is known to be a directory, if it is empty, or to be none; false if it resists. */
    public static boolean remove(int directory, String name, boolean isDirectory) {
        return LIBC.unlinkat(directory, entry(name), isDirectory ? AT_REMOVEDIR : 0) == 0;
    }

    /** Renames below one directory to a name that nothing has. */
    public static void rename(int directory, String from, String to) throws IOException {
        checked(LIBC.renameat2(directory, entry(from), directory, entry(to), RENAME_NOREPLACE), "rename", from);
    }

    /** Renames within one directory, over what has that name; what cannot be replaced changes names with it. */
    public static void renameOver(int directory, String from, String to) throws IOException {
        if (LIBC.renameat2(directory, entry(from), directory, entry(to), 0) != 0) {
            checked(LIBC.renameat2(directory, entry(from), directory, entry(to), RENAME_EXCHANGE), "rename", to);
        }
    }

    /** Gives a name to a file that another one must not have; false if something has it. */
    public static boolean renameNew(String from, String to) {
        return LIBC.renameat2(AT_FDCWD, text(from), AT_FDCWD, text(to), RENAME_NOREPLACE) == 0;
    }

    /** Two names change places in one step; false if one of them is missing or may not be touched. */
    public static boolean exchange(String one, String other) {
        return LIBC.renameat2(AT_FDCWD, text(one), AT_FDCWD, text(other), RENAME_EXCHANGE) == 0;
    }

    public static void changeMode(int fd, int mode) throws IOException {
        checked(LIBC.fchmod(fd, mode), "change the mode", "");
    }

    public static void changeGroup(int fd, int gid) throws IOException {
        checked(LIBC.fchown(fd, KEEP_OWNER, gid), "change the group", "");
    }

    /** flock(2), exclusive, without waiting; false if somebody else holds it. */
    public static boolean lockWhole(int fd) {
        return LIBC.flock(fd, LOCK_EX_NB) == 0;
    }

    /**
     * A write lock that belongs to the open file description: unlike a lock of the process, closing another descriptor of
     * the same file does not lose it.
     */
    public static void lockForWriting(int fd) throws IOException {
        checked(LIBC.fcntl(fd, F_OFD_SETLK, lockQuery(F_WRLCK)), "lock", "");
    }

    /**
     * Who holds a write lock on the file; read locks, which anybody who can read may take, do not count.
     *
     * @return a pid, {@link #UNKNOWN_HOLDER}, or 0 if nobody does
     */
    public static int writeLockHolder(int fd) {
        ByteBuffer lock = lockQuery(F_RDLCK);
        if (LIBC.fcntl(fd, F_OFD_GETLK, lock) != 0 || lock.getShort(0) == F_UNLCK) {
            return 0;
        }
        int pid = lock.getInt(24);
        return pid > 0 ? pid : UNKNOWN_HOLDER;
    }

    public static Optional<FileStatus> status(int fd) {
        return status(fd, EMPTY_NAME, AT_EMPTY_PATH);
    }

    /** Of the name itself: a link is not followed. */
    public static Optional<FileStatus> status(int directory, String name) {
        return status(directory, entry(name), AT_SYMLINK_NOFOLLOW);
    }

    /** Of the path itself: a link at its end is not followed. */
    public static Optional<FileStatus> status(String path) {
        return status(AT_FDCWD, text(path), AT_SYMLINK_NOFOLLOW);
    }

    /** Reads from the file's {@code offset} to the buffer's position, up to its limit; how many bytes, -1 on failure. */
    public static int read(int fd, ByteBuffer into, long offset) {
        return (int) LIBC.pread(fd, into, into.remaining(), offset);
    }

    /** Writes what remains in the buffer at the file's {@code offset}; false unless all of it was written. */
    public static boolean write(int fd, ByteBuffer from, long offset) {
        return LIBC.pwrite(fd, from, from.remaining(), offset) == from.remaining();
    }

    /** Writes one aligned word, which readers never see half. */
    public static boolean writeWord(int fd, long word, long offset) {
        ByteBuffer scratch = SCRATCH.get().clear().limit(Long.BYTES);
        scratch.putLong(0, word);
        return write(fd, scratch, offset);
    }

    /** What {@code java.nio} may list, whatever became of the directory's name. */
    public static String pathOf(int fd) {
        return "/proc/self/fd/" + fd;
    }

    /**
     * Tells each name in an open directory.
     *
     * @throws IOException also where the listing fails in its midst
     */
    public static void list(int directory, Consumer<String> onName) throws IOException {
        try (DirectoryStream<Path> names = Files.newDirectoryStream(Path.of(pathOf(directory)))) {
            for (Path listed : names) {
                onName.accept(nameOf(listed));
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** What {@code java.nio} lists, as the calls with a name take it: each byte a char, for strangers' names are any bytes. */
    public static String nameOf(Path listed) {
        String name = listed.getFileName().toString();
        return name.chars().allMatch(each -> each < ASCII_END) ? name : exactNameOf(listed);
    }

    /** Only a URI has the bytes that are not in the platform's charset. */
    private static String exactNameOf(Path listed) {
        String path = listed.toUri().getRawPath().replaceFirst("/$", "");
        String name = path.substring(path.lastIndexOf('/') + 1).replace("+", "%2B");
        return URLDecoder.decode(name, StandardCharsets.ISO_8859_1);
    }

    static byte[] text(String value) {
        return ended(value.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] entry(String name) {
        return ended(name.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] ended(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    static int checked(int result, String what, String of) throws IOException {
        if (result < 0) {
            throw new IOException(
                    "cannot " + what + " " + of + ": " + lastError().description());
        }
        return result;
    }

    static Errno lastError() {
        return Errno.valueOf(RUNTIME.getLastError());
    }

    private static Optional<FileStatus> status(int directory, byte[] name, int flags) {
        ByteBuffer into = SCRATCH.get().clear();
        if (LIBC.statx(directory, name, flags, STATX_BASIC_STATS, into) != 0) {
            return Optional.empty();
        }
        return Optional.of(new FileStatus(
                Short.toUnsignedInt(into.getShort(28)),
                into.getInt(16),
                into.getInt(20),
                into.getLong(40),
                into.getLong(32),
                (long) into.getInt(136) << 32 | Integer.toUnsignedLong(into.getInt(140)),
                into.getLong(96)));
    }

    private static ByteBuffer lockQuery(short type) {
        ByteBuffer lock = SCRATCH.get().clear();
        return lock.putShort(0, type)
                .putShort(2, (short) 0)
                .putLong(8, 0)
                .putLong(16, 0)
                .putInt(24, 0);
    }
}
