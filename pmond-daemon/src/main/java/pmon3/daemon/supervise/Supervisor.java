package pmon3.daemon.supervise;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.config.Settings;
import pmon3.daemon.kernel.KernelListener;
import pmon3.daemon.kernel.ProcessIdentity;
import pmon3.daemon.store.StoredFleet;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;
import pmon3.model.ProcessExit;

/**
 * The one thread that decides. Everything that happens comes through its mailbox; it sleeps when nothing is to be done
 * and nothing waits for time. Tests step it themselves with {@link #step}.
 */
public final class Supervisor implements KernelListener, Executor {
    private static final Logger LOG = LoggerFactory.getLogger("pmond.supervisor");
    /** How long a command waits for its turn in the mailbox before it gives up, milliseconds. */
    private static final long CALL_DEADLINE_MS = 10_000;
    /** A defect that comes again at once must not take a whole core, milliseconds. */
    private static final long PAUSE_AFTER_DEFECT_MS = 100;
    /** How long to wait for more exits before one look at /proc serves them all, microseconds. */
    private static final long GATHER_US = 300;
    /** After a look at processes that failed, for lack of descriptors for instance, milliseconds. */
    private static final long LOOK_AGAIN_MS = 50;
    /** How many times in a row. */
    private static final int GATHER_ROUNDS = 50;

    private final LinkedBlockingQueue<Runnable> mailbox = new LinkedBlockingQueue<>();
    private final Roster roster;
    private final Doors doors;
    private final Supplier<Settings> settings;
    private final Decider decider;
    private final StartQueue queue;
    private final Fleet fleet;
    private final Monitor monitor;
    private volatile boolean ended;
    private boolean exitsArrived;

    public Supervisor(Doors doors, Supplier<Settings> settings, StoredFleet stored) {
        this.doors = doors;
        this.settings = settings;
        this.roster = new Roster(stored.highestProcessId());
        this.queue = new StartQueue(roster);
        Groups groups = new Groups(stored);
        this.decider = new Decider(roster, groups, doors, settings, this);
        this.fleet = new Fleet(roster, groups, decider, queue, doors.clock());
        this.monitor = new Monitor(decider, doors.clock().now().ms());
    }

    /** Takes up what a start of pmond made of the store; before the thread runs. */
    public void admit(List<Recovery.Recovered> recovered) {
        recovered.forEach(one -> decider.admit(Slot.recovered(one.process()), one.changed()));
        doors.identities().all().stream()
                .filter(kept -> roster.byIdentity(kept.identity()).isEmpty())
                .forEach(kept -> doors.identities().drop(kept.processId()));
    }

    @Override
    public void execute(Runnable message) {
        mailbox.add(message);
    }

    /**
     * Runs something on the supervisor thread and waits for its result.
     *
     * @throws PmonException what the action throws, or UNREACHABLE if pmond is ending or too busy
     */
    public <T> T call(Function<Fleet, T> action) {
        if (ended) {
            throw new PmonException(ErrorCode.UNREACHABLE, "pmond is ending");
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        AtomicBoolean taken = new AtomicBoolean();
        execute(() -> {
            if (taken.compareAndSet(false, true)) {
                complete(result, action);
            }
        });
        try {
            return get(result, taken);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof PmonException refused
                    ? refused
                    : new PmonException(ErrorCode.FAILED, "pmond has an internal error; see its log", e.getCause());
        } catch (TimeoutException e) {
            throw new PmonException(ErrorCode.UNREACHABLE, "pmond does not get round to it; see its log", e);
        } catch (InterruptedException e) {
            taken.set(true);
            Thread.currentThread().interrupt();
            throw new PmonException(ErrorCode.UNREACHABLE, "pmond is ending", e);
        }
    }

    /** What is given up on is never done; what was begun is waited for. */
    private static <T> T get(CompletableFuture<T> result, AtomicBoolean taken)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            return result.get(CALL_DEADLINE_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            if (taken.compareAndSet(false, true)) {
                throw late;
            }
            return result.get();
        }
    }

    private <T> void complete(CompletableFuture<T> result, Function<Fleet, T> action) {
        try {
            result.complete(action.apply(fleet));
        } catch (PmonException refused) {
            result.completeExceptionally(refused);
        } catch (RuntimeException broken) {
            LOG.error("a command failed in the supervisor", broken);
            result.completeExceptionally(broken);
        }
    }

    /** For whoever steps it. */
    Fleet fleet() {
        return fleet;
    }

    /** The supervisor thread's body; returns after {@link #end}. */
    public void run() {
        long waitMs = untilNextMs();
        while (!ended) {
            try {
                step(waitMs);
                waitMs = untilNextMs();
            } catch (InterruptedException e) {
                LOG.debug("interrupted; going on", e);
            } catch (RuntimeException e) {
                LOG.error("the supervisor met a defect and goes on", e);
                waitMs = PAUSE_AFTER_DEFECT_MS;
            }
        }
    }

