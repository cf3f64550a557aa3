package pmon3.daemon.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import pmon3.model.ProcessExit;

/**
 * A kernel of a test's own: nothing happens but what the test lets happen. Orders, releases and ends wait until
 * {@link #step} or {@link #runAll} delivers them in order, in the test's thread. Signals act at once; what they end is
 * told by a later step.
 */
public final class FakeKernel implements Kernel {
    public static final String BOOT_ID = "fake-boot";
    public static final Instant BOOTED_AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final String HELPER_NAME = "pmon3-spawn";
    private static final int FIRST_PID = 1000;
    private static final long MS_PER_TICK = 10;

    /** One signal that was asked for and whether it reached anything; a negative pid is a group. */
    public record Sent(int pid, Signal signal, boolean delivered) {}

    private final List<String> discardedLogs = new ArrayList<>();
    private final Map<String, FakeProgram> programs = new HashMap<>();
    private final Map<Integer, FakeProcess> processes = new TreeMap<>();
    private final Map<Long, FakeProcess> helpers = new LinkedHashMap<>();
    private final Deque<Runnable> happenings = new ArrayDeque<>();
    private final Set<Integer> watched = new HashSet<>();
    private final Set<Integer> told = new HashSet<>();
    private final Set<Long> begun = new HashSet<>();
    private final Set<Long> calledOff = new HashSet<>();
    private final List<SpawnOrder> orders = new ArrayList<>();
    private final List<Sent> signals = new ArrayList<>();
    private KernelListener listener;
    private int nextPid = FIRST_PID;
    private long ticks;
    private int failingScans;

    // ---- what a test does ----

    /** What this file is; files that were never described live until they are killed. */
    public synchronized FakeKernel program(String file, FakeProgram program) {
        programs.put(file, program);
        return this;
    }

    /** Delivers the oldest happening; nothing if there is none. */
    public synchronized void step() {
        Runnable next = happenings.poll();
        if (next != null) {
            next.run();
        }
    }

    /** Delivers all, and what they lead to. */
    public synchronized void runAll() {
        while (!happenings.isEmpty()) {
            step();
        }
    }

    public synchronized boolean isIdle() {
        return happenings.isEmpty();
    }

    /** The number of the next process, as after the numbers went round. */
    public synchronized void nextPid(int pid) {
        nextPid = pid;
    }

    /** So many of the next looks at all processes fail, as for lack of descriptors. */
    public synchronized void failScans(int count) {
        failingScans = count;
    }

    /** Lets the clock of start times go on. */
    public synchronized void advanceTicks(long count) {
        ticks += count;
    }

    /** A live process that this kernel did not start and that is nobody's child here. */
    public synchronized ProcessIdentity foreign(int pid, int session, SpawnOrder like) {
        FakeProcess process = new FakeProcess(pid, ++ticks, like, false);
        process.session = session;
        process.group = session;
        process.name = baseName(like.file());
        processes.put(pid, process);
        return process.identity();
    }

    /** Lets a process end by itself. */
    public synchronized void exit(int pid, ProcessExit exit) {
        end(processes.get(pid), exit);
    }

    /** Not even SIGKILL ends this one, as in an uninterruptible wait. */
    public synchronized void makeUnkillable(int pid) {
        processes.get(pid).unkillable = true;
    }

    /**
     * pmond is killed: helpers that were not let go end without exec, and children live on as nobody's here.
     * {@link #start} is the next pmond's.
     *
     * @param delivered whether what was under way to the helpers still reaches them
     */
    public synchronized void losePmond(boolean delivered) {
        listener = new DeafListener();
        if (delivered) {
            runAll();
        }
        helpers.values().forEach(helper -> processes.remove(helper.pid));
        helpers.clear();
        processes.values().removeIf(FakeProcess::isZombie);
        processes.values().forEach(process -> process.isChild = false);
        happenings.clear();
        watched.clear();
        told.clear();
        begun.clear();
        calledOff.clear();
        orders.clear();
    }

