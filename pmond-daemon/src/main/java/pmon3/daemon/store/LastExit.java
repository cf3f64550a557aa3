package pmon3.daemon.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import pmon3.model.ProcessExit;

/**
 * How a program last ended, and when.
 *
 * @param at by the wall clock, in whole milliseconds; empty where nobody was there to see it
 */
public record LastExit(ProcessExit exit, Optional<Instant> at) {
    public LastExit {
        at = at.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
    }

    /** It ended just now. */
    public static LastExit at(ProcessExit exit, Instant now) {
        return new LastExit(exit, Optional.of(now));
    }

    /** It ended while no pmond ran. */
    public static LastExit unseen() {
        return new LastExit(ProcessExit.UNKNOWN, Optional.empty());
    }
}
