package pmon3.daemon.kernel;

import static pmon3.daemon.kernel.ChannelFiles.LIBC;
import static pmon3.daemon.kernel.ChannelFiles.checked;
import static pmon3.daemon.kernel.ChannelFiles.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import jnr.constants.platform.Errno;

/**
 * The access list of a directory (acl(5)), in which some users can be refused what its mode grants everybody. The kernel
 * asks it at every name that is looked up, also below a descriptor that was opened before. Any thread.
 */
public final class DirectoryAccess {
    private static final byte[] ATTRIBUTE = text("system.posix_acl_access");
    /** struct posix_acl_xattr_header and posix_acl_xattr_entry (linux/posix_acl_xattr.h), little endian. */
    private static final int VERSION = 2;

    private static final int HEADER_BYTES = 4;
    private static final int ENTRY_BYTES = 8;
    private static final short USER_OBJ = 0x01;
    private static final short USER = 0x02;
    private static final short GROUP_OBJ = 0x04;
    private static final short MASK = 0x10;
    private static final short OTHER = 0x20;
    private static final int NO_ID = -1;
    private static final int UNNAMED_ENTRIES = 4;

    private DirectoryAccess() {}

    /**
     * From now on these users, and no others, are refused everything.
     *
     * @param mode the permission bits that hold for all others
     * @throws IOException for instance where the file system has no access lists
     */
    public static void refuse(int directory, int mode, Collection<Integer> uids) throws IOException {
        if (uids.isEmpty()) {
            clear(directory);
            return;
        }
        byte[] list = list(mode, uids);
        checked(LIBC.fsetxattr(directory, ATTRIBUTE, list, list.length, 0), "set the access list of", "the directory");
    }

    private static void clear(int directory) throws IOException {
        int result = LIBC.fremovexattr(directory, ATTRIBUTE);
        if (result < 0 && ChannelFiles.lastError() != Errno.ENODATA && ChannelFiles.lastError() != Errno.EOPNOTSUPP) {
            checked(result, "clear the access list of", "the directory");
        }
    }

    private static byte[] list(int mode, Collection<Integer> uids) {
        ByteBuffer list = ByteBuffer.allocate(HEADER_BYTES + (UNNAMED_ENTRIES + uids.size()) * ENTRY_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        list.putInt(VERSION);
        entry(list, USER_OBJ, mode >> 6, NO_ID);
        uids.forEach(uid -> entry(list, USER, 0, uid));
        entry(list, GROUP_OBJ, mode >> 3, NO_ID);
        entry(list, MASK, mode >> 3, NO_ID);
        entry(list, OTHER, mode, NO_ID);
        return list.array();
    }

    private static void entry(ByteBuffer list, short tag, int permissions, int id) {
        list.putShort(tag).putShort((short) (permissions & 7)).putInt(id);
    }
}
