package pmon3.daemon.supervise;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import pmon3.model.ProcessDefinition;

/** A tally of as many processes as a test needs. */
public final class Tallies {
    private static final Moment NOW = new Moment(0, Instant.EPOCH);

    private final Tally tally = new Tally();
    private final Map<Integer, Deque<ManagedProcess>> processes = new HashMap<>();
    private long lastId;

    public Tally tally() {
        return tally;
    }

    /** So many processes of a user, each described by so many bytes. @return the last of them */
    public ManagedProcess add(int uid, int count, int bytes) {
        Deque<ManagedProcess> own = processes.computeIfAbsent(uid, absent -> new ArrayDeque<>());
        for (int i = 0; i < count; i++) {
            ManagedProcess process = ManagedProcess.fresh(
                    ++lastId,
                    new ProcessDefinition("", "", "a".repeat(bytes), "", "", "", true, List.of()),
                    new Owner(uid, uid),
                    NOW);
            tally.add(process);
            own.add(process);
        }
        return own.getLast();
    }

    public void remove(int uid, int count) {
        for (int i = 0; i < count; i++) {
            tally.remove(processes.get(uid).removeFirst());
        }
    }
}
