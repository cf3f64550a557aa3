package pmon3.daemon.server;

import java.util.Optional;
import pmon3.daemon.kernel.ChannelFiles;
import pmon3.daemon.kernel.FileStatus;
import pmon3.ipc.ChannelLayout;

/**
 * Decides at the door: whether a name in the channel directory is a request, and whose. What is none is removed. A few
 * system calls each, none of which the file's owner can make wait. Used by the watching thread.
 */
final class Intake {
    private static final int OWNER_READS_AND_WRITES = 0600;
    private static final int WRITABLE_BY_OTHERS = 0022;

    private final int directory;
    private final Removal removal;
    private final ChannelCount count;
    private final IntakeRate rate;
    private long refused;
    private int lastRefusedUid;

    Intake(int directory, Removal removal, ChannelCount count, IntakeRate rate) {
        this.directory = directory;
        this.removal = removal;
        this.count = count;
        this.rate = rate;
    }

    /**
     * Takes the request of this name; empty if there is none, or it was refused and removed. What is none, or one too many,
     * is not even opened: a user who floods is to cost as little as can be.
     */
    Optional<ServedChannel> take(String name) {
        FileStatus named = ChannelFiles.status(directory, name).orElse(null);
        if (named == null) {
            return Optional.empty();
        }
        if (!isChannel(named) || !rate.allows(named.uid()) || !count.acquire(named.uid())) {
            removal.remove(name, named);
            return refused(named);
        }
        Optional<ServedChannel> taken = opened(name, named.uid());
        removal.remove(name, named);
        if (taken.isEmpty()) {
            count.release(named.uid());
            return refused(named);
        }
        return taken;
    }

    /** Whether a request may have this name. */
    static boolean isRequest(String name) {
        return RandomName.hasForm(name, ChannelLayout.REQUEST_SUFFIX);
    }

    /** Whether the file of a request that is not finished may have this name. */
    static boolean isUnfinished(String name) {
        return RandomName.hasForm(name, ChannelLayout.UNFINISHED_SUFFIX);
    }

    /** How many files were refused since this was asked last, for the log: none of them may write a line of its own. */
    long takeRefused() {
        long since = refused;
        refused = 0;
        return since;
    }

    /** Whose the last one was. */
    int lastRefusedUid() {
        return lastRefusedUid;
    }

    private Optional<ServedChannel> opened(String name, int uid) {
        long startNs = System.nanoTime();
        int file = ChannelFiles.openStrange(directory, name);
        if (file == ChannelFiles.NONE) {
            return Optional.empty();
        }
        Optional<ServedChannel> taken = proven(file, uid);
        if (taken.isEmpty()) {
            ChannelFiles.close(file);
        }
        rate.examined(uid, System.nanoTime() - startNs);
        return taken;
    }

    /** The name may have come to be another file's meanwhile. The file is not written to before it is proven whose it is. */
    private static Optional<ServedChannel> proven(int file, int uid) {
        FileStatus status = ChannelFiles.status(file).orElse(null);
        if (status == null || !isChannel(status) || status.uid() != uid) {
            return Optional.empty();
        }
        ClientProof client = ClientProof.of(file, uid);
        if (client.holds() && ChannelFiles.writeWord(file, ChannelLayout.STATE_TAKEN, ChannelLayout.STATE_OFFSET)) {
            return Optional.of(new ServedChannel(file, status.sizeBytes(), uid, client));
        }
        client.close();
        return Optional.empty();
    }

    private Optional<ServedChannel> refused(FileStatus status) {
        refused++;
        lastRefusedUid = status.uid();
        if (isWithoutDoubtTheOwners(status)) {
            rate.refused(status.uid());
        }
        return Optional.empty();
    }

    /** Of a file that others may write, anybody can make a second name, and move that here. */
    private static boolean isWithoutDoubtTheOwners(FileStatus status) {
        return !status.isRegular() || status.links() == 1 || (status.permissions() & WRITABLE_BY_OTHERS) == 0;
    }

    private static boolean isChannel(FileStatus status) {
        long request = status.sizeBytes() - ChannelLayout.REQUEST_OFFSET;
        return status.isRegular()
                && status.links() == 1
                && status.permissions() == OWNER_READS_AND_WRITES
                && request > 0
                && request <= ChannelLayout.MAX_REQUEST_BYTES;
    }
}
