package pmon3.daemon.kernel;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What pmond's log says of helpers that were late and may survive SIGKILL: once for each user, and once more where they
 * take the places of others, as with a file system away there are as many as programs. Of those that were called off
 * nothing is said: most of them were well. The user's budget of log lines is the caller's. One thread.
 */
final class HungHelpers {
    private static final Logger LOG = LoggerFactory.getLogger(HungHelpers.class);

    /** By ticket, whose it is. */
    private final Map<Long, Integer> late = new HashMap<>();

    private final Set<Integer> toldFull = new HashSet<>();

    /** @param hasRoom as {@link SpawnQueue#hangs} said */
    void tellLate(SpawnOrder order, int pid, String lateness, boolean hasRoom) {
        int uid = order.credentials().uid();
        boolean isFirst = !late.containsValue(uid);
        late.put(order.ticket(), uid);
        if (isFirst) {
            LOG.warn(
                    "a spawn helper of uid {} (pid {}) {} and gets SIGKILL; if it survives that, a file system that its"
                            + " start needs is away",
                    uid,
                    pid,
                    lateness);
        }
        if (!hasRoom && toldFull.add(uid)) {
            LOG.warn(
                    "{} spawn helpers of one user or {} of all hang: each more of uid {} keeps one of its {} places, and"
                            + " with none left its programs wait to be started",
                    SpawnQueue.USER_HUNG_LIMIT,
                    SpawnQueue.HUNG_LIMIT,
                    uid,
                    SpawnQueue.USER_LIMIT);
        }
    }

    /** The reaper has told of it. */
    void ended(long ticket) {
        Integer uid = late.remove(ticket);
        if (uid != null && !late.containsValue(uid)) {
            toldFull.remove(uid);
        }
    }
}
