package pmon3.daemon.server;

import java.util.HashMap;
import java.util.Map;

/** How many requests are taken and unanswered, by user and in all. Any thread. */
final class ChannelCount {
    private final Map<Integer, Integer> byUid = new HashMap<>();
    private final int ownUid;
    private int total;

    ChannelCount(int ownUid) {
        this.ownUid = ownUid;
    }

    /** Counts one more, or refuses it; each one counted is given back by {@link #release}. */
    synchronized boolean acquire(int uid) {
        int used = byUid.getOrDefault(uid, 0);
        int most = isReserved(uid) ? ServerLimits.MAX_CHANNELS : ServerLimits.MAX_CHANNELS_PER_USER;
        int mostInAll = ServerLimits.MAX_CHANNELS + (isReserved(uid) ? ServerLimits.CHANNELS_RESERVED : 0);
        if (used >= most || total >= mostInAll) {
            return false;
        }
        byUid.put(uid, used + 1);
        total++;
        return true;
    }

    synchronized void release(int uid) {
        byUid.computeIfPresent(uid, (key, used) -> used == 1 ? null : used - 1);
        total--;
    }

    private boolean isReserved(int uid) {
        return uid == 0 || uid == ownUid;
    }
}
