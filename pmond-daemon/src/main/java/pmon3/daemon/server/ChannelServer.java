package pmon3.daemon.server;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.daemon.kernel.DirectoryWatch;
import pmon3.ipc.ChannelLayout;
import pmon3.ipc.OwnUid;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * The daemon's end of the default transport. One thread watches the directory, takes requests at the door and shows their
 * clients twice a second that pmond is alive; workers answer. {@link #start} and {@link #close} may be called by any
 * thread.
 */
public final class ChannelServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChannelServer.class);

    private static final long REOPEN_PAUSE_NS = 1_000_000_000L;

    private final DirectoryPolicy policy;
    private final Conversation conversation;
    private final ChannelCount count;
    private final Lanes lanes;
    private final Set<ServedChannel> open = ConcurrentHashMap.newKeySet();
    private final Thread watcher = new Thread(this::watch, "channel-watch");

    private volatile boolean closing;
    /** Null while the directory cannot be made again. */
    private volatile Door door;

    private Sweep sweep;
    private boolean sweepAgain;
    private long nextSweepNs;
    private long nextBeatNs;

    /** The directory in use with what depends on it; another one if it was removed and made again. */
    private record Door(ServedDirectory directory, DirectoryWatch watch, Intake intake) implements AutoCloseable {
        static Door open(DirectoryPolicy policy, ChannelCount count) {
            ServedDirectory directory = ServedDirectory.open(policy);
            try {
                DirectoryWatch watch = DirectoryWatch.of(directory.descriptor(), directory.lockFile());
                return new Door(directory, watch, new Intake(directory.descriptor(), count));
            } catch (IOException e) {
                directory.close();
                throw new PmonException(ErrorCode.FAILED, policy.path() + ": " + e.getMessage(), e);
            }
        }

        @Override
        public void close() {
            watch.close();
            directory.close();
        }
    }

    private ChannelServer(DirectoryPolicy policy, IntPredicate admitted, RequestHandler handler) {
        int ownUid = OwnUid.read();
        this.policy = policy;
        this.conversation = new Conversation(admitted, handler);
        this.count = new ChannelCount(ownUid);
        this.lanes = new Lanes(ownUid);
        this.door = Door.open(policy, count);
    }

    /**
     * Makes the directory and begins to answer; requests that already wait in it are taken first.
     *
     * @param admitted whether a uid may ask at all; called by workers
     * @param handler called by workers
     * @throws PmonException FAILED if the directory cannot be served
     */
    public static ChannelServer start(DirectoryPolicy policy, IntPredicate admitted, RequestHandler handler) {
        ChannelServer server = new ChannelServer(policy, admitted, handler);
        server.watcher.start();
        return server;
    }

    /** Takes nothing more, lets answers under way end within a moment, and then shows clients that no pmond lives. */
    @Override
    public synchronized void close() {
        if (closing) {
            return;
        }
        closing = true;
        wakeWatcher();
        try {
            watcher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lanes.close(ServerLimits.CLOSE_WAIT_MS);
        if (door != null) {
            door.close();
        }
    }

    private void wakeWatcher() {
        Door current = door;
        if (current != null) {
            current.watch().wake();
        }
        LockSupport.unpark(watcher);
    }

    private void watch() {
        nextBeatNs = System.nanoTime();
        startSweep();
        while (!closing) {
            try {
                if (door == null) {
                    LockSupport.parkNanos(REOPEN_PAUSE_NS);
                    door = Door.open(policy, count);
                    startSweep();
                }
                door.watch().await(timeoutMs(), events);
                doWhatIsDue();
            } catch (RuntimeException e) {
                log.error("the channel's watch goes on after", e);
            }
        }
        endSweep();
    }

    private final DirectoryWatch.Listener events = new DirectoryWatch.Listener() {
        @Override
        public void appeared(String name) {
            if (Intake.isRequest(name)) {
                take(name);
            }
        }

        @Override
        public void overflowed() {
            startSweep();
        }

        @Override
        public void disturbed() {
            nextSweepNs = System.nanoTime();
        }
    };

    private void take(String name) {
        door.intake().take(name).ifPresent(channel -> {
            open.add(channel);
            lanes.submit(channel.caller().uid(), () -> answer(channel));
        });
    }

    private void answer(ServedChannel channel) {
        try (channel) {
            conversation.hold(channel);
        } finally {
            open.remove(channel);
            count.release(channel.caller().uid());
        }
    }

    private int timeoutMs() {
        if (sweep != null) {
            return 0;
        }
        long due = open.isEmpty() ? nextSweepNs : Math.min(nextSweepNs, nextBeatNs);
        return (int) Math.max(0, TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime()) + 1);
    }

    private void doWhatIsDue() {
        long now = System.nanoTime();
        if (now - nextBeatNs >= 0) {
            nextBeatNs = now + TimeUnit.MILLISECONDS.toNanos(ChannelLayout.BEAT_INTERVAL_MS);
            open.forEach(ServedChannel::beat);
        }
        if (now - nextSweepNs >= 0) {
            reopenIfRemoved();
            startSweep();
        }
        if (sweep != null) {
            stepSweep();
        }
    }

    private void reopenIfRemoved() {
        if (!door.directory().isInPlace()) {
            log.warn("{} was removed: making it again", policy.path());
            endSweep();
            Door removed = door;
            door = null;
            removed.close();
            door = Door.open(policy, count);
        }
    }

    private void startSweep() {
        nextSweepNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ServerLimits.SWEEP_INTERVAL_MS);
        if (sweep != null) {
            sweepAgain = true;
            return;
        }
        try {
            sweep = Sweep.begin(door.directory().descriptor(), this::take);
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
