package pmon3.daemon.kernel;

import jnr.ffi.Pointer;

/**
 * File system calls that Java cannot make or makes unsafely where others can write: no link is followed at the end of a
 * path, nothing waits for a FIFO or a lease, and every descriptor is close-on-exec. Stateless; any thread.
 */
public final class NativeFiles {
    private static final int GUARDED = Linux.O_NOFOLLOW | Linux.O_NONBLOCK | Linux.O_NOCTTY | Linux.O_CLOEXEC;

    private NativeFiles() {}

    /** Opens what exists for reading and writing; a symbolic link is refused (open(2)). */
    public static OpenFile openNoFollow(String path) throws ErrnoException {
        return open(path, Linux.O_RDWR | GUARDED, 0);
    }

    /** Creates a file that must not exist yet; the umask applies. */
    public static OpenFile create(String path, int mode) throws ErrnoException {
        return open(path, Linux.O_RDWR | Linux.O_CREAT | Linux.O_EXCL | GUARDED, mode);
    }

    /** Opens a file for reading and writing, created if it does not exist; the umask applies. */
    public static OpenFile openOrCreate(String path, int mode) throws ErrnoException {
        return open(path, Linux.O_RDWR | Linux.O_CREAT | GUARDED, mode);
    }

    /** Opens a directory itself, to look at it and to change its owner and mode; a symbolic link is refused. */
    public static OpenFile openDirectory(String path) throws ErrnoException {
        return open(path, Linux.O_RDONLY | Linux.O_DIRECTORY | GUARDED, 0);
    }

    private static OpenFile open(String path, int flags, int mode) throws ErrnoException {
        int fd = LibC.calls().open(LibC.text(path), flags, mode);
        if (fd < 0) {
            throw ErrnoException.last(path);
        }
        return new OpenFile(Descriptors.raise(fd, path), path);
    }

    /** Of the name itself, be it a link. */
    public static FileFacts lstat(String path) throws ErrnoException {
        return FileFacts.ofName(Linux.AT_FDCWD, LibC.text(path), path);
    }

    /** The umask applies; {@link OpenFile#chmod} makes the mode exact. */
    public static void mkdir(String path, int mode) throws ErrnoException {
        require(LibC.calls().mkdir(LibC.text(path), mode), path);
    }

    /** Only an empty one. */
    public static void rmdir(String path) throws ErrnoException {
        require(LibC.calls().rmdir(LibC.text(path)), path);
    }

    public static void unlink(String path) throws ErrnoException {
        require(LibC.calls().unlink(LibC.text(path)), path);
    }

    /** Replaces what has the new name (rename(2)). */
    public static void rename(String from, String to) throws ErrnoException {
        require(LibC.calls().rename(LibC.text(from), LibC.text(to)), from);
    }

    /** Fails with {@link ErrnoException#isTaken} if the new name exists (renameat2(2)). */
    public static void renameToFree(String from, String to) throws ErrnoException {
        Pointer old = LibC.text(from);
        Pointer free = LibC.text(to);
        int result = LibC.calls().renameat2(Linux.AT_FDCWD, old, Linux.AT_FDCWD, free, Linux.RENAME_NOREPLACE);
        require(result, from);
    }

    private static void require(int result, String path) throws ErrnoException {
        if (result != 0) {
            throw ErrnoException.last(path);
        }
    }
}
