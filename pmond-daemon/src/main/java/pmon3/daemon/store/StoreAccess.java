package pmon3.daemon.store;

import java.util.OptionalInt;

/**
 * Who may use the data directory and the files in it. Write for others than root is taken from what a root pmond
 * keeps, whatever is configured: who may write rows that root executes would be root.
 *
 * @param ownUid effective uid of this process; 0 is a root pmond
 * @param directoryMode permission bits; the owner always has all
 * @param fileMode permission bits; the owner always may read and write
 * @param gid the group of directory and files, if one is configured
 */
public record StoreAccess(int ownUid, int directoryMode, int fileMode, OptionalInt gid) {
    private static final int DIRECTORY_BITS = 03777;
    private static final int DIRECTORY_OWNER = 0700;
    private static final int FILE_BITS = 0666;
    private static final int FILE_OWNER = 0600;
    private static final int WRITE_FOR_OTHERS = 0022;

    public StoreAccess {
        directoryMode = DIRECTORY_OWNER | directoryMode & DIRECTORY_BITS & allowed(ownUid);
        fileMode = FILE_OWNER | fileMode & FILE_BITS & allowed(ownUid);
    }

    /** Whether this process is a root pmond. */
    boolean privileged() {
        return ownUid == 0;
    }

    private static int allowed(int ownUid) {
        return ownUid == 0 ? ~WRITE_FOR_OTHERS : ~0;
    }
}
