package pmon3.daemon.supervise;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pmon3.config.Settings;
import pmon3.daemon.QuietLog;
import pmon3.daemon.kernel.Credentials;
import pmon3.daemon.kernel.FakeKernel;
import pmon3.daemon.kernel.FakeUserDirectory;
import pmon3.daemon.kernel.Kernel;
import pmon3.daemon.kernel.KernelListener;
import pmon3.daemon.kernel.LogTarget;
import pmon3.daemon.kernel.ProcessTable;
import pmon3.daemon.kernel.SpawnOrder;
import pmon3.daemon.launch.AccountStarter;
import pmon3.daemon.launch.ChildEnvironment;
import pmon3.daemon.launch.FakeThreads;
import pmon3.daemon.store.FakeIdentities;
import pmon3.daemon.store.FakeStore;
import pmon3.daemon.store.KeptIdentities;
import pmon3.daemon.store.StoreException;
import pmon3.daemon.store.StoredFleet;
import pmon3.daemon.store.StoredGroup;
import pmon3.daemon.store.StoredProcess;
import pmon3.model.ProcessDefinition;
import pmon3.model.ProcessExit;

/**
 * A pmond without threads on a kernel, a store and a clock of the test's own. Nothing happens but by {@link #settle} and
 * the smaller steps; a crash throws the supervisor away and keeps the rest.
 */
final class World {
    static final Owner ALICE = new Owner(1000, 1000);

    final FakeKernel kernel = new FakeKernel();
    final FakeStore store = new FakeStore();
    /** What a simulation kills with. */
    final Fuse fuse = new Fuse();

    final FakeIdentities identities = new FakeIdentities();
    final FakeThreads starters = new FakeThreads();
    final List<String> announced = new ArrayList<>();
    Settings settings = TestSettings.defaults();
    private final FakeUserDirectory users = new FakeUserDirectory().user("alice", ALICE.uid());
    private final Submissions submissions = new Submissions(store, fuse);
    private long ms = 1_000;
    private long wallAheadMs;
    private Supervisor supervisor;
    /** Whether commits are answered only one by one. */
    boolean hanging;
    /** What a simulation watches with. */
    Optional<Starts> starts = Optional.empty();

    World() {
        QuietLog.begin();
        start();
    }

    // ---- pmond ----

    /** A pmond begins with what the store and the kernel hold. */
    void start() {
        start(false);
    }

    /** @param fromBackup whether the store may be older than what lives */
    void start(boolean fromBackup) {
        StoredFleet stored = store.load();
        Supervisor[] built = new Supervisor[1];
        Kernel fused = fuse.in(Kernel.class, kernel);
        AccountStarter starter = new AccountStarter(
                fused,
                users,
                new ChildEnvironment(Map.of()),
                () -> settings,
                starters,
                (ticket, reason) -> built[0].spawnFailed(ticket, reason));
        Doors doors = new Doors(
                fused,
                submissions,
                fuse.in(KeptIdentities.class, identities),
                watched(starter),
                this::announce,
                this::now);
        supervisor = new Supervisor(doors, () -> settings, stored);
        built[0] = supervisor;
        kernel.start(supervisor);
        starts.ifPresent(Starts::begins);
        supervisor.admit(new Recovery(fused, now(), Policy.of(settings), identities.all(), fromBackup).recover(stored));
    }

    /** kill -9: what was not committed is lost. */
    void crash() {
        crash(true);
    }

    /** @param delivered whether a go that was given still reaches its helper */
    void crash(boolean delivered) {
        submissions.lose();
        starters.lose();
        kernel.losePmond(delivered);
    }

    /** After a crash: what was in memory is gone, what was stored is there. */
    void reboot() {
        kernel.reboot();
        identities.all().forEach(kept -> identities.drop(kept.processId()));
    }

    void crashAndStart() {
        crash();
        start();
    }

    private Starter watched(Starter starter) {
        return new Starter() {
            @Override
            public void start(ManagedProcess process) {
                starts.ifPresent(watching -> watching.started(process.name()));
                starter.start(process);
            }

            @Override
            public void callOff(long ticket) {
                starter.callOff(ticket);
            }

            @Override
            public void discardLog(ManagedProcess process) {
                starter.discardLog(process);
            }
        };
    }

