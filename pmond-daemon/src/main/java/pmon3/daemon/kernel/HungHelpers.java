package pmon3.daemon.kernel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What pmond's log says of helpers that were killed and may survive that: the first of a user's that is late and the last
 * that may be, as with a file system away there are as many as programs. The user's budget of log lines is the caller's.
 */
final class HungHelpers {
    private static final Logger LOG = LoggerFactory.getLogger(HungHelpers.class);

    private HungHelpers() {}

    /** @param hanging how many of the user's now, as {@link SpawnQueue#hangs} counts */
    static void tellLate(SpawnOrder order, int pid, String lateness, int hanging) {
        if (hanging == 1) {
            LOG.warn(
                    "a spawn helper of uid {} (pid {}) {} and gets SIGKILL; if it survives that, a file system that its"
                            + " start needs is away",
                    order.credentials().uid(),
                    pid,
                    lateness);
        }
        tellFull(order, hanging);
    }

    static void tellFull(SpawnOrder order, int hanging) {
        if (hanging == SpawnQueue.USER_HUNG_LIMIT) {
            LOG.warn(
                    "{} spawn helpers of uid {} hang: what it starts from now on waits behind {} more",
                    hanging,
                    order.credentials().uid(),
                    SpawnQueue.USER_LIMIT);
        }
    }
}
