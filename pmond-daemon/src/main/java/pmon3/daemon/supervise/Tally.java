package pmon3.daemon.supervise;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How much each user's processes are, kept as they come, change and go. Confined to the supervisor thread. */
public final class Tally {
    private static final int ROOT = 0;

    /** @param bytes of their definitions' texts in UTF-8 */
    public record Sum(int processes, long bytes) {
        static final Sum NOTHING = new Sum(0, 0);

        private Sum plus(int more, long moreBytes) {
            return new Sum(processes + more, bytes + moreBytes);
        }
    }

    private final Map<Integer, Sum> byOwner = new HashMap<>();
    private Sum all = Sum.NOTHING;

    /** @param without one that does not count */
    public Sum of(int uid, Optional<ManagedProcess> without) {
        Sum sum = byOwner.getOrDefault(uid, Sum.NOTHING);
        return without.filter(process -> process.owner().uid() == uid)
                .map(process -> sum.plus(-1, -process.definition().textBytes()))
                .orElse(sum);
    }

    /** Of all users but root. @param without one that does not count */
    public Sum ofAll(Optional<ManagedProcess> without) {
        return without.filter(process -> process.owner().uid() != ROOT)
                .map(process -> all.plus(-1, -process.definition().textBytes()))
                .orElse(all);
    }

    void add(ManagedProcess process) {
        change(process, 1, process.definition().textBytes());
    }

    void remove(ManagedProcess process) {
        change(process, -1, -process.definition().textBytes());
    }

    /** Looks closer only where something is another object than before. */
    void changed(ManagedProcess before, ManagedProcess now) {
        if (before.definition() != now.definition() || before.owner() != now.owner()) {
            remove(before);
            add(now);
        }
    }

    private void change(ManagedProcess process, int processes, long bytes) {
        int uid = process.owner().uid();
        Sum sum = byOwner.getOrDefault(uid, Sum.NOTHING).plus(processes, bytes);
        if (sum.processes() == 0) {
            byOwner.remove(uid);
        } else {
            byOwner.put(uid, sum);
        }
        if (uid != ROOT) {
            all = all.plus(processes, bytes);
        }
    }
}
