package pmon3.daemon.supervise;

import pmon3.config.Settings;

/**
 * The restart count that people see, and flap detection's own.
 *
 * @param restarts shown and stored; also raised by a commanded restart
 * @param flaps automatic restarts that count towards the threshold
 * @param countdown monitor intervals until supervision is normal again; 0 when no countdown runs
 * @param decrementIn monitor intervals until the next decrement; meaningful while a countdown runs
 */
public record Counts(long restarts, long flaps, int countdown, int decrementIn) {
    public static final Counts ZERO = new Counts(0, 0, 0, 0);

    public static Counts restored(long restarts) {
        return new Counts(restarts, 0, 0, 0);
    }

    boolean isCountingDown() {
        return countdown > 0;
    }

    /** Whether flap detection lets it be started by itself now. */
    boolean allowsStart(Settings.Flap flap) {
        return !flap.enabled() || countdown == 0 || flaps < flap.thresholdRestarted();
    }

    Counts afterCommandedRestart() {
        return new Counts(restarts + 1, flaps, countdown, decrementIn);
    }

    /** One more automatic restart; the one that reaches the threshold starts a countdown unless one runs. */
    Counts afterRestart(Settings.Flap flap) {
        if (!flap.enabled()) {
            return restored(restarts + 1);
        }
        long flapsNow = Math.min(flaps + 1, flap.thresholdRestarted());
        boolean begins = countdown == 0 && flapsNow == flap.thresholdRestarted();
        return begins
                ? new Counts(restarts + 1, flapsNow, flap.thresholdCountdown(), flap.thresholdDecrement())
                : new Counts(restarts + 1, flapsNow, countdown, decrementIn);
    }

    /** One monitor interval later. At the countdown's end all is zero, whatever a decrement would have said. */
    Counts afterInterval(Settings.Flap flap) {
        if (countdown == 0) {
            return this;
        }
        if (!flap.enabled()) {
            return restored(restarts);
        }
        if (countdown == 1) {
            return ZERO;
        }
        if (flap.thresholdDecrement() == 0) {
            return new Counts(restarts, flaps, countdown - 1, 0);
        }
        if (decrementIn > 1) {
            return new Counts(restarts, flaps, countdown - 1, decrementIn - 1);
        }
        return new Counts(Math.max(0, restarts - 1), Math.max(0, flaps - 1), countdown - 1, flap.thresholdDecrement());
    }
}
