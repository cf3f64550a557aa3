package pmon3.daemon.kernel;

import java.time.Instant;
import java.util.List;

/**
 * What can be seen of a process that another program started.
 *
 * @param uid its real user
 * @param startedAt wall clock, from the boot time and its start ticks
 * @param executable target of {@code /proc/PID/exe}; empty if it cannot be read
 * @param argv {@code /proc/PID/cmdline}; empty if it cannot be read
 * @param output target of {@code /proc/PID/fd/1}; empty if it has none or it cannot be read
 */
public record ProcessFacts(
        ProcessIdentity identity, int uid, Instant startedAt, String executable, List<String> argv, String output) {
    public ProcessFacts {
        argv = List.copyOf(argv);
    }
}
