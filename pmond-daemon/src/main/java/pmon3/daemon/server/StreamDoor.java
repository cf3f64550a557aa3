package pmon3.daemon.server;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.daemon.kernel.Readiness;

/**
 * Lets connections in and keeps each until its request has come or its time is over, and shows those who wait for an answer
 * that pmond lives. One thread calls {@link #step}; {@link #wake} any.
 */
final class StreamDoor implements Porter.Guests, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StreamDoor.class);
    private static final long DOOR_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(ServerLimits.DOOR_PAUSE_MS);
    private static final long ERROR_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long REPORT_NS = TimeUnit.MILLISECONDS.toNanos(ServerLimits.SWEEP_INTERVAL_MS);

    private final Porter porter;
    private final IntakeRate rate;
    private final long patienceNs;
    private final Readiness readiness = new Readiness();
    private final Beats beats = new Beats();
    /** Who came first is first. */
    private final Deque<Visitor> visitors = new ArrayDeque<>();

    private Desk desk;
    /** Who came before the first step is looked for without being told of. */
    private boolean begun;

    private boolean paused;
    private long pausedUntilNs;
    private long refused;
    private long nextReportNs = System.nanoTime();
    private long nextErrorNs = System.nanoTime();

    StreamDoor(Porter porter, IntakeRate rate) throws IOException {
        this.porter = porter;
        this.rate = rate;
        this.patienceNs = TimeUnit.MILLISECONDS.toNanos(porter.patienceMs());
    }

    /** Before the first {@link #step}. */
    void open(Desk forTaken) {
        desk = forTaken;
    }

    /** Waits until something happened or is due, and does what it asks for. */
    void step() {
        List<Visitor> polled = List.copyOf(visitors);
        readiness.clear();
        polled.forEach(visitor -> readiness.add(visitor.descriptor()));
        paused = paused && System.nanoTime() - pausedUntilNs < 0;
        if (!paused) {
            readiness.add(porter.descriptor());
        }
        readiness.await(begun ? timeoutMs() : 0);
        long startNs = System.nanoTime();
        hear(polled, startNs);
        if (!paused && (readiness.isReady(polled.size()) || !begun)) {
            begun = true;
            porter.letIn(this);
        }
        beats.showIfDue();
        porter.doWhatIsDue();
        tellRefused();
        rate.worked(startNs, System.nanoTime());
    }

    void wake() {
        readiness.wake();
    }

    @Override
    public void close() {
        visitors.forEach(this::sendAway);
        visitors.clear();
        readiness.close();
    }

    private int timeoutMs() {
        long dueInNs = Math.min(beats.dueInNs(), porter.dueInNs());
        if (!visitors.isEmpty()) {
            dueInNs = Math.min(dueInNs, visitors.element().sinceNs() + patienceNs - System.nanoTime());
        }
        if (paused) {
            dueInNs = Math.min(dueInNs, pausedUntilNs - System.nanoTime());
        }
        return dueInNs == Long.MAX_VALUE ? -1 : (int) Math.max(0, TimeUnit.NANOSECONDS.toMillis(dueInNs) + 1);
    }

    /** Listens to those who have said something; whose time is over has to go. */
    private void hear(List<Visitor> polled, long nowNs) {
        visitors.clear();
        for (int i = 0; i < polled.size(); i++) {
            Visitor visitor = polled.get(i);
            if (nowNs - visitor.sinceNs() >= patienceNs) {
                sendAway(visitor);
            } else if (readiness.isReady(i)) {
                hear(visitor);
            } else {
                visitors.add(visitor);
            }
        }
    }

    /** Whatever becomes of one, those behind it are heard. */
    private void hear(Visitor visitor) {
        try {
            switch (visitor.hear()) {
                case WAITS -> visitors.add(visitor);
                case IS_THROUGH -> visitor.passOn(this::handIn);
                case IS_LOST -> visitor.sendAway();
            }
        } catch (RuntimeException | Error e) {
            tell(e);
            sendAway(visitor);
        }
    }

    private void sendAway(Visitor visitor) {
        try {
            visitor.sendAway();
        } catch (RuntimeException | Error e) {
            tell(e);
        }
    }

    /** Any thread. From here on the request is closed and given back, once, whatever happens. */
    private void handIn(TakenRequest request) {
        AtomicBoolean isAnswered = new AtomicBoolean();
        Runnable answered = () -> {
            if (isAnswered.compareAndSet(false, true)) {
                beats.remove(request);
                desk.count().release(request.caller().uid());
            }
        };
        try {
            beats.add(request);
            readiness.wake();
            desk.handIn(request, answered);
        } catch (RuntimeException | Error e) {
            request.close();
            answered.run();
            throw e;
        }
    }

    @Override
    public void welcome(Visitor visitor) {
        if (visitors.size() >= porter.mostVisitors()) {
            makeRoom();
        }
        hear(visitor);
    }

    /** Of where most come from, the one that has stood there for the longest has to go: who floods makes room for himself. */
    private void makeRoom() {
        Map<String, Integer> numbers = new HashMap<>();
        visitors.forEach(visitor -> numbers.merge(visitor.origin(), 1, Integer::sum));
        int most = Collections.max(numbers.values());
        Visitor first = visitors.stream()
                .filter(visitor -> numbers.get(visitor.origin()) == most)
                .findFirst()
                .orElseThrow();
        visitors.remove(first);
        sendAway(first);
        refused++;
    }

    @Override
    public void refused() {
        refused++;
    }

    @Override
    public void cannot() {
        paused = true;
        pausedUntilNs = System.nanoTime() + DOOR_PAUSE_NS;
    }

    /** Not each: whoever can cause one can cause many. */
    private void tell(Throwable error) {
        long nowNs = System.nanoTime();
        if (nowNs - nextErrorNs >= 0) {
            nextErrorNs = nowNs + ERROR_NS;
            log.error("a connection at {} is sent away after an error", porter.place(), error);
        }
    }

    /** Now and then, in one line: no refusal may write a line of its own. */
    private void tellRefused() {
        long nowNs = System.nanoTime();
        if (refused > 0 && nowNs - nextReportNs >= 0) {
            nextReportNs = nowNs + REPORT_NS;
            log.warn("refused {} connections at {}, the last of {}", refused, porter.place(), porter.lastRefused());
            refused = 0;
        }
    }
}
