package pmon3.daemon.supervise;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What time alone decides: alarms, and the monitor's intervals for those that wait for them. */
final class Monitor {
    private final Decider decider;
    private long lastTickMs;

    Monitor(Decider decider, long startMs) {
        this.decider = decider;
        this.lastTickMs = startMs;
    }

    /** Wakes whose time has come. Intervals that nobody waited for are passed over, never made up for. */
    void tick(long nowMs, long intervalMs) {
        for (Slot slot : decider.alarms().due(nowMs)) {
            decider.apply(slot, new ProcessEvent.TimeUp());
        }
        decider.storing().late(nowMs);
        long intervals = (nowMs - lastTickMs) / intervalMs;
        if (intervals > 0) {
            lastTickMs += intervals * intervalMs;
            inOrder(decider.ticking()).forEach(slot -> decider.apply(slot, new ProcessEvent.MonitorTick()));
            decider.storing().again();
        }
    }

    /** Monotonic milliseconds of the next interval's end, or {@link Timing#NEVER} if nobody waits for it. */
    long nextTickMs(long nowMs, long intervalMs) {
        boolean nobody = decider.ticking().isEmpty() && !decider.storing().hasUnstored();
        return nobody ? Timing.NEVER : lastTickMs + ((nowMs - lastTickMs) / intervalMs + 1) * intervalMs;
    }

    List<Slot> inOrder(Collection<Slot> slots) {
        return slots.stream().sorted(Comparator.comparingLong(Slot::id)).toList();
    }
}