    /** Makes {@link #run} return; everything that lives stays alive. */
    public void end() {
        execute(() -> ended = true);
    }

    /**
     * Handles what has arrived, what time has brought, and what follows from both.
     *
     * @param waitMs how long to wait for the first message, milliseconds
     */
    public void step(long waitMs) throws InterruptedException {
        Runnable first = waitMs <= 0 ? mailbox.poll() : mailbox.poll(waitMs, TimeUnit.MILLISECONDS);
        if (first != null) {
            handle(first);
            drain();
        }
        monitor.tick(doors.clock().now().ms(), settings.get().monitorIntervalMs());
        advance();
        boolean looks = true;
        while (looks && !decider.sweeps().isEmpty()) {
            gather();
            looks = decider.sweeps().run((slot, pids) -> decider.apply(slot, new ProcessEvent.MembersSeen(pids)));
            advance();
        }
    }

    private void drain() {
        for (Runnable next = mailbox.poll(); next != null; next = mailbox.poll()) {
            handle(next);
        }
    }

    /** The mailbox must not die of one message; what failed is logged with all there is to know. */
    private void handle(Runnable message) {
        try {
            message.run();
        } catch (RuntimeException e) {
            LOG.error("the supervisor could not handle a message", e);
        }
    }

    /** Exits often come together, each after the one before was acknowledged. */
    private void gather() throws InterruptedException {
        for (int round = 0; exitsArrived && round < GATHER_ROUNDS; round++) {
            exitsArrived = false;
            Runnable next = mailbox.poll(GATHER_US, TimeUnit.MICROSECONDS);
            if (next != null) {
                handle(next);
                drain();
            }
        }
        exitsArrived = false;
    }

    /** Starts and stops whose turn has come. */
    private void advance() {
        if (decider.holding().isEmpty() && decider.queued().isEmpty()) {
            return;
        }
        long now = doors.clock().now().ms();
        for (Slot slot : List.copyOf(decider.holding())) {
            if (!queue.isHeld(slot)) {
                decider.apply(slot, new ProcessEvent.DependantsGone());
            }
        }
        for (Slot slot : monitor.inOrder(decider.queued())) {
            if (queue.startsAtMs(slot, pauseMs()) <= now) {
                decider.apply(slot, new ProcessEvent.TurnCame());
            }
        }
    }

    private long pauseMs() {
        return settings.get().waits().dependentProcessEnqueuedMs();
    }

    /** How long the thread may sleep if nothing arrives, milliseconds. */
    long untilNextMs() {
        long now = doors.clock().now().ms();
        long next = Math.min(
                decider.alarms().nextMs(),
                monitor.nextTickMs(now, settings.get().monitorIntervalMs()));
        next = Math.min(next, decider.storing().nextMs());
        if (!decider.sweeps().isEmpty()) {
            next = Math.min(next, now + LOOK_AGAIN_MS);
        }
        for (Slot slot : decider.queued()) {
            next = Math.min(next, queue.startsAtMs(slot, pauseMs()));
        }
        return next == Timing.NEVER ? TimeUnit.HOURS.toMillis(1) : Math.max(0, next - now);
    }

    @Override
    public void spawnReady(long ticket, ProcessIdentity identity) {
        execute(() -> byTicket(ticket).ifPresent(slot -> decider.apply(slot, new ProcessEvent.SpawnReady(identity))));
    }

    @Override
    public void spawnFailed(long ticket, String reason) {
        execute(() -> byTicket(ticket).ifPresent(slot -> decider.apply(slot, new ProcessEvent.SpawnFailed(reason))));
    }

    @Override
    public void executed(long ticket) {
        execute(() -> byTicket(ticket).ifPresent(slot -> decider.apply(slot, new ProcessEvent.Executed())));
    }

    @Override
    public void exited(int pid, ProcessExit exit) {
        execute(() -> {
            exitsArrived = true;
            roster.byPid(pid)
                    .ifPresentOrElse(
                            slot -> decider.apply(slot, new ProcessEvent.Exited(exit)),
                            () -> doors.kernel().acknowledgeExit(pid));
        });
    }

    @Override
    public void vanished(ProcessIdentity process, ProcessExit exit) {
        execute(() -> roster.byIdentity(process).ifPresent(slot -> decider.apply(slot, new ProcessEvent.Exited(exit))));
    }

    private Optional<Slot> byTicket(long ticket) {
        return roster.byId(ticket >>> 32).filter(slot -> slot.process().ticket() == ticket);
    }
}
