package pmon3.daemon.supervise;

import java.time.Instant;

/**
 * Now, by both clocks.
 *
 * @param ms monotonic milliseconds, for durations; no meaning outside this process
 * @param wall for stamps that people read
 */
public record Moment(long ms, Instant wall) {}
