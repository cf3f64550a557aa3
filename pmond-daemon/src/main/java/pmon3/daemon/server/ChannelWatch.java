package pmon3.daemon.server;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.daemon.kernel.DirectoryWatch;
import pmon3.ipc.ShmemChannel;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * Everything that happens in the channel directory, step by step: requests are taken, leftovers swept away, the directory
 * made again if it was removed; and all clients that wait are shown twice a second that pmond lives. One thread calls
 * {@link #step}; {@link #wake} and {@link #answered} may be called by any.
 */
final class ChannelWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChannelWatch.class);
    private static final long REOPEN_PAUSE_NS = 1_000_000_000L;
    /** Between two attempts to tell clients what is served, where there is no space for it. */
    private static final long TELL_PAUSE_NS = 1_000_000_000L;

    private final DirectoryPolicy policy;
    private final ChannelCount count;
    private final IntakeRate rate;
    private final ShutOut shutOut;
    private final Consumer<ServedChannel> onTaken;
    private final Runnable onMadeAgain;
    private final Beats beats = new Beats();

    /** Null while the directory cannot be made again. */
    private volatile Door door;

    private volatile List<String> served;
    /** What the lock file says. */
    private List<String> told;

    private Sweep sweep;
    private boolean sweepAgain;
    private long nextSweepNs;

    /** The directory in use with what depends on it; another one after it was removed and made again. */
    private record Door(ServedDirectory directory, DirectoryWatch watch, Removal removal, Intake intake)
            implements AutoCloseable {
        static Door open(DirectoryPolicy policy, ChannelCount count, IntakeRate rate) {
            ServedDirectory directory = ServedDirectory.open(policy);
            try {
                return open(directory, DirectoryWatch.of(directory.descriptor(), directory.lockFile()), count, rate);
            } catch (IOException e) {
                directory.close();
                throw new PmonException(ErrorCode.FAILED, policy.path() + ": " + e.getMessage(), e);
            } catch (RuntimeException | Error e) {
                directory.close();
                throw e;
            }
        }

        private static Door open(ServedDirectory directory, DirectoryWatch watch, ChannelCount count, IntakeRate rate) {
            try {
                Removal removal = new Removal(directory.descriptor());
                return new Door(directory, watch, removal, new Intake(directory.descriptor(), removal, count, rate));
            } catch (RuntimeException | Error e) {
                watch.close();
                throw e;
            }
        }

        @Override
        public void close() {
            watch.close();
            directory.close();
        }
    }

    /**
     * Makes the directory; requests that already wait in it are taken first.
     *
     * @param count of all that are taken, in whatever way
     * @param onTaken must not block
     * @param onMadeAgain called when the directory was removed and made again
     * @throws PmonException FAILED if the directory cannot be served
     */
    ChannelWatch(
            DirectoryPolicy policy,
            int ownUid,
            ChannelCount count,
            Consumer<ServedChannel> onTaken,
            Runnable onMadeAgain) {
        this.policy = policy;
        this.served = policy.transports();
        this.count = count;
        this.rate = new IntakeRate(ownUid, System.nanoTime());
        this.onTaken = onTaken;
        this.onMadeAgain = onMadeAgain;
        this.door = Door.open(policy, count, rate);
        this.told = door.directory().told();
        try {
            this.shutOut = new ShutOut(policy);
        } catch (RuntimeException | Error e) {
            door.close();
            throw e;
        }
        startSweep();
    }

    /** Waits until something happened or is due, and does what it asks for. */
    void step() {
        if (door == null) {
            LockSupport.parkNanos(REOPEN_PAUSE_NS);
            openAgain();
            startSweep();
        }
        tellServedIfNew();
        DirectoryWatch watch = door.watch();
        boolean happened = watch.await(timeoutMs());
        long startNs = System.nanoTime();
        if (happened) {
            watch.tell(events);
        }
        beats.showIfDue();
        sweepIfDue();
        long nowNs = System.nanoTime();
        rate.worked(startNs, nowNs);
        shutOut.judge(rate, door.directory().descriptor(), nowNs);
    }

    /** By the thread that calls {@link #step}, or before there is one. */
    void tellServedIfNew() {
        List<String> wanted = served;
        if (!wanted.equals(told) && door.directory().tellServed(wanted)) {
            told = wanted;
        }
    }

    /** Ends the wait of the {@link #step} that is going on. */
    void wake() {
        Door current = door;
        if (current != null) {
            current.watch().wake();
        }
    }

    /** From the next {@link #step} on the lock file says that these transports are served. */
    void tellServed(List<String> transports) {
        served = List.copyOf(transports);
        wake();
    }

    /** This client needs no signs of life any more. */
    void answered(ServedChannel channel) {
        beats.remove(channel);
        count.release(channel.caller().uid());
    }

    /** From now on clients see that no pmond lives. */
    @Override
    public void close() {
        endSweep();
        shutOut.close();
        if (door != null) {
            door.close();
        }
    }

    private final DirectoryWatch.Listener events = new DirectoryWatch.Listener() {
        @Override
        public void appeared(String name) {
            shutOut.nameCame();
            if (Intake.isRequest(name)) {
                take(name);
            }
        }

        @Override
        public void overflowed() {
            startSweep();
        }

        @Override
        public void crowded() {
            startSweep();
        }

        @Override
        public void disturbed() {
            nextSweepNs = System.nanoTime();
        }
    };

    private void take(String name) {
        if (!policy.serves(ShmemChannel.NAME)) {
            door.removal().remove(name);
            return;
        }
        door.intake().take(name).ifPresent(channel -> {
            beats.add(channel);
            onTaken.accept(channel);
        });
    }

    private int timeoutMs() {
        if (sweep != null) {
            return 0;
        }
        long dueInNs = Math.min(nextSweepNs - System.nanoTime(), Math.min(beats.dueInNs(), shutOut.dueInNs()));
        if (!served.equals(told)) {
            dueInNs = Math.min(dueInNs, TELL_PAUSE_NS);
        }
        return (int) Math.max(0, TimeUnit.NANOSECONDS.toMillis(dueInNs) + 1);
    }

    private void sweepIfDue() {
        if (System.nanoTime() - nextSweepNs >= 0) {
            tellRefused();
            reopenIfRemoved();
            startSweep();
        }
        if (sweep != null) {
            stepSweep();
        }
    }

    private void tellRefused() {
        Intake intake = door.intake();
        long refused = intake.takeRefused();
        if (refused > 0) {
            log.warn(
                    "refused {} requests in {}, the last of uid {}",
                    refused,
                    policy.path(),
                    Integer.toUnsignedString(intake.lastRefusedUid()));
        }
    }

    private void reopenIfRemoved() {
        if (!door.directory().isInPlace()) {
            log.warn("{} was removed: making it again", policy.path());
            endSweep();
            Door removed = door;
            door = null;
            removed.close();
            openAgain();
        }
    }

    private void openAgain() {
        door = Door.open(policy, count, rate);
        told = door.directory().told();
        shutOut.moved(door.directory().descriptor(), System.nanoTime());
        onMadeAgain.run();
    }

    private void startSweep() {
        nextSweepNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ServerLimits.SWEEP_INTERVAL_MS);
        if (sweep != null) {
            sweepAgain = true;
            return;
        }
        try {
            sweep = Sweep.begin(door.directory().descriptor(), door.removal(), this::take);
        } catch (IOException e) {
            log.warn("cannot list {}", policy.path(), e);
        }
    }

    private void stepSweep() {
        try {
            if (sweep.step()) {
                return;
            }
        } catch (IOException e) {
            log.warn("cannot list {}", policy.path(), e);
        }
        endSweep();
        if (sweepAgain) {
            sweepAgain = false;
            startSweep();
        }
    }

    private void endSweep() {
        if (sweep != null) {
            try {
                sweep.close();
            } catch (IOException e) {
                log.warn("cannot end the listing of {}", policy.path(), e);
            }
            sweep = null;
        }
    }
}
