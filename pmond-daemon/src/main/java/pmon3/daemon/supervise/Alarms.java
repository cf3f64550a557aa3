package pmon3.daemon.supervise;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/** When which process is to be woken. An alarm that its process has meanwhile changed is dropped when it is due. */
final class Alarms {
    private record Alarm(long atMs, Slot slot) {
        boolean isValid() {
            return slot.process().wakeAtMs() == atMs;
        }
    }

    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>(Comparator.comparingLong(Alarm::atMs));

    void set(Slot slot) {
        if (slot.process().wakeAtMs() != Timing.NEVER) {
            alarms.add(new Alarm(slot.process().wakeAtMs(), slot));
        }
    }

    /** Those whose time has come, each once. */
    List<Slot> due(long nowMs) {
        if (alarms.isEmpty() || alarms.peek().atMs() > nowMs) {
            return List.of();
        }
        Set<Slot> due = new LinkedHashSet<>();
        while (!alarms.isEmpty() && alarms.peek().atMs() <= nowMs) {
            Alarm alarm = alarms.poll();
            if (alarm.isValid()) {
                due.add(alarm.slot());
            }
        }
        return List.copyOf(due);
    }

    /** Monotonic milliseconds of the next one, or {@link Timing#NEVER}. */
    long nextMs() {
        while (!alarms.isEmpty() && !alarms.peek().isValid()) {
            alarms.poll();
        }
        return alarms.isEmpty() ? Timing.NEVER : alarms.peek().atMs();
    }
}
