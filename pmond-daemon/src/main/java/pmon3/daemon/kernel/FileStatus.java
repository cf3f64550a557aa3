package pmon3.daemon.kernel;

/**
 * What statx(2) says of an open file or a name.
 *
 * @param mode type and permission bits, as in {@code st_mode}
 * @param changedAtEpochSec the inode's last change (ctime), which its owner can set to nothing but now
 */
public record FileStatus(
        int mode, int links, int uid, long sizeBytes, long inode, long device, long changedAtEpochSec) {
    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int PERMISSIONS = 07777;

    public boolean isRegular() {
        return (mode & TYPE) == REGULAR;
    }

    public boolean isDirectory() {
        return (mode & TYPE) == DIRECTORY;
    }

    public int permissions() {
        return mode & PERMISSIONS;
    }

    public boolean isSameFile(FileStatus other) {
        return inode == other.inode && device == other.device;
    }
}
