package pmon3.model;

/**
 * One line of the process table.
 *
 * @param pid 0 when nothing lives
 * @param status the word shown: a {@link ProcessStatus#word} or {@code stopping}
 * @param cpuPercent of one core over the lifetime, the process and its descendants in its session
 * @param memoryBytes resident, the same processes
 * @param updatedAtEpochMs last update of the process, milliseconds since 1970
 */
public record ProcessRow(
        long id,
        String name,
        int pid,
        long restarts,
        String status,
        String user,
        double cpuPercent,
        long memoryBytes,
        long updatedAtEpochMs) {}
