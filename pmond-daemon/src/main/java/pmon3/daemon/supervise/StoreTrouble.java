package pmon3.daemon.supervise;

import java.util.HashMap;
import java.util.Map;

/**
 * What the log says while the store does not store, which is tried again with every monitor interval: each new reason at
 * once, then once a minute how it stands, and when it is over. Confined to the supervisor thread.
 */
final class StoreTrouble {
    /** How often the same reason is told again, milliseconds. */
    static final long REPEAT_MS = 60_000;
    /** How many are told apart in that time: some name a row, and there are thousands of rows. */
    static final int REASONS = 16;

    private final Map<String, Long> toldMs = new HashMap<>();
    private long untold;
    private boolean open;

    /** A commit of this process failed. */
    void failed(ManagedProcess process, String reason, long nowMs) {
        boolean told = toldMs.containsKey(reason);
        toldMs.values().removeIf(ms -> nowMs - ms >= REPEAT_MS);
        if (toldMs.containsKey(reason) || toldMs.size() >= REASONS) {
            untold++;
            return;
        }
        toldMs.put(reason, nowMs);
        if (told && open) {
            Chronicle.stillNotStored(reason, untold);
        } else {
            Chronicle.notStored(process, reason);
        }
        untold = 0;
        open = true;
    }

    /** The store lacks nothing any more. */
    void over() {
        if (open) {
            Chronicle.storedAgain(untold);
            untold = 0;
            open = false;
        }
    }
}
