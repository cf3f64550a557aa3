package pmon3.daemon.command;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import pmon3.daemon.kernel.Kernel;
import pmon3.daemon.stats.Usage;
import pmon3.daemon.supervise.Clock;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.daemon.supervise.Moment;

/**
 * What the processes use, read from /proc for all who ask together: however many they are, they have it read ten times a
 * second, one after another, and the supervisor, who waits for the same scanner, is not held up by those who only look.
 * Any thread.
 */
public final class Readings {
    private static final long MAX_AGE_MS = 100;

    private final Kernel kernel;
    private final Clock clock;
    private Usage last;
    /** Whose sessions it is of. */
    private Set<Integer> leaders = Set.of();
    /** When it was begun; null before the first. */
    private Moment begun;

    public Readings(Kernel kernel, Clock clock) {
        this.kernel = kernel;
        this.clock = clock;
    }

    /** A reading that was begun within the last 100 ms, and after the last change of each of these. */
    synchronized Usage covering(Collection<ManagedProcess> processes) {
        Moment now = clock.now();
        boolean young = begun != null && now.ms() - begun.ms() <= MAX_AGE_MS;
        if (!young || !isCovered(processes)) {
            // Who asks for one process after the other soon has a reading of all of them.
            read(now, processes, young ? leaders : Set.of());
        }
        return last;
    }

    private void read(Moment now, Collection<ManagedProcess> processes, Set<Integer> also) {
        Set<Integer> wanted = new HashSet<>(also);
        processes.forEach(process -> wanted.add(process.shownPid()));
        wanted.remove(0);
        begun = now;
        leaders = Set.copyOf(wanted);
        last = new Usage(kernel.scan(leaders), Usage.uptimeSeconds());
    }

    private boolean isCovered(Collection<ManagedProcess> processes) {
        Instant since = begun.wall();
        return processes.stream()
                .allMatch(process -> process.updatedAt().isBefore(since)
                        && (process.shownPid() == 0 || leaders.contains(process.shownPid())));
    }
}
