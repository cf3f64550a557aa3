package pmon3.daemon.server;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.daemon.kernel.Readiness;
import pmon3.daemon.kernel.Sockets;
import pmon3.ipc.StreamLayout;

/**
 * Lets connections in, counts each as its user's from the first moment, and keeps it until its request has come or its time
 * is over. One thread calls {@link #step}; {@link #wake} any.
 */
final class UnixDoor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(UnixDoor.class);
    private static final long READ_DEADLINE_NS = TimeUnit.MILLISECONDS.toNanos(ServerLimits.READ_DEADLINE_MS);
    private static final long DOOR_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(ServerLimits.DOOR_PAUSE_MS);
    private static final long REPORT_NS = TimeUnit.MILLISECONDS.toNanos(ServerLimits.SWEEP_INTERVAL_MS);

    private final UnixTransport.ServedSocket socket;
    private final ChannelCount count;
    private final IntakeRate rate;
    private final Readiness readiness = new Readiness();
    private final Beats beats = new Beats();
    private final Queue<Visitor> waiting = new ArrayDeque<>();
    private Desk desk;
    private boolean paused;
    private long pausedUntilNs;
    private long refused;
    private int lastRefusedUid;
    private long nextReportNs = System.nanoTime();

    /** A connection whose request has not come yet. */
    private record Visitor(ServedStream stream, Caller caller, Arrival arrival, long sinceNs) {}

    UnixDoor(UnixTransport.ServedSocket socket, ChannelCount count, IntakeRate rate) throws IOException {
        this.socket = socket;
        this.count = count;
        this.rate = rate;
    }

    /** Before the first {@link #step}. */
    void open(Desk forTaken) {
        desk = forTaken;
    }

    /** Waits until something happened or is due, and does what it asks for. */
    void step() {
        List<Visitor> polled = List.copyOf(waiting);
        readiness.clear();
        polled.forEach(visitor -> readiness.add(visitor.stream().descriptor()));
        paused = paused && System.nanoTime() - pausedUntilNs < 0;
        if (!paused) {
            readiness.add(socket.descriptor());
        }
        readiness.await(timeoutMs());
        long startNs = System.nanoTime();
        hear(polled);
        if (!paused && readiness.isReady(polled.size())) {
            letIn();
        }
        beats.showIfDue();
        tellRefused();
        rate.worked(startNs, System.nanoTime());
    }

    void wake() {
        readiness.wake();
    }

    @Override
    public void close() {
        waiting.forEach(this::sendAway);
        waiting.clear();
        readiness.close();
    }

    private int timeoutMs() {
        long dueInNs = beats.dueInNs();
        if (!waiting.isEmpty()) {
            dueInNs = Math.min(dueInNs, waiting.element().sinceNs() + READ_DEADLINE_NS - System.nanoTime());
        }
        if (paused) {
            dueInNs = Math.min(dueInNs, pausedUntilNs - System.nanoTime());
        }
        return dueInNs == Long.MAX_VALUE ? -1 : (int) Math.max(0, TimeUnit.NANOSECONDS.toMillis(dueInNs) + 1);
    }

    /** Reads from those who have said something; the others stay, in the order in which they came. */
    private void hear(List<Visitor> polled) {
        if (polled.isEmpty()) {
            return;
        }
        waiting.clear();
        long nowNs = System.nanoTime();
        for (int i = 0; i < polled.size(); i++) {
            Visitor visitor = polled.get(i);
            if (readiness.isReady(i) ? !isDealtWith(visitor) : nowNs - visitor.sinceNs() < READ_DEADLINE_NS) {
                waiting.add(visitor);
            } else if (!readiness.isReady(i)) {
                sendAway(visitor);
            }
        }
    }

    /** Whether the connection was handed in or is gone. */
    private boolean isDealtWith(Visitor visitor) {
        if (visitor.stream().read(visitor.arrival().room()) < 0
                || System.nanoTime() - visitor.sinceNs() >= READ_DEADLINE_NS) {
            sendAway(visitor);
            return true;
        }
        if (!visitor.arrival().isForWorker()) {
            return false;
        }
        handIn(visitor);
        return true;
    }

    private void handIn(Visitor visitor) {
        StreamRequest request = new StreamRequest(visitor.caller(), visitor.stream(), visitor.arrival());
        beats.add(request);
        desk.handIn(request, () -> {
            beats.remove(request);
            count.release(request.caller().uid());
        });
    }

    private void letIn() {
        for (int i = 0; i < ServerLimits.ADMITTED_AT_ONCE; i++) {
            int fd = Sockets.accept(socket.descriptor());
            if (fd == Sockets.CANNOT) {
                paused = true;
                pausedUntilNs = System.nanoTime() + DOOR_PAUSE_NS;
            }
            if (fd < 0) {
                return;
            }
            letIn(new ServedStream(fd));
        }
    }

    private void letIn(ServedStream stream) {
        Optional<Sockets.Credentials> peer = Sockets.peer(stream.descriptor());
        if (peer.isEmpty() || !isCounted(peer.get())) {
            refuse(stream, peer);
            return;
        }
        Visitor visitor =
                new Visitor(stream, new Caller(peer.get().uid(), peer.get().pid()), new Arrival(), System.nanoTime());
        if (!isDealtWith(visitor)) {
            waiting.add(visitor);
        }
    }

    private boolean isCounted(Sockets.Credentials peer) {
        if (!rate.allows(peer.uid()) || !count.acquire(peer.uid())) {
            return false;
        }
        long startNs = System.nanoTime();
        boolean proven = ClientProof.isAll(peer.uid(), peer.pid());
        rate.examined(peer.uid(), System.nanoTime() - startNs);
        if (!proven) {
            count.release(peer.uid());
        }
        return proven;
    }

    private void refuse(ServedStream stream, Optional<Sockets.Credentials> peer) {
        refused++;
        lastRefusedUid = peer.map(Sockets.Credentials::uid).orElse(lastRefusedUid);
        try {
            stream.write(StreamLayout.sign(StreamLayout.NOT_TAKEN));
        } catch (IOException e) {
            log.debug("who was refused has left: {}", e.getMessage());
        }
        stream.close();
    }

    private void sendAway(Visitor visitor) {
        visitor.stream().close();
        count.release(visitor.caller().uid());
    }

    /** Now and then, in one line: no refusal may write a line of its own. */
    private void tellRefused() {
        long nowNs = System.nanoTime();
        if (refused > 0 && nowNs - nextReportNs >= 0) {
            nextReportNs = nowNs + REPORT_NS;
            log.warn(
                    "refused {} connections at {}, the last of uid {}",
                    refused,
                    socket.path(),
                    Integer.toUnsignedString(lastRefusedUid));
            refused = 0;
        }
    }
}