    /** As if a second had passed for every zombie that was told. */
    public synchronized void expireHolds() {
        processes.values().removeIf(process -> process.isZombie() && told.contains(process.pid));
        told.clear();
    }

    /** Every process there is, zombies too. */
    public synchronized List<ProcessTable.Entry> entries() {
        return processes.values().stream().map(FakeProcess::entry).toList();
    }

    public synchronized List<SpawnOrder> orders() {
        return List.copyOf(orders);
    }

    public synchronized List<Sent> signals() {
        return List.copyOf(signals);
    }

    // ---- the kernel ----

    @Override
    public synchronized void start(KernelListener newListener) {
        listener = newListener;
    }

    @Override
    public String bootId() {
        return BOOT_ID;
    }

    @Override
    public synchronized void spawn(SpawnOrder order) {
        orders.add(order);
        happenings.add(() -> begin(order));
    }

    private void begin(SpawnOrder order) {
        begun.add(order.ticket());
        if (calledOff.remove(order.ticket())) {
            listener.spawnFailed(order.ticket(), FakeProgram.CALLED_OFF);
            return;
        }
        FakeProgram program = program(order);
        if (program.failure().isPresent()) {
            listener.spawnFailed(order.ticket(), program.failure().get());
            return;
        }
        FakeProcess helper = new FakeProcess(takePid(), ++ticks, order, true);
        helper.name = HELPER_NAME;
        processes.put(helper.pid, helper);
        helpers.put(order.ticket(), helper);
        listener.spawnReady(order.ticket(), helper.identity());
    }

    @Override
    public synchronized void release(long ticket) {
        happenings.add(() -> execute(ticket));
    }

    private void execute(long ticket) {
        FakeProcess helper = helpers.remove(ticket);
        if (helper == null) {
            return;
        }
        FakeProgram program = program(helper.order);
        if (program.failureAfterGo().isPresent()) {
            processes.remove(helper.pid);
            listener.spawnFailed(ticket, program.failureAfterGo().get());
            return;
        }
        helper.name = baseName(helper.order.file());
        helper.ignoresTerm = program.ignoresTerm();
        for (int i = 0; i < program.children(); i++) {
            addChild(helper);
        }
        listener.executed(ticket);
        program.end().ifPresent(exit -> end(helper, exit));
    }

    private void addChild(FakeProcess parent) {
        FakeProcess child = new FakeProcess(takePid(), ++ticks, parent.order, false);
        child.parent = parent.pid;
        child.group = parent.group;
        child.session = parent.session;
        child.name = parent.name;
        child.ignoresTerm = parent.ignoresTerm;
        processes.put(child.pid, child);
    }

    @Override
    public synchronized void abort(long ticket) {
        FakeProcess helper = helpers.remove(ticket);
        if (helper != null) {
            processes.remove(helper.pid);
            happenings.add(() -> listener.spawnFailed(ticket, FakeProgram.CALLED_OFF));
        } else if (isWaiting(ticket)) {
            calledOff.add(ticket);
        }
    }

    /** Ordered, and neither ready nor failed nor executed: its happening has not come yet. */
    private boolean isWaiting(long ticket) {
        return !begun.contains(ticket) && orders.stream().anyMatch(order -> order.ticket() == ticket);
    }

    /** {@code <directory>/<fileName>} of each log that was to be removed, in order. */
    public synchronized List<String> discardedLogs() {
        return List.copyOf(discardedLogs);
    }

    @Override
    public synchronized void discardLog(String directory, String fileName) {
        discardedLogs.add(directory + "/" + fileName);
    }

    @Override
    public synchronized void acknowledgeExit(int pid) {
        if (told.remove(pid)) {
            processes.remove(pid);
        }
    }

    @Override
    public synchronized ProcessTable scan() {
        if (failingScans > 0) {
            failingScans--;
            throw new UncheckedIOException(new IOException("/proc: too many open files"));
        }
        return new ProcessTable(entries());
    }

