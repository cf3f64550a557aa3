package pmon3.daemon.server;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for a state, under a deadline that only a failing test reaches. */
final class Eventually {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(500);

    private Eventually() {}

    static void await(String what, Callable<Boolean> state) throws Exception {
        long startNs = System.nanoTime();
        while (!state.call()) {
            if (System.nanoTime() - startNs > DEADLINE_NS) {
                throw new AssertionError("it never came to pass that " + what);
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }
}
