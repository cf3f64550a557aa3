package pmon3.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.config.Reload;
import pmon3.config.Settings;
import pmon3.config.SettingsSource;
import pmon3.daemon.command.Authorities;
import pmon3.daemon.command.CommandHandler;
import pmon3.daemon.command.ProcessConfigs;
import pmon3.daemon.command.Readings;
import pmon3.daemon.event.EventScript;
import pmon3.daemon.event.EventScripts;
import pmon3.daemon.kernel.Inherited;
import pmon3.daemon.kernel.InstanceLock;
import pmon3.daemon.kernel.LinuxKernel;
import pmon3.daemon.kernel.LinuxUserDirectory;
import pmon3.daemon.kernel.OwnProcess;
import pmon3.daemon.kernel.UserDirectory;
import pmon3.daemon.kernel.UserThreads;
import pmon3.daemon.launch.AccountStarter;
import pmon3.daemon.launch.ChildEnvironment;
import pmon3.daemon.launch.LogDirectory;
import pmon3.daemon.server.ChannelServer;
import pmon3.daemon.server.DirectoryPolicy;
import pmon3.daemon.store.IdentityFile;
import pmon3.daemon.store.KeptStore;
import pmon3.daemon.store.SqliteStore;
import pmon3.daemon.store.StoreAccess;
import pmon3.daemon.store.StoreException;
import pmon3.daemon.store.StoreWriter;
import pmon3.daemon.store.StoredFleet;
import pmon3.daemon.supervise.Archive;
import pmon3.daemon.supervise.Clock;
import pmon3.daemon.supervise.Doors;
import pmon3.daemon.supervise.Policy;
import pmon3.daemon.supervise.Recovery;
import pmon3.daemon.supervise.Supervisor;
import pmon3.ipc.ChannelDirectory;
import pmon3.ipc.ChannelLayout;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** The composition root: builds pmond's parts in order, and takes them down in reverse. */
final class Daemon {
    private static final Logger LOG = LoggerFactory.getLogger("pmond");
    private static final String LOCK_FILE = "pmond.lock";
    private static final String HELPER = "lib/pmon3-spawn";
    /** The spawn helper and jnr's and SQLite's native code are found from here; the launcher sets it. */
    private static final String HOME_PROPERTY = "pmon3.home";

    private static final int OOM_SCORE = -900;

    private final int uid;
    private final SettingsSource source;
    private final InstanceLock lock;
    private final LinuxUserDirectory users = new LinuxUserDirectory();
    private final UserThreads starters = AccountStarter.threads();
    private final LinuxKernel kernel;
    private final StoreWriter writer;
    private final IdentityFile identities;
    private final EventScripts events;
    private final Supervisor supervisor;
    private final Thread supervisorThread;
    private final ProcessConfigs configs;
    private final ChannelServer server;
    private final Optional<Heartbeat> heartbeat;
    private final Ending ending;

    /**
     * @param ending which may have been asked for already
     * @throws PmonException in one line: why pmond cannot run here and what to do
     */
    Daemon(int uid, SettingsSource source, Map<String, String> environment, Ending ending) throws IOException {
        this.uid = uid;
        this.source = source;
        this.ending = ending;
        Settings settings = source.settings();
        Inherited inherited = Inherited.capture();
        Path data = Path.of(settings.data().directory());
        StoreAccess access = access(settings.data().ownership());
        SqliteStore.prepare(data, access);
        lock = lock(data.resolve(LOCK_FILE));
        server = ChannelServer.open(
                DirectoryPolicy.of(settings.queue(), uid, gid(settings.queue().ownership())),
                settings.queue(),
                this::uidOf);
        LogDirectory.prepare(
                Path.of(settings.logs().directory()), settings.logs().ownership(), users);
        configs = new ProcessConfigs(uid, users);
        configs.requireReadable(settings);
        kernel = kernel(inherited);
        KeptStore store = KeptStore.open(data, access, InstantSource.system());
        StoredFleet stored = store.load();
        stored.warnings().forEach(LOG::warn);
        identities = identities(settings, data);
        writer = StoreWriter.start(store, System::nanoTime);
        ChildEnvironment childEnvironment = new ChildEnvironment(environment);
        events = new EventScripts(
                source::settings,
                () -> Clock.SYSTEM.now().ms(),
                kernel.scripts(),
                new EventScript.Surroundings(uid, users, childEnvironment));
        supervisor = supervisor(stored, childEnvironment);
        kernel.start(supervisor);
        supervisor.admit(
                new Recovery(kernel, Clock.SYSTEM.now(), Policy.of(settings), identities.all(), store.isFromBackup())
                        .recover(stored));
        supervisorThread = new Thread(supervisor::run, "supervisor");
        supervisorThread.start();
        configs.startNew(supervisor, settings);
        serve();
        heartbeat = Heartbeat.of(environment, supervisor);
        ending.startedUp(
                force -> supervisor.call(fleet -> fleet.close(force)),
                () -> source.settings().handleInterrupts());
    }

