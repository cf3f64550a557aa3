package pmon3.daemon.supervise;

import java.time.Instant;

/** The door to time. */
public interface Clock {
    Moment now();

    /** The machine's clocks. */
    Clock SYSTEM = () -> new Moment(System.nanoTime() / 1_000_000, Instant.now());
}
