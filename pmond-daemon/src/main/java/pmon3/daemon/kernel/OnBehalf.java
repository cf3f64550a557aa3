package pmon3.daemon.kernel;

import java.util.OptionalInt;
import org.slf4j.MDC;

/**
 * Whose wish a thread is carrying out: meanwhile the look-ups that it asks for and the log lines that it writes count as that
 * user's. Root's and pmond's own work is nobody's. Not nested.
 */
public final class OnBehalf {
    /** The key of the logging context under which the uid stands, unsigned. */
    public static final String KEY = "uid";

    private OnBehalf() {}

    /** @param uid root's has no effect */
    public static void run(int uid, Runnable work) {
        if (uid == 0) {
            work.run();
            return;
        }
        MDC.put(KEY, Integer.toUnsignedString(uid));
        try {
            work.run();
        } finally {
            MDC.remove(KEY);
        }
    }

    /** Empty for root's and pmond's own work. */
    static OptionalInt uid() {
        String uid = MDC.get(KEY);
        return uid == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseUnsignedInt(uid));
    }
}
