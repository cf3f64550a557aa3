package pmon3.daemon.store;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything the store held when it was read.
 *
 * @param membership process id to group ids
 * @param warnings lines for the log: rows that could not be understood and are left as they are
 */
public record StoredFleet(
        List<StoredProcess> processes, List<StoredGroup> groups, Map<Long, Set<Long>> membership, List<String> warnings) {
    public StoredFleet {
        processes = List.copyOf(processes);
        groups = List.copyOf(groups);
        membership = Map.copyOf(membership);
        warnings = List.copyOf(warnings);
    }
}
