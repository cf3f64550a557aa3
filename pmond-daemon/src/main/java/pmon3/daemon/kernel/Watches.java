package pmon3.daemon.kernel;

import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the end of processes that are not our children: by a pidfd each, which becomes readable then (pidfd_open(2)),
 * or, as long as there is none to be had, by their start time, looked at periodically. Confined to the poller's thread.
 */
final class Watches implements Poller.Clocked {
    private static final long INTERVAL_NANOS = 200_000_000L;
    private static final Logger LOG = LoggerFactory.getLogger(Watches.class);

    private final Poller poller;
    private final PidFds pidFds;
    private final KernelListener listener;
    private final Map<Integer, ProcessIdentity> byDescriptor = new HashMap<>();
    private final Set<ProcessIdentity> looked = new HashSet<>();
    private long nextLookNanos;

    Watches(Poller poller, PidFds pidFds, KernelListener listener) {
        this.poller = poller;
        this.pidFds = pidFds;
        this.listener = listener;
    }

    void add(ProcessIdentity process) {
        if (byDescriptor.containsValue(process) || looked.contains(process)) {
            return;
        }
        if (!begin(process)) {
            listener.vanished(process);
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
        Descriptors.close(fd);
        ProcessIdentity process = byDescriptor.remove(fd);
        if (process != null) {
            listener.vanished(process);
        }
    }

    private void look(ProcessIdentity process) {
        if (looked.isEmpty()) {
            nextLookNanos = System.nanoTime() + INTERVAL_NANOS;
        }
        looked.add(process);
    }

    @Override
    public long nanosUntilDue() {
        return looked.isEmpty() ? Long.MAX_VALUE : nextLookNanos - System.nanoTime();
    }

    @Override
    public void due() {
        nextLookNanos = System.nanoTime() + INTERVAL_NANOS;
        List<ProcessIdentity> again = List.copyOf(looked);
        looked.clear();
        again.forEach(this::add);
    }

    void close() {
        byDescriptor.keySet().forEach(Descriptors::close);
        byDescriptor.clear();
        looked.clear();
    }
}
