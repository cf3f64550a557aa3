package pmon3.daemon.server;

import java.util.List;
import java.util.OptionalInt;
import pmon3.config.Settings;
import pmon3.ipc.ChannelDirectory;

/**
 * Whose the channel directory is and who may make files in it. Nobody but its owner may list it, and by the sticky bit
 * nobody may rename or remove what is another's.
 *
 * @param path absolute
 * @param gid whom the group's bits are for; empty: pmond's own group
 * @param mode permission bits
 * @param transports what pmond serves, as the lock file tells; files are taken if shmem is one of them
 * @param setsAside whether something foreign at the path is renamed (root), or pmond refuses to start
 */
public record DirectoryPolicy(String path, OptionalInt gid, int mode, boolean setsAside, List<String> transports) {
    public DirectoryPolicy {
        transports = List.copyOf(transports);
    }

    boolean serves(String transport) {
        return transports.contains(transport);
    }

    private static final int ROOT = 0;
    private static final int PRIVATE = 0700;
    private static final int STICKY = 01000;
    private static final int GROUP_WRITES = 0020;
    private static final int OTHERS_WRITE = 0002;
    private static final int GROUP_CREATES = 0030;
    private static final int OTHERS_CREATE = 0003;

    /**
     * @param uid pmond's own
     * @param gid the number of {@code message_queue.group}, set there or inherited; for root's pmond only
     */
    public static DirectoryPolicy of(Settings.Queue queue, int uid, OptionalInt gid) {
        String path = ChannelDirectory.servedBy(queue, uid).toString();
        return uid == ROOT
                ? new DirectoryPolicy(path, gid, rootMode(queue), true, queue.transports())
                : new DirectoryPolicy(path, OptionalInt.empty(), PRIVATE, false, queue.transports());
    }

    /** {@code file_mode}'s write bits; an operator by name has no bit of their own, so with one all may make files. */
    private static int rootMode(Settings.Queue queue) {
        int fileMode = queue.ownership().fileMode();
        int mode = STICKY | PRIVATE;
        if ((fileMode & GROUP_WRITES) != 0 || queue.operatorUser().isPresent()) {
            mode |= GROUP_CREATES;
        }
        if ((fileMode & OTHERS_WRITE) != 0 || queue.operatorUser().isPresent()) {
            mode |= OTHERS_CREATE;
        }
        return mode;
    }
}
