package pmon3.daemon.stats;

import java.util.List;
import pmon3.daemon.kernel.ProcUnits;
import pmon3.daemon.kernel.ProcessTable;

/**
 * One reading of what sessions use.
 *
 * <p>CPU is utime and stime of all live members over the leader's lifetime, as ps(1) reckons it; memory is their resident
 * set (proc_pid_stat(5)).
 */
public final class Usage {
    private static final double TICKS_PER_SECOND = ProcUnits.TICKS_PER_SECOND;

    private final ProcessTable table;
    private final double uptimeSeconds;

    /** @param uptimeSeconds since boot, at the time of the reading */
    public Usage(ProcessTable table, double uptimeSeconds) {
        this.table = table;
        this.uptimeSeconds = uptimeSeconds;
    }

    /** Percent of one core over the lifetime; 0 if nothing of it lives. */
    public double cpuPercent(int leaderPid) {
        double seconds = lifetimeSeconds(leaderPid);
        long ticks = table.members(leaderPid).stream()
                .mapToLong(ProcessTable.Entry::cpuTicks)
                .sum();
        return seconds <= 0 ? 0 : 100 * (ticks / TICKS_PER_SECOND) / seconds;
    }

    /** Resident bytes; 0 if nothing of it lives. */
    public long memoryBytes(int leaderPid) {
        return ProcUnits.PAGE_BYTES
                * table.members(leaderPid).stream()
                        .mapToLong(ProcessTable.Entry::residentPages)
                        .sum();
    }

    /** Of all live members. */
    public List<Integer> pids(int leaderPid) {
        return table.members(leaderPid).stream().map(ProcessTable.Entry::pid).toList();
    }

    /** Milliseconds since the leader started; -1 if it does not live. */
    public long uptimeMs(int leaderPid) {
        return table.find(leaderPid)
                .filter(ProcessTable.Entry::isLive)
                .map(entry -> Math.max(0, Math.round(1000 * lifetimeSeconds(leaderPid))))
                .orElse(-1L);
    }

    private double lifetimeSeconds(int leaderPid) {
        return table.find(leaderPid)
                .map(entry -> uptimeSeconds - entry.startTicks() / TICKS_PER_SECOND)
                .orElse(0.0);
    }
}
