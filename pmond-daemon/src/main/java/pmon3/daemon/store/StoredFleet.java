package pmon3.daemon.store;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything the store held when it was read.
 *
 * @param membership process id to group ids
 * @param warnings lines for the log: rows that could not be understood and are left as they are
 * @param highestProcessId of all rows, also those that could not be understood; a new process gets a higher one
 * @param highestGroupId of all rows, also those of deleted groups; a new group gets a higher one
 */
public record StoredFleet(
        List<StoredProcess> processes,
        List<StoredGroup> groups,
        Map<Long, Set<Long>> membership,
        List<String> warnings,
        long highestProcessId,
        long highestGroupId) {
    public StoredFleet {
        processes = List.copyOf(processes);
        groups = List.copyOf(groups);
        membership = Map.copyOf(membership);
        warnings = List.copyOf(warnings);
    }

    /** A fleet in which no row is left out. */
    public StoredFleet(
            List<StoredProcess> processes,
            List<StoredGroup> groups,
            Map<Long, Set<Long>> membership,
            List<String> warnings) {
        this(
                processes,
                groups,
                membership,
                warnings,
                processes.stream().mapToLong(StoredProcess::id).max().orElse(0),
                groups.stream().mapToLong(StoredGroup::id).max().orElse(0));
    }
}
