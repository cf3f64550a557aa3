package pmon3.daemon.supervise;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import pmon3.config.Settings;
import pmon3.daemon.store.StoredProcess;

/**
 * What the guide says about starts, in a small model of its own that sees only what is asked, announced and started: who
 * may start at all, how long after its last start, and how often while it flaps.
 */
final class Starts {
    private static final long RESTART_DELAY_MS = 5_000;
    private static final long INTERVAL_MS = 500;
    /** The longest step that the world makes while it is watched for delays. */
    private static final long STEP_MS = 100;

    private static final class Record {
        private boolean mayStart;
        private boolean announced;
        private long startedMs = Long.MIN_VALUE / 2;
        /** Later than {@link #startedMs} if a pmond before this one started it, which this one may not know better. */
        private long startedAtLatestMs = startedMs;

        private long waitsSinceMs = -1;
        private int flaps;
        private int countdown;
        private int ticksInDecrement;
    }

    private final World world;
    private final Settings.Flap flap;
    private final Map<String, Record> records = new HashMap<>();
    private final Set<String> onlyByCommand = new HashSet<>();
    private long lastTickMs;

    Starts(World world, Settings.Flap flap) {
        this.world = world;
        this.flap = flap;
    }

    /** This one is never started by itself. */
    void onlyByCommand(String name) {
        onlyByCommand.add(name);
    }

    void startAsked(String name) {
        record(name).mayStart = true;
    }

    void stopAsked(String name) {
        record(name).mayStart = false;
    }

    void resetAsked(String name) {
        clear(record(name));
    }

    /** A pmond begins, knowing no more than its rows. */
    void begins() {
        records.clear();
        lastTickMs = world.now().ms();
        for (StoredProcess row : world.store.load().processes()) {
            boolean restarts = row.definition().autoRestart();
            Record record = record(row.definition().name());
            record.startedAtLatestMs = lastTickMs;
            record.mayStart = !row.deleting()
                    && switch (row.status()) {
                        case QUEUED, INIT, RESTARTING, CLOSED -> true;
                        case RUNNING, FAILED, BACKOFF -> restarts;
                        case STOPPED -> false;
                    };
        }
    }

    void announced(Announcement announcement, String name) {
        record(name).announced |= announcement == Announcement.PROCESS_RESTART;
    }

    void started(String name) {
        Record record = record(name);
        if (record.announced) {
            startedByItself(name, record);
        } else {
            require(record.mayStart, () -> name + " is started and nobody asked for it");
        }
        record.mayStart = false;
        record.announced = false;
        record.startedMs = world.now().ms();
        record.startedAtLatestMs = record.startedMs;
        record.waitsSinceMs = -1;
    }

    private void startedByItself(String name, Record record) {
        long since = world.now().ms() - record.startedMs;
        require(!onlyByCommand.contains(name), () -> name + " restarts by itself and must not");
        require(since >= RESTART_DELAY_MS, () -> name + " restarts " + since + " ms after its last start");
        if (!flap.enabled()) {
            return;
        }
        require(
                record.countdown == 0 || record.flaps < flap.thresholdRestarted(),
                () -> name + " restarts while it is backed off");
        record.flaps = Math.min(record.flaps + 1, flap.thresholdRestarted());
        if (record.countdown == 0 && record.flaps == flap.thresholdRestarted()) {
            record.countdown = flap.thresholdCountdown();
            record.ticksInDecrement = 0;
        }
    }

    /** Before pmond looks at the clock. Intervals that went by together count as one. */
    void tick() {
        long intervals = (world.now().ms() - lastTickMs) / INTERVAL_MS;
        lastTickMs += intervals * INTERVAL_MS;
        if (intervals > 0) {
            records.values().stream().filter(record -> record.countdown > 0).forEach(this::tick);
        }
    }

    private void tick(Record record) {
        record.countdown--;
        record.ticksInDecrement++;
        if (record.countdown == 0) {
            clear(record);
        } else if (record.ticksInDecrement == flap.thresholdDecrement()) {
            record.flaps = Math.max(0, record.flaps - 1);
            record.ticksInDecrement = 0;
        }
    }

    /**
     * After each step. Who was stopped or removed begins anew with no flaps, which nobody would see later if it is started
     * again meanwhile.
     */
    void see() {
        records.forEach((name, record) -> {
            Optional<ManagedProcess> process = world.fleet().byName(name);
            if (process.isEmpty() || process.get().phase() == Phase.STOPPED) {
                clear(record);
            }
        });
    }

    /** After all that could happen by now has happened. */
    void checkSettled() {
        see();
        long now = world.now().ms();
        for (ManagedProcess process : world.fleet().all()) {
            Record record = record(process.name());
            if (process.phase() == Phase.RUNNING) {
                record.mayStart = false;
            }
            if (process.phase() != Phase.WAITING) {
                record.waitsSinceMs = -1;
            } else if (record.waitsSinceMs < 0) {
                record.waitsSinceMs = now;
            }
            boolean waits = record.waitsSinceMs >= 0 && record.countdown == 0;
            long due = Math.max(record.waitsSinceMs, record.startedAtLatestMs + RESTART_DELAY_MS);
            long latest = due + INTERVAL_MS + STEP_MS;
            require(!waits || now <= latest, () -> process.name() + " is not restarted in time: " + process);
        }
    }

    private static void clear(Record record) {
        record.flaps = 0;
        record.countdown = 0;
    }

    private Record record(String name) {
        return records.computeIfAbsent(name, key -> new Record());
    }

    private static void require(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise.get());
        }
    }
}
