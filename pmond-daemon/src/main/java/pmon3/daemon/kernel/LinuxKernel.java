package pmon3.daemon.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The real kernel. Two threads of its own: a poller, which spawns and watches, and a reaper. */
public final class LinuxKernel implements Kernel {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    /** For each step of a start: until the helper is ready, until it is released, until it is executed. */
    private static final Duration SPAWN_STEP_LIMIT = Duration.ofSeconds(10);

    private static final long JOIN_LIMIT_MS = 2000;
    private static final Logger LOG = LoggerFactory.getLogger(LinuxKernel.class);

    private final Duration spawnStepLimit;
    private final Inherited inherited;
    private final String bootId;
    private final ProcScanner scanner;
    /** Apart from the threads' own, which never wait for a reading of thousands of processes. */
    private final ProcScanner tableScanner;

    private final PidFds pidFds;
    private final SpawnHelper helper;
    private final Children children = new Children();
    private final Poller poller;
    private final int stopSign;
    private final Scripts scripts;
    private Spawns spawns;
    private Watches watches;
    private Reaper reaper;
    private Thread pollerThread;
    private Thread reaperThread;

    /**
     * @param helper absolute path of {@code pmon3-spawn}
     * @param inherited what children get, captured before pmond changed anything for itself
     */
    public LinuxKernel(Path helper, Inherited inherited) throws IOException {
        this(helper, inherited, SPAWN_STEP_LIMIT);
    }

    LinuxKernel(Path helper, Inherited inherited, Duration spawnStepLimit) throws IOException {
        this.spawnStepLimit = spawnStepLimit;
        this.inherited = inherited;
        this.helper = new SpawnHelper(helper);
        bootId = Files.readString(BOOT_ID).trim();
        scanner = new ProcScanner();
        tableScanner = new ProcScanner();
        pidFds = new PidFds(scanner);
        poller = new Poller();
        stopSign = Scripts.stopSign();
        scripts = new Scripts(
                new ScriptRun.Surroundings(children, scanner, pidFds, this::scan, bootId, stopSign),
                this.helper,
                inherited);
    }

    @Override
    public void start(KernelListener listener) {
        if (pollerThread != null) {
            throw new IllegalStateException("started twice");
        }
        // Where SIGCHLD was ignored by whoever started pmond, the kernel would reap without telling (waitpid(2)).
        LibC.calls().signal(Linux.SIGCHLD, null);
        HelperLaunch launch = new HelperLaunch(children, helper, inherited);
        spawns = new Spawns(children, scanner, poller, launch, spawnStepLimit, bootId, listener);
        watches = new Watches(poller, pidFds, listener);
        poller.add(spawns);
        poller.add(watches);
        reaper = new Reaper(children, scanner, pidFds, bootId, listener, this::spawnEnded);
        pollerThread = start(poller, "pmon3-poller");
        reaperThread = start(reaper, "pmon3-reaper");
    }

    private static Thread start(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** To be ended before the kernel is closed. */
    public ScriptRunner scripts() {
        return scripts;
    }

    private void spawnEnded(long ticket) {
        poller.post(() -> spawns.ended(ticket));
    }

    @Override
    public String bootId() {
        return bootId;
    }

    @Override
    public void spawn(SpawnOrder order) {
        poller.post(() -> spawns.submit(order));
    }

    @Override
    public void release(long ticket) {
        poller.post(() -> spawns.release(ticket));
    }

    @Override
    public void abort(long ticket) {
        poller.post(() -> spawns.abort(ticket));
    }

    @Override
    public void discardLog(String directory, String fileName, int uid) {
        poller.post(() -> {
            try {
                OwnLog.discard(directory, fileName, uid);
            } catch (ErrnoException failure) {
                LOG.warn("the log of a deleted process stays: {}", failure.getMessage());
            }
        });
    }

    @Override
    public void acknowledgeExit(int pid) {
        children.acknowledge(pid);
    }

    @Override
    public ProcessTable scan() {
        return tableScanner.scan();
    }

    @Override
    public ProcessTable scan(Set<Integer> leaders) {
        return tableScanner.scan(leaders);
    }

    @Override
    public Optional<ProcessIdentity> identify(int pid) {
        return scanner.read(pid)
                .filter(ProcessTable.Entry::isLive)
                .map(entry -> new ProcessIdentity(pid, entry.startTicks(), bootId));
    }

    @Override
    public boolean isAlive(ProcessIdentity process) {
        return process.bootId().equals(bootId) && pidFds.lives(process);
    }

    @Override
    public boolean signalGroup(ProcessIdentity leader, Signal signal) {
        return leader.bootId().equals(bootId)
                && (children.signalGroup(leader, signal, scanner) || pidFds.signalGroup(leader, signal));
    }

    @Override
    public boolean signal(ProcessIdentity process, Signal signal) {
        return process.bootId().equals(bootId) && pidFds.signal(process, signal);
    }

    /** One that has become our child, as a subreaper's, is told by the reaper with its status. */
    @Override
    public void watch(ProcessIdentity adopted) {
        if (!isAdopted(adopted)) {
            poller.post(() -> watches.add(adopted));
        }
    }

    /** If that cannot be told, it is watched like anybody's: its end is not missed, only its status may be. */
    private boolean isAdopted(ProcessIdentity process) {
        try {
            return children.adoptIfOurs(process, scanner);
        } catch (UncheckedIOException unknown) {
            LOG.warn("the exit status of {} may stay unknown: {}", process.pid(), unknown.getMessage());
            return false;
        }
    }

    @Override
    public Optional<ProcessFacts> facts(int pid) {
        return identify(pid).flatMap(ForeignProcess::facts);
    }

    @Override
    public void close() {
        if (pollerThread == null) {
            return;
        }
        poller.stop();
        reaper.stop();
        join(pollerThread);
        spawns.close();
        watches.close();
        poller.close();
        stopReaper();
        scripts.endAll();
        Descriptors.close(stopSign);
        scanner.close();
        tableScanner.close();
    }

    /** Nothing but a child interrupts waitid(2) here: one that ends at once is made for it. */
    private void stopReaper() {
        try {
            int pid = helper.wakeUp();
            join(reaperThread);
            WaitStatus.reap(pid);
        } catch (ErrnoException failure) {
            LOG.warn("the reaper goes on until the next child ends: {}", failure.getMessage());
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(JOIN_LIMIT_MS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
