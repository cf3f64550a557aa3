package pmon3.daemon.command;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import pmon3.daemon.supervise.Fleet;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.daemon.supervise.Phase;
import pmon3.daemon.supervise.Timing;

/** What {@code desc} says of a process besides its properties: why it does not run, and when it is started next. */
final class Remarks {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final long MS_PER_SECOND = 1000;

    private Remarks() {}

    /** On the supervisor thread. @param now for people */
    static String of(Fleet fleet, ManagedProcess process, long monitorIntervalMs, Instant now) {
        List<String> remarks = new ArrayList<>();
        if (fleet.isUnstored(process.id())) {
            remarks.add("not stored yet: see pmond's log");
        }
        if (!process.remark().isEmpty()) {
            remarks.add(process.remark());
        }
        fleet.startingForMs(process.id()).stream()
                .filter(ms -> ms >= Timing.SLOW_START_MS)
                .forEach(ms -> remarks.add("starting for " + ms / MS_PER_SECOND
                        + " s: it waits for its turn, or for its user, folder, program or log; see pmond's log"));
        OptionalLong untilMs = fleet.untilNextStartMs(process.id(), monitorIntervalMs);
        if (untilMs.isPresent()) {
            boolean flaps = process.phase() == Phase.BACKOFF;
            remarks.add((flaps ? "flaps; supervised again in " : "next start in ") + in(untilMs.getAsLong(), now));
        } else if (process.phase() == Phase.FAILED && !process.definition().autoRestart()) {
            remarks.add("not started again: no-autorestart is set");
        }
        return String.join("; ", remarks);
    }

    private static String in(long ms, Instant now) {
        long seconds = (ms + MS_PER_SECOND - 1) / MS_PER_SECOND;
        return seconds + " s, at " + TIME.format(now.plusMillis(ms));
    }
}
