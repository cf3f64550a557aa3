package pmon3.daemon.server;

import java.nio.ByteBuffer;
import pmon3.daemon.kernel.ChannelFiles;

/**
 * That a file's owner is who asks: a live process whose real, effective, saved and file system uids are all the owner's
 * holds a write lock on it. A file that somebody else of that name wrote and the caller merely moved has no such lock. The
 * process is held by an open {@code /proc/PID/status}, which no later process of the same number answers for.
 */
final class ClientProof implements AutoCloseable {
    private static final byte[] LABEL = {'\n', 'U', 'i', 'd', ':', '\t'};
    private static final int UIDS = 4;
    /** The line stands in the first 200 bytes or so, and a name before it has at most 64. */
    private static final int STATUS_BYTES = 1024;

    private static final ThreadLocal<ByteBuffer> STATUS =
            ThreadLocal.withInitial(() -> ChannelFiles.direct(STATUS_BYTES));

    private final int file;
    private final int ownerUid;
    private final int pid;
    private final int processStatus;

    private ClientProof(int file, int ownerUid, int pid, int processStatus) {
        this.file = file;
        this.ownerUid = ownerUid;
        this.pid = pid;
        this.processStatus = processStatus;
    }

    /** Begins a proof for an open file; it must then {@link #holds}. */
    static ClientProof of(int file, int ownerUid) {
        int pid = ChannelFiles.writeLockHolder(file);
        int status = pid > 0 ? ChannelFiles.openProc("/proc/" + pid + "/status") : ChannelFiles.NONE;
        return new ClientProof(file, ownerUid, pid, status);
    }

    int pid() {
        return pid;
    }

    /** Whether it is true at this moment. */
    boolean holds() {
        return processStatus != ChannelFiles.NONE && hasOwnersUids() && isLocked();
    }

    /** Whether the client is still there. */
    boolean isLocked() {
        return ChannelFiles.writeLockHolder(file) == pid && pid > 0;
    }

    @Override
    public void close() {
        if (processStatus != ChannelFiles.NONE) {
            ChannelFiles.close(processStatus);
        }
    }

    /** Whether a process of this number has this uid alone. */
    static boolean isAll(int uid, int pid) {
        int status = pid > 0 ? ChannelFiles.openProc("/proc/" + pid + "/status") : ChannelFiles.NONE;
        if (status == ChannelFiles.NONE) {
            return false;
        }
        boolean isAll = hasUids(uid, status);
        ChannelFiles.close(status);
        return isAll;
    }

    private boolean hasOwnersUids() {
        return hasUids(ownerUid, processStatus);
    }

    private static boolean hasUids(int uid, int processStatus) {
        ByteBuffer status = STATUS.get().clear();
        int length = ChannelFiles.read(processStatus, status, 0);
        return allUidsAre(uid, status, length);
    }

    /** {@code Uid:} TAB and four numbers, each ended by a tab or the line's end. */
    static boolean allUidsAre(int uid, ByteBuffer status, int length) {
        int at = indexAfterLabel(status, length);
        String number = Integer.toUnsignedString(uid);
        for (int i = 0; i < UIDS; i++) {
            if (at < 0 || !isNumberAt(number, status, at, length)) {
                return false;
            }
            at += number.length() + 1;
        }
        return true;
    }

    private static boolean isNumberAt(String number, ByteBuffer status, int at, int length) {
        int end = at + number.length();
        if (end >= length || status.get(end) != '\t' && status.get(end) != '\n') {
            return false;
        }
        for (int i = 0; i < number.length(); i++) {
            if (status.get(at + i) != number.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int indexAfterLabel(ByteBuffer status, int length) {
        for (int at = 0; at + LABEL.length <= length; at++) {
            int matched = 0;
            while (matched < LABEL.length && status.get(at + matched) == LABEL[matched]) {
                matched++;
            }
            if (matched == LABEL.length) {
                return at + matched;
            }
        }
        return -1;
    }
}
