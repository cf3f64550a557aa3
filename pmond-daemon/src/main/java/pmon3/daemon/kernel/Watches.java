package pmon3.daemon.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Tells the end of processes that are not our children: by a pidfd each, which becomes readable then (pidfd_open(2)),
 * or, where there is none to be had, by their start time, looked at periodically. Confined to the poller's thread.
 */
final class Watches implements Poller.Clocked {
    private static final long INTERVAL_NANOS = 200_000_000L;

    private final Poller poller;
    private final PidFds pidFds;
    private final KernelListener listener;
    private final Map<Integer, ProcessIdentity> byDescriptor = new HashMap<>();
    private final Map<Integer, ProcessIdentity> looked = new HashMap<>();
    private long nextLookNanos;

    Watches(Poller poller, PidFds pidFds, KernelListener listener) {
        this.poller = poller;
        this.pidFds = pidFds;
        this.listener = listener;
    }

    void add(ProcessIdentity process) {
        if (byDescriptor.containsValue(process) || looked.containsValue(process)) {
            return;
        }
        OptionalInt fd = pidFds.open(process);
        if (fd.isPresent()) {
            byDescriptor.put(fd.getAsInt(), process);
            poller.add(fd.getAsInt(), () -> ended(fd.getAsInt()));
        } else if (pidFds.lives(process)) {
            look(process);
        } else {
            listener.vanished(process);
        }
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
        looked.put(process.pid(), process);
    }

    @Override
    public long nanosUntilDue() {
        return looked.isEmpty() ? Long.MAX_VALUE : nextLookNanos - System.nanoTime();
    }

    @Override
    public void due() {
        nextLookNanos = System.nanoTime() + INTERVAL_NANOS;
        for (ProcessIdentity process : new ArrayList<>(looked.values())) {
            if (!pidFds.lives(process)) {
                looked.remove(process.pid());
                listener.vanished(process);
            }
        }
    }

    void close() {
        byDescriptor.keySet().forEach(Descriptors::close);
        byDescriptor.clear();
        looked.clear();
    }
}