    @Override
    public synchronized Optional<ProcessIdentity> identify(int pid) {
        return Optional.ofNullable(processes.get(pid))
                .filter(process -> !process.isZombie())
                .map(FakeProcess::identity);
    }

    @Override
    public synchronized boolean isAlive(ProcessIdentity process) {
        return identify(process.pid()).filter(process::equals).isPresent();
    }

    @Override
    public synchronized boolean signalGroup(ProcessIdentity identity, Signal signal) {
        int leaderPid = identity.pid();
        FakeProcess leader = processes.get(leaderPid);
        boolean reached = leader != null && leader.isChild && leader.identity().equals(identity);
        if (reached) {
            List.copyOf(processes.values()).stream()
                    .filter(process -> process.group == leaderPid && !process.isZombie())
                    .forEach(process -> take(process, signal));
        }
        signals.add(new Sent(-leaderPid, signal, reached));
        return reached;
    }

    @Override
    public synchronized boolean signal(ProcessIdentity process, Signal signal) {
        boolean reached = isAlive(process);
        if (reached) {
            take(processes.get(process.pid()), signal);
        }
        signals.add(new Sent(process.pid(), signal, reached));
        return reached;
    }

    private void take(FakeProcess process, Signal signal) {
        boolean survives = signal == Signal.KILL ? process.unkillable : process.ignoresTerm;
        if (!survives) {
            end(process, ProcessExit.signaled(signal.number()));
        }
    }

    private void end(FakeProcess process, ProcessExit exit) {
        if (process.isChild) {
            process.state = 'Z';
            happenings.add(() -> tellExit(process.pid, exit));
            return;
        }
        processes.remove(process.pid);
        if (watched.remove(process.pid)) {
            happenings.add(() -> listener.vanished(process.identity()));
        }
    }

    private void tellExit(int pid, ProcessExit exit) {
        told.add(pid);
        listener.exited(pid, exit);
    }

    @Override
    public synchronized void watch(ProcessIdentity adopted) {
        if (!isAlive(adopted)) {
            happenings.add(() -> listener.vanished(adopted));
        } else if (!processes.get(adopted.pid()).isChild) {
            watched.add(adopted.pid());
        }
    }

    @Override
    public synchronized Optional<ProcessFacts> facts(int pid) {
        return identify(pid).map(identity -> {
            SpawnOrder order = processes.get(pid).order;
            return new ProcessFacts(
                    identity,
                    order.credentials().uid(),
                    BOOTED_AT.plusMillis(identity.startTicks() * MS_PER_TICK),
                    order.file(),
                    order.argv(),
                    output(order.log()));
        });
    }

    private static String output(LogTarget log) {
        if (log instanceof LogTarget.Own own) {
            return own.directory() + "/" + own.fileName();
        }
        return log instanceof LogTarget.Chosen chosen ? chosen.path() : "";
    }

    @Override
    public synchronized void close() {
        happenings.clear();
    }

    /** Nobody is left to tell. */
    private static final class DeafListener implements KernelListener {
        @Override
        public void spawnReady(long ticket, ProcessIdentity identity) {}

        @Override
        public void spawnFailed(long ticket, String reason) {}

        @Override
        public void executed(long ticket) {}

        @Override
        public void exited(int pid, ProcessExit exit) {}

        @Override
        public void vanished(ProcessIdentity process) {}
    }

    private FakeProgram program(SpawnOrder order) {
        return programs.getOrDefault(order.file(), FakeProgram.lives());
    }

    /** As in Linux, no number is given out while a process, a group or a session has it. */
    private int takePid() {
        while (isTaken(nextPid)) {
            nextPid++;
        }
        return nextPid++;
    }

    public synchronized boolean isTaken(int number) {
        return processes.values().stream()
                .anyMatch(process -> process.pid == number || process.group == number || process.session == number);
    }

    private static String baseName(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }
}
