package pmon3.daemon.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One reading of /proc, indexed by pid and by session. Immutable. */
public final class ProcessTable {
    private final Map<Integer, Entry> byPid;
    private final Map<Integer, List<Entry>> bySession;

    /**
     * One line of {@code /proc/PID/stat} (proc_pid_stat(5)).
     *
     * @param state the letter of field 3
     * @param startTicks field 22, clock ticks since boot
     * @param cpuTicks fields 14 and 15 together, clock ticks
     * @param residentPages field 24
     */
    public record Entry(
            int pid,
            String comm,
            char state,
            int parent,
            int group,
            int session,
            long cpuTicks,
            long startTicks,
            long residentPages) {
        /** A zombie or a dead entry no longer runs anything. */
        public boolean isLive() {
            return state != 'Z' && state != 'X' && state != 'x';
        }
    }

    public ProcessTable(Collection<Entry> entries) {
        byPid = new HashMap<>(entries.size() * 2);
        bySession = new HashMap<>(entries.size() * 2);
        for (Entry entry : entries) {
            byPid.put(entry.pid(), entry);
            bySession
                    .computeIfAbsent(entry.session(), key -> new ArrayList<>(2))
                    .add(entry);
        }
    }

    public Optional<Entry> find(int pid) {
        return Optional.ofNullable(byPid.get(pid));
    }

    /** In no order. */
    public Collection<Entry> all() {
        return Collections.unmodifiableCollection(byPid.values());
    }

    /** The live members of a session: every process whose session is the leader's pid and that is no zombie. */
    public List<Entry> members(int leaderPid) {
        return bySession.getOrDefault(leaderPid, List.of()).stream()
                .filter(Entry::isLive)
                .toList();
    }
}
