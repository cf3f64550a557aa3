package pmon3.daemon.command;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Set;
import java.util.stream.Collectors;
import pmon3.daemon.kernel.BootClock;
import pmon3.daemon.kernel.Kernel;
import pmon3.daemon.stats.Usage;
import pmon3.daemon.supervise.Clock;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.daemon.supervise.Moment;

/**
 * What the processes use, read from /proc for all who ask together: however many they are, they have the same read ten
 * times a second, one after another, so that they hold up neither each other nor the supervisor, who waits for the same
 * scanner. Any thread.
 */
public final class Readings {
    private static final long MAX_AGE_MS = 100;
    /** Of different processes: of one, of a group, of all. */
    private static final int MOST_KEPT = 16;

    private final Kernel kernel;
    private final Clock clock;
    private final Deque<Reading> readings = new ArrayDeque<>();

    /** @param leaders whose sessions it is of */
    private record Reading(Moment begun, Set<Integer> leaders, Usage usage) {
        boolean covers(Collection<ManagedProcess> processes) {
            return processes.stream()
                    .allMatch(process -> process.updatedAt().isBefore(begun.wall())
                            && (process.shownPid() == 0 || leaders.contains(process.shownPid())));
        }
    }

    public Readings(Kernel kernel, Clock clock) {
        this.kernel = kernel;
        this.clock = clock;
    }

    /** A reading that was begun within the last 100 ms, and after the last change of each of these. */
    synchronized Usage covering(Collection<ManagedProcess> processes) {
        Moment now = clock.now();
        readings.removeIf(reading -> now.ms() - reading.begun().ms() > MAX_AGE_MS);
        return readings.stream()
                .filter(reading -> reading.covers(processes))
                .findFirst()
                .map(Reading::usage)
                .orElseGet(() -> read(now, processes));
    }

    private Usage read(Moment now, Collection<ManagedProcess> processes) {
        Set<Integer> leaders = processes.stream()
                .map(ManagedProcess::shownPid)
                .filter(pid -> pid != 0)
                .collect(Collectors.toUnmodifiableSet());
        Usage usage = new Usage(kernel.scan(leaders), BootClock.seconds());
        readings.addFirst(new Reading(now, leaders, usage));
        if (readings.size() > MOST_KEPT) {
            readings.removeLast();
        }
        return usage;
    }
}
