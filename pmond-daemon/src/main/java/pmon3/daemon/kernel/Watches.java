package pmon3.daemon.kernel;

import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.model.ProcessExit;

/**
 * Tells the end of processes that are not our children: by a pidfd each, which becomes readable then (pidfd_open(2)),
 * or, as long as there is none to be had, by their start time, looked at periodically. How one ended is asked of its
 * pidfd, for a moment, as its parent has to reap it first. Confined to the poller's thread.
 */
final class Watches implements Poller.Clocked {
    static final long INTERVAL_NANOS = 200_000_000L;
    /** A parent that has not reaped in this time keeps nobody waiting any longer. */
    private static final long REAPED_WITHIN_NANOS = 100_000_000L;

    private static final long ASK_AGAIN_NANOS = 2_000_000L;
    private static final Logger LOG = LoggerFactory.getLogger(Watches.class);

    private final Poller poller;
    private final PidFds pidFds;
    private final KernelListener listener;
    private final LongSupplier nanoClock;
    private final Map<Integer, ProcessIdentity> byDescriptor = new HashMap<>();
    private final Set<ProcessIdentity> looked = new HashSet<>();
    private final Map<Integer, Ended> ended = new HashMap<>();
    private final PidFdExit exits = new PidFdExit();
    private long nextLookNanos;
    private long nextAskNanos;

    /** Nobody has reaped it yet. */
    private record Ended(ProcessIdentity process, long sinceNanos) {}

    Watches(Poller poller, PidFds pidFds, KernelListener listener) {
        this(poller, pidFds, listener, System::nanoTime);
    }

    /** @param nanoClock as {@link System#nanoTime} */
    Watches(Poller poller, PidFds pidFds, KernelListener listener, LongSupplier nanoClock) {
        this.poller = poller;
        this.pidFds = pidFds;
        this.listener = listener;
        this.nanoClock = nanoClock;
    }

    void add(ProcessIdentity process) {
        if (byDescriptor.containsValue(process) || looked.contains(process)) {
            return;
        }
        if (!begin(process)) {
            listener.vanished(process, ProcessExit.UNKNOWN);
        }
    }

    /** @return false if it does not live; what cannot be told for lack of descriptors is looked at again */
    private boolean begin(ProcessIdentity process) {
        try {
            OptionalInt fd = pidFds.open(process);
            if (fd.isPresent()) {
                byDescriptor.put(fd.getAsInt(), process);
                poller.add(fd.getAsInt(), () -> ended(fd.getAsInt()));
                return true;
            }
            if (!pidFds.lives(process)) {
                return false;
            }
        } catch (UncheckedIOException unknown) {
            LOG.debug("whether {} lives is looked at again: {}", process, unknown.getMessage());
        }
        look(process);
        return true;
    }

    private void ended(int fd) {
        poller.remove(fd);
        ProcessIdentity process = byDescriptor.remove(fd);
        if (process != null) {
            tellOrAskAgain(fd, new Ended(process, nanoClock.getAsLong()));
        }
    }

    private void tellOrAskAgain(int fd, Ended one) {
        Optional<ProcessExit> exit = exits.read(fd);
        if (exit.isEmpty() && nanoClock.getAsLong() - one.sinceNanos() < REAPED_WITHIN_NANOS) {
            if (ended.isEmpty()) {
                nextAskNanos = nanoClock.getAsLong() + ASK_AGAIN_NANOS;
            }
            ended.put(fd, one);
            return;
        }
        Descriptors.close(fd);
        listener.vanished(one.process(), exit.orElse(ProcessExit.UNKNOWN));
    }

    private void look(ProcessIdentity process) {
        if (looked.isEmpty()) {
            nextLookNanos = nanoClock.getAsLong() + INTERVAL_NANOS;
        }
        looked.add(process);
    }

    @Override
    public long nanosUntilDue() {
        long untilLook = looked.isEmpty() ? Long.MAX_VALUE : nextLookNanos - nanoClock.getAsLong();
        return ended.isEmpty() ? untilLook : Math.min(untilLook, nextAskNanos - nanoClock.getAsLong());
    }

    @Override
    public void due() {
        long now = nanoClock.getAsLong();
        if (!ended.isEmpty() && nextAskNanos - now <= 0) {
            askAgain();
        }
        if (!looked.isEmpty() && nextLookNanos - now <= 0) {
            lookAgain();
        }
    }

    private void askAgain() {
        Map<Integer, Ended> unreaped = Map.copyOf(ended);
        ended.clear();
        unreaped.forEach(this::tellOrAskAgain);
    }

    /** A reading of /proc for each: not as often as the few that ended are asked for. */
    private void lookAgain() {
        List<ProcessIdentity> again = List.copyOf(looked);
        looked.clear();
        again.forEach(this::add);
    }

    void close() {
        byDescriptor.keySet().forEach(Descriptors::close);
        byDescriptor.clear();
        ended.keySet().forEach(Descriptors::close);
        ended.clear();
        looked.clear();
    }
}