    private void announce(Announcement announcement, ManagedProcess process, List<StoredGroup> groups) {
        starts.ifPresent(watching -> watching.announced(announcement, process.name()));
        announced.add(announcement + " " + process.name() + " " + process.lastPid());
    }

    // ---- steps ----

    Moment now() {
        return new Moment(ms, wall());
    }

    private Instant wall() {
        return FakeKernel.BOOTED_AT.plusMillis(ms + wallAheadMs);
    }

    /** Somebody sets the clock. */
    void jumpWall(long millis) {
        wallAheadMs += millis;
    }

    /** The supervisor handles what has arrived. */
    World decide() {
        starts.ifPresent(Starts::tick);
        try {
            supervisor.step(0);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return this;
    }

    boolean hasSubmissions() {
        return !submissions.isEmpty();
    }

    /** The oldest submission is committed, or fails as the store was told to. */
    void commitOne() {
        submissions.commitOne();
    }

    /** Everything that can happen without time passing. */
    World settle() {
        decide();
        while (!hanging && hasSubmissions() || !kernel.isIdle()) {
            while (!hanging && hasSubmissions()) {
                commitOne();
            }
            kernel.runAll();
            decide();
        }
        return this;
    }

    /** Time passes at once, as if the machine had slept. */
    World skip(long millis) {
        ms += millis;
        kernel.advanceTicks(millis / 10);
        return this;
    }

    /** Time passes in steps of at most 100 ms, and what it brings happens. */
    World pass(long millis) {
        settle();
        for (long left = millis; left > 0; left -= 100) {
            skip(Math.min(left, 100));
            settle();
        }
        return this;
    }

    void failStore() {
        store.failAll(new StoreException("disk full", null));
    }

    // ---- what a test asks and sees ----

    Fleet fleet() {
        return supervisor.fleet();
    }

    /** How long pmond would sleep if nothing came. */
    long sleepMs() {
        return supervisor.untilNextMs();
    }

    KernelListener listener() {
        return supervisor;
    }

    static ProcessDefinition definition(String name, String... dependencies) {
        return new ProcessDefinition(
                name, "/srv/" + name, "", "", "alice", "/home/alice/" + name + ".log", true, List.of(dependencies));
    }

    /** For a process that pmond did not start. */
    static SpawnOrder order(String file) {
        return new SpawnOrder(
                0,
                file,
                List.of(file),
                List.of(),
                "/",
                new Credentials(ALICE.uid(), ALICE.gid(), List.of()),
                new LogTarget.Chosen("/dev/null"));
    }

    Settlement create(String name, String... dependencies) {
        return fleet().create(definition(name, dependencies), ALICE);
    }

    /** Created and running, for long enough that its next restart is at once. */
    World running(String name, String... dependencies) {
        create(name, dependencies);
        return pass(Timing.RESTART_DELAY_MS + 1_000);
    }

    Settlement stop(String name) {
        return ask(name, Goal.STOP, false);
    }

    Settlement ask(String name, Goal goal, boolean force) {
        return fleet().stop(List.of(process(name).id()), goal, force).get(0);
    }

    Settlement restart(String name) {
        return fleet().restart(Map.of(process(name).id(), Optional.empty()), true)
                .get(0);
    }

    ManagedProcess process(String name) {
        return fleet().byName(name).orElseThrow(() -> new AssertionError("no process " + name));
    }

    Phase phase(String name) {
        return process(name).phase();
    }

    int pid(String name) {
        return process(name).shownPid();
    }

    StoredProcess row(String name) {
        return rowIfAny(name).orElseThrow(() -> new AssertionError("no row " + name));
    }

    Optional<StoredProcess> rowIfAny(String name) {
        return store.load().processes().stream()
                .filter(row -> row.definition().name().equals(name))
                .findFirst();
    }

    /** All that lives of the program of this name, whoever started it. */
    List<ProcessTable.Entry> alive(String name) {
        return kernel.entries().stream()
                .filter(entry -> entry.isLive() && entry.comm().equals(name))
                .toList();
    }

    /** How many times the program of this name lives, its children not counted. */
    long instances(String name) {
        return alive(name).stream()
                .filter(entry -> entry.pid() == entry.session())
                .count();
    }

    void kill(String name) {
        kernel.exit(pid(name), ProcessExit.signaled(9));
    }

    static boolean isDone(Settlement settlement) {
        try {
            return settlement.await(0);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
