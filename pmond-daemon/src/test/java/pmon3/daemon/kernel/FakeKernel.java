package pmon3.daemon.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import pmon3.model.ProcessExit;

/**
 * A kernel of a test's own: nothing happens but what the test lets happen. Orders, releases and ends wait until
 * {@link #step} or {@link #runAll} delivers them in order, in the test's thread. Signals act at once; what they end is
 * told by a later step.
 */
public final class FakeKernel implements Kernel {
    public static final String BOOT_ID = "fake-boot";
    public static final Instant BOOTED_AT = Instant.parse("2026-01-01T00:00:00Z");

    /** One signal that was asked for and whether it reached anything; a negative pid is a group. */
    public record Sent(int pid, Signal signal, boolean delivered) {}

    private final List<String> discardedLogs = new ArrayList<>();
    private final FakeProcesses processes = new FakeProcesses();
    private final FakeSpawns spawns = new FakeSpawns(processes);
    private final Deque<Runnable> happenings = new ArrayDeque<>();
    private final Set<Integer> watched = new HashSet<>();
    private final Set<Integer> told = new HashSet<>();
    private final List<Sent> signals = new ArrayList<>();
    private KernelListener listener;
    private int scans;
    private int failingScans;
    private boolean tellsExits = true;

    // ---- what a test does ----

    /** What this file is; files that were never described live until they are killed. */
    public synchronized FakeKernel program(String file, FakeProgram program) {
        spawns.program(file, program);
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
        processes.nextPid(pid);
    }

    /** Whether it tells how those ended that are not our children, as Linux does from 6.15 on. */
    public synchronized void tellExits(boolean tells) {
        tellsExits = tells;
    }

    private ProcessExit told(ProcessExit exit) {
        return tellsExits ? exit : ProcessExit.UNKNOWN;
    }

    /** So many of the next looks at all processes fail, as for lack of descriptors. */
    public synchronized void failScans(int count) {
        failingScans = count;
    }

    /** So many of the next helpers cannot be made, as for lack of descriptors, processes or memory. */
    public synchronized void failSpawns(int count, String reason) {
        spawns.fail(count, reason);
    }

    /** Lets the clock of start times go on. */
    public synchronized void advanceTicks(long count) {
        processes.advanceTicks(count);
    }

