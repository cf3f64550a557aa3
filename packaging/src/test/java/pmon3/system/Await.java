package pmon3.system;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for a state, with a deadline: the only way in which a system test lets time pass. */
public final class Await {
    private static final long LOOK_AGAIN_NANOS = 2_000_000;

    private Await() {}

    public static void until(String what, Duration deadline, BooleanSupplier condition) {
        value(what, deadline, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** The first value that is there; what was last thrown, if the deadline passes, is the failure's cause. */
    public static <T> T value(String what, Duration deadline, Supplier<Optional<T>> source) {
        long end = System.nanoTime() + deadline.toNanos();
        AssertionError last;
        do {
            try {
                Optional<T> value = source.get();
                if (value.isPresent()) {
                    return value.get();
                }
                last = null;
            } catch (AssertionError e) {
                last = e;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        } while (System.nanoTime() < end);
        throw new AssertionError(what + ": not within " + deadline, last);
    }
}
