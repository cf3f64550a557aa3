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

    private final int directory;
    private final ChannelCount count;
    private final IntakeRate rate;
    private long refused;
    private int lastRefusedUid;

    Intake(int directory, ChannelCount count, IntakeRate rate) {
        this.directory = directory;
        this.count = count;
        this.rate = rate;
    }

    /** Takes the request of this name; empty if there is none, or it was refused and removed. */
    Optional<ServedChannel> take(String name) {
        int file = ChannelFiles.openStrange(directory, name);
        if (file == ChannelFiles.GONE) {
            // Whoever renames one file all the time must not make each name cost more than this one call.
            return Optional.empty();
        }
        if (file == ChannelFiles.NONE) {
            ChannelFiles.remove(directory, name);
            return Optional.empty();
        }
        Optional<ServedChannel> taken = taken(file);
        ChannelFiles.remove(directory, name);
        if (taken.isEmpty()) {
            ChannelFiles.close(file);
        }
        return taken;
    }

    /** Whether a request may have this name. */
    static boolean isRequest(String name) {
        return hasForm(name, ChannelLayout.REQUEST_SUFFIX);
    }

    /** Whether the file of a request that is not finished may have this name. */
    static boolean isUnfinished(String name) {
        return hasForm(name, ChannelLayout.UNFINISHED_SUFFIX);
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

    /** The file is not written to before it is proven whose it is. */
    private Optional<ServedChannel> taken(int file) {
        FileStatus status = ChannelFiles.status(file).orElse(null);
        if (status == null || !isChannel(status) || !rate.allows(status.uid()) || !count.acquire(status.uid())) {
            return refused(status);
        }
        long startNs = System.nanoTime();
        ClientProof client = ClientProof.of(file, status.uid());
        boolean proven =
                client.holds() && ChannelFiles.writeWord(file, ChannelLayout.STATE_TAKEN, ChannelLayout.STATE_OFFSET);
        rate.examined(status.uid(), System.nanoTime() - startNs);
        if (proven) {
            return Optional.of(new ServedChannel(file, status.sizeBytes(), status.uid(), client));
        }
        client.close();
        count.release(status.uid());
        return refused(status);
    }

    private Optional<ServedChannel> refused(FileStatus status) {
        refused++;
        lastRefusedUid = status == null ? lastRefusedUid : status.uid();
        return Optional.empty();
    }

    private static boolean isChannel(FileStatus status) {
        long request = status.sizeBytes() - ChannelLayout.REQUEST_OFFSET;
        return status.isRegular()
                && status.links() == 1
                && status.permissions() == OWNER_READS_AND_WRITES
                && request > 0
                && request <= ChannelLayout.MAX_REQUEST_BYTES;
    }

    private static boolean hasForm(String name, String suffix) {
        if (name.length() != ChannelLayout.NAME_DIGITS + suffix.length() || !name.endsWith(suffix)) {
            return false;
        }
        for (int i = 0; i < ChannelLayout.NAME_DIGITS; i++) {
            char c = name.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