    /** A live process that this kernel did not start and that is nobody's child here. */
    public synchronized ProcessIdentity foreign(int pid, int session, SpawnOrder like) {
        FakeProcess process = processes.foreign(pid, like);
        process.session = session;
        process.group = session;
        process.name = FakeSpawns.baseName(like.file());
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

    /** What was in an uninterruptible wait, programs and helpers, goes on, or ends if it had SIGKILL meanwhile. */
    public synchronized void thaw() {
        spawns.hanging().forEach(this::thawHelper);
        for (FakeProcess process : List.copyOf(processes.all())) {
            if (process.unkillable && !spawns.isHelper(process)) {
                process.unkillable = false;
                if (process.doomed) {
                    end(process, ProcessExit.signaled(Signal.KILL.number()));
                }
            }
        }
    }

    private void thawHelper(long ticket, FakeProcess helper) {
        helper.unkillable = false;
        if (helper.doomed) {
            spawns.end(ticket);
            happenings.add(() -> listener.spawnFailed(ticket, CALLED_OFF));
        } else if (spawns.getsReady(ticket)) {
            happenings.add(() -> listener.spawnReady(ticket, helper.identity()));
        }
    }

    /** Helpers of this file come to an end from now on. */
    public synchronized void notHanging(String file) {
        spawns.notHanging(file);
    }

    /**
     * The machine starts again: nothing lives, all is younger than before, and another boot has another id. pmond is lost
     * before.
     */
    public synchronized void reboot() {
        processes.removeIf(process -> true);
        processes.reboot();
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
        spawns.lose();
        processes.removeIf(FakeProcess::isZombie);
        processes.all().forEach(process -> process.isChild = false);
        happenings.clear();
        watched.clear();
        told.clear();
    }

    /** As if a second had passed for every zombie that was told. */
    public synchronized void expireHolds() {
        processes.removeIf(process -> process.isZombie() && told.contains(process.pid));
        told.clear();
    }

    /** Every process there is, zombies too. */
    public synchronized List<ProcessTable.Entry> entries() {
        return processes.entries();
    }

    public synchronized List<SpawnOrder> orders() {
        return spawns.orders();
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
        return processes.bootId();
    }

    @Override
    public synchronized void spawn(SpawnOrder order) {
        spawns.order(order);
        happenings.add(() -> spawns.begin(order, listener));
    }

    @Override
    public synchronized void release(long ticket) {
        happenings.add(() -> spawns.execute(ticket, listener).ifPresent(this::endAtOnce));
    }

    @Override
    public synchronized void abort(long ticket) {
        if (spawns.abort(ticket)) {
            happenings.add(() -> listener.spawnFailed(ticket, CALLED_OFF));
        }
    }

    private void endAtOnce(FakeProcess process) {
        spawns.program(process.order).end().ifPresent(exit -> end(process, exit));
    }

    /** {@code <directory>/<fileName>} of each log that was to be removed, in order. */
    public synchronized List<String> discardedLogs() {
        return List.copyOf(discardedLogs);
    }

    @Override
    public synchronized void discardLog(String directory, String fileName, int uid) {
        discardedLogs.add(directory + "/" + fileName);
    }

    @Override
    public synchronized void acknowledgeExit(int pid) {
        if (told.remove(pid)) {
            processes.remove(pid);
        }
    }

    /** How often all processes were looked at. */
    public synchronized int scans() {
        return scans;
    }

    @Override
    public synchronized ProcessTable scan() {
        scans++;
        if (failingScans > 0) {
            failingScans--;
            throw new UncheckedIOException(new IOException("/proc: too many open files"));
        }
        return new ProcessTable(entries());
    }

    @Override
    public synchronized ProcessTable scan(Set<Integer> leaders) {
        return new ProcessTable(scan().all().stream()
                .filter(entry -> leaders.contains(entry.session()) || leaders.contains(entry.pid()))
                .toList());
    }

    @Override
    public synchronized Optional<ProcessIdentity> identify(int pid) {
        FakeProcess process = processes.get(pid);
        return process == null || process.isZombie() ? Optional.empty() : Optional.of(process.identity());
    }

    @Override
    public synchronized boolean isAlive(ProcessIdentity process) {
        return identify(process.pid()).filter(process::equals).isPresent();
    }

    @Override
    public synchronized boolean signalGroup(ProcessIdentity identity, Signal signal) {
        int leaderPid = identity.pid();
        FakeProcess leader = processes.get(leaderPid);
        boolean reached = leader != null
                && (leader.isChild || !leader.isZombie())
                && leader.group == leaderPid
                && leader.identity().equals(identity);
        if (reached) {
            processes.group(leaderPid).forEach(process -> take(process, signal));
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
        process.doomed |= signal == Signal.KILL;
        boolean survives = process.unkillable || signal != Signal.KILL && process.ignoresTerm;
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
            happenings.add(() -> listener.vanished(process.identity(), told(exit)));
        }
    }

    private void tellExit(int pid, ProcessExit exit) {
        told.add(pid);
        listener.exited(pid, exit);
    }

    @Override
    public synchronized void watch(ProcessIdentity adopted) {
        if (!isAlive(adopted)) {
            happenings.add(() -> listener.vanished(adopted, ProcessExit.UNKNOWN));
        } else if (!processes.get(adopted.pid()).isChild) {
            watched.add(adopted.pid());
        }
    }

    @Override
    public synchronized Optional<ProcessFacts> facts(int pid) {
        return identify(pid).map(identity -> processes.get(pid).facts());
    }

    @Override
    public synchronized void close() {
        happenings.clear();
    }

    /** Whether no process can get this number. */
    public synchronized boolean isTaken(int number) {
        return processes.isTaken(number);
    }
}