    /** Says that pmond is ready: it answers, and does on signals what it shall. */
    void announce() {
        LOG.info("pmond {} is ready, pid {}", Version.text(), OwnProcess.pid());
        heartbeat.ifPresent(Heartbeat::ready);
    }

    private StoreAccess access(Settings.Ownership ownership) {
        return new StoreAccess(uid, ownership.directoryMode(), ownership.fileMode(), gid(ownership));
    }

    private OptionalInt gid(Settings.Ownership ownership) {
        if (ownership.group().isEmpty()) {
            return OptionalInt.empty();
        }
        String name = ownership.group().get();
        int gid = users.groupId(name)
                .orElseThrow(() -> new PmonException(
                        ErrorCode.BAD_CONFIGURATION, "group " + name + " of the configuration does not exist"));
        return OptionalInt.of(gid);
    }

    private OptionalInt uidOf(String user) {
        Optional<UserDirectory.Account> account = users.byName(user);
        return account.isPresent() ? OptionalInt.of(account.get().uid()) : OptionalInt.empty();
    }

    private static InstanceLock lock(Path file) throws IOException {
        return InstanceLock.tryAcquire(file.toString())
                .orElseThrow(() -> new PmonException(
                        ErrorCode.FAILED,
                        "pmond is already running (pid " + InstanceLock.holder(file.toString()) + ")"));
    }

    private IdentityFile identities(Settings settings, Path data) {
        Path directory = ChannelDirectory.servedBy(settings.queue(), uid);
        return IdentityFile.open(directory.resolve(ChannelLayout.IDENTITY_FILE), data, kernel.bootId(), uid);
    }

    private static LinuxKernel kernel(Inherited inherited) throws IOException {
        Path helper = Path.of(System.getProperty(HOME_PROPERTY, "."), HELPER).toAbsolutePath();
        if (!Files.isExecutable(helper)) {
            throw new PmonException(ErrorCode.FAILED, helper + " is missing: build or install pmon3 again");
        }
        OwnProcess.becomeSubreaper();
        OwnProcess.raiseOpenFiles();
        lowerOomScore();
        return new LinuxKernel(helper, inherited);
    }

    /** The last to be killed for memory; not where that right is missing. Children get the score that pmond had. */
    private static void lowerOomScore() {
        try {
            OwnProcess.setOomScore(OOM_SCORE);
        } catch (IOException e) {
            LOG.debug("the oom score stays as it is: {}", e.getMessage());
        }
    }

    private Supervisor supervisor(StoredFleet stored, ChildEnvironment environment) {
        AtomicReference<Supervisor> built = new AtomicReference<>();
        AccountStarter starter = new AccountStarter(
                kernel,
                users,
                environment,
                source::settings,
                starters::execute,
                (ticket, reason) -> built.get().spawnFailed(ticket, reason));
        Doors doors = new Doors(kernel, archive(), identities, starter, events, Clock.SYSTEM);
        built.set(new Supervisor(doors, source::settings, stored));
        return built.get();
    }

    /** A full queue is told like any other failure. */
    private Archive archive() {
        return (changes, committed, failed) -> {
            try {
                writer.submit(changes, new StoreWriter.Completion() {
                    @Override
                    public void committed() {
                        committed.run();
                    }

                    @Override
                    public void failed(StoreException reason) {
                        failed.accept(reason);
                    }
                });
            } catch (StoreException full) {
                failed.accept(full);
            }
        };
    }

    private void serve() {
        Authorities authorities = new Authorities(uid, users, source::settings);
        CommandHandler handler = new CommandHandler(
                supervisor,
                new Readings(kernel, Clock.SYSTEM),
                users,
                authorities,
                source,
                configs,
                now -> Logging.setLevel(now.logLevel()));
        server.serve(authorities::isAdmitted, handler);
    }

    void reload() {
        Reload reload = source.reload();
        reload.warnings().forEach(LOG::warn);
        reload.problem().ifPresent(problem -> LOG.error("the configuration before stays in force: {}", problem));
        Logging.setLevel(reload.settings().logLevel());
        LOG.info("looked at the configuration again");
    }

    /** Returns when pmond was asked to end and has. */
    void awaitEnd() {
        ending.await();
        heartbeat.ifPresent(Heartbeat::ending);
        server.close();
        ending.stopAll();
        heartbeat.ifPresent(Heartbeat::close);
        supervisor.end();
        join(supervisorThread);
        events.close();
        writer.close();
        identities.close();
        starters.close();
        kernel.close();
        users.close();
        lock.close();
        LOG.info("pmond has ended");
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
