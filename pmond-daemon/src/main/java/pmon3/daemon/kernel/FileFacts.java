package pmon3.daemon.kernel;

import jnr.ffi.Pointer;

/**
 * What statx(2) says of a file.
 *
 * @param type the bits of {@code S_IFMT}
 * @param mode permission bits, setuid, setgid and sticky included
 */
public record FileFacts(int type, int mode, int uid, int gid, int links, long inode, long device, long size) {
    private static final int TYPE_BITS = 0170000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int SYMBOLIC_LINK = 0120000;

    /** struct statx: linux/stat.h. */
    private static final int STRUCT_BYTES = 256;

    private static final int BASIC_STATS = 0x7ff;
    private static final Pointer EMPTY = LibC.text("");

    static FileFacts ofDescriptor(int fd, String subject) throws ErrnoException {
        return query(fd, EMPTY, Linux.AT_EMPTY_PATH, subject);
    }

    /** Of the name itself, not of what it may link to. */
    static FileFacts ofName(int directory, Pointer name, String subject) throws ErrnoException {
        return query(directory, name, Linux.AT_SYMLINK_NOFOLLOW, subject);
    }

    private static FileFacts query(int directory, Pointer name, int flags, String subject) throws ErrnoException {
        Pointer facts = LibC.allocate(STRUCT_BYTES);
        if (LibC.calls().statx(directory, name, flags, BASIC_STATS, facts) != 0) {
            throw ErrnoException.last(subject);
        }
        int mode = facts.getShort(28) & 0xffff;
        return new FileFacts(
                mode & TYPE_BITS,
                mode & ~TYPE_BITS,
                facts.getInt(20),
                facts.getInt(24),
                facts.getInt(16),
                facts.getLong(32),
                (long) facts.getInt(136) << 32 | facts.getInt(140),
                facts.getLong(40));
    }

    public boolean isRegular() {
        return type == REGULAR;
    }

    public boolean isDirectory() {
        return type == DIRECTORY;
    }

    public boolean isSymbolicLink() {
        return type == SYMBOLIC_LINK;
    }

    /** Whether both are the same file of the same file system. */
    public boolean isSameFile(FileFacts other) {
        return inode == other.inode && device == other.device;
    }
}
