package pmon3.daemon.supervise;

import java.util.Optional;
import pmon3.daemon.kernel.ProcessIdentity;

/**
 * The one program of a managed process that lives, or lived last.
 *
 * @param attempt how many starts this pmond has tried, this one included; 0 for an adopted process
 * @param identity present from the helper's readiness until nothing of it lives
 * @param ended whether its leader has ended
 * @param startedMs monotonic milliseconds of its start attempt
 * @param lastPid the number it has or had; 0 if none is known
 */
public record Instance(long attempt, Optional<ProcessIdentity> identity, boolean ended, long startedMs, int lastPid) {
    /** No start is known: long enough ago that a restart need not wait. */
    public static final Instance NONE = new Instance(0, Optional.empty(), true, Long.MIN_VALUE / 2, 0);

    public static Instance adopted(ProcessIdentity identity, long startedMs) {
        return new Instance(0, Optional.of(identity), false, startedMs, identity.pid());
    }

    Instance spawning(Moment now) {
        return new Instance(attempt + 1, Optional.empty(), false, now.ms(), lastPid);
    }

    Instance ready(ProcessIdentity identified) {
        return new Instance(attempt, Optional.of(identified), ended, startedMs, identified.pid());
    }

    Instance leaderEnded() {
        return new Instance(attempt, identity, true, startedMs, lastPid);
    }

    /** Nothing lives; when it was started still matters. */
    Instance gone() {
        return new Instance(attempt, Optional.empty(), true, startedMs, lastPid);
    }

    int pid() {
        return identity.map(ProcessIdentity::pid).orElse(0);
    }
}
