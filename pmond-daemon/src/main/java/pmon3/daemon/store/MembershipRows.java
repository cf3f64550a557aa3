package pmon3.daemon.store;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Table {@code process_groups}: which process is in which groups. */
final class MembershipRows {
    private record Pair(long processId, long groupId) {}

    private final Database database;

    MembershipRows(Database database) {
        this.database = database;
    }

    /** Rows that name something else than these, such as a deleted group, say nothing. */
    Map<Long, Set<Long>> read(List<StoredProcess> processes, List<StoredGroup> groups) throws SQLException {
        Set<Long> processIds = processes.stream().map(StoredProcess::id).collect(Collectors.toSet());
        Set<Long> groupIds = groups.stream().map(StoredGroup::id).collect(Collectors.toSet());
        List<Pair> pairs = database.query(
                "SELECT `process_id`, `group_id` FROM `process_groups`",
                row -> new Pair(row.getLong(1), row.getLong(2)));
        return pairs.stream()
                .filter(pair -> processIds.contains(pair.processId()) && groupIds.contains(pair.groupId()))
                .collect(Collectors.groupingBy(
                        Pair::processId, Collectors.mapping(Pair::groupId, Collectors.toUnmodifiableSet())));
    }

    /** Rows that stay are not touched. */
    void set(long processId, Set<Long> groupIds) throws SQLException {
        Set<Long> stored = new HashSet<>(database.query(
                "SELECT `group_id` FROM `process_groups` WHERE `process_id` = ?", row -> row.getLong(1), processId));
        for (long groupId : stored) {
            if (!groupIds.contains(groupId)) {
                database.update(
                        "DELETE FROM `process_groups` WHERE `process_id` = ? AND `group_id` = ?", processId, groupId);
            }
        }
        for (long groupId : new TreeSet<>(groupIds)) {
            if (!stored.contains(groupId)) {
                database.update(
                        "INSERT INTO `process_groups` (`process_id`, `group_id`) VALUES (?, ?)", processId, groupId);
            }
        }
    }
}
