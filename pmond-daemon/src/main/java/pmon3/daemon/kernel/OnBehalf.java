package pmon3.daemon.kernel;

import java.util.OptionalInt;
import org.slf4j.MDC;
import pmon3.ipc.OwnUid;

/**
 * Whose wish a thread is carrying out: meanwhile the look-ups that it asks for and the log lines that it writes count as that
 * user's. Root's and pmond's own work is nobody's, and so is what the user asks whom a rootless pmond runs as.
 */
public final class OnBehalf {
    /** The key of the logging context under which the uid stands, unsigned. */
    public static final String KEY = "uid";

    private static final int OWN_UID = OwnUid.read();

    private OnBehalf() {}

    /** @param uid root's and pmond's own have no effect */
    public static void run(int uid, Runnable work) {
        if (ordinary(uid).isEmpty()) {
            work.run();
            return;
        }
        String before = MDC.get(KEY);
        MDC.put(KEY, Integer.toUnsignedString(uid));
        try {
            work.run();
        } finally {
            restore(before);
        }
    }

    private static void restore(String before) {
        if (before == null) {
            MDC.remove(KEY);
        } else {
            MDC.put(KEY, before);
        }
    }

    /** The user, if it is an ordinary one; empty for root and for whom pmond runs as. */
    public static OptionalInt ordinary(int uid) {
        return uid == 0 || uid == OWN_UID ? OptionalInt.empty() : OptionalInt.of(uid);
    }

    /** Empty for root's and pmond's own work. */
    public static OptionalInt uid() {
        String uid = MDC.get(KEY);
        return uid == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseUnsignedInt(uid));
    }
}
