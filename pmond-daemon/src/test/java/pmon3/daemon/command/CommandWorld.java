package pmon3.daemon.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import pmon3.config.ConfigPaths;
import pmon3.config.SettingsSource;
import pmon3.daemon.QuietLog;
import pmon3.daemon.kernel.FakeKernel;
import pmon3.daemon.kernel.FakeUserDirectory;
import pmon3.daemon.launch.AccountStarter;
import pmon3.daemon.launch.ChildEnvironment;
import pmon3.daemon.launch.FakeThreads;
import pmon3.daemon.server.Caller;
import pmon3.daemon.store.FakeIdentities;
import pmon3.daemon.store.FakeStore;
import pmon3.daemon.store.StoreChange;
import pmon3.daemon.store.StoreException;
import pmon3.daemon.supervise.Clock;
import pmon3.daemon.supervise.Doors;
import pmon3.daemon.supervise.Fleet;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.daemon.supervise.Moment;
import pmon3.daemon.supervise.Supervisor;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;
import pmon3.model.DefinitionChange;
import pmon3.model.ExportFormat;
import pmon3.model.PmonException;

/**
 * Root's pmond behind its commands, on a fake kernel and store. Its one thread steps the supervisor and the kernel, and
 * with each step 20 ms of its clock pass.
 */
final class CommandWorld implements AutoCloseable {
    static final int ROOT = 0;
    static final int ALICE = 1000;
    static final int BOB = 1001;
    /** In the group of operators. */
    static final int OLGA = 1002;

    static final int CARL = 1003;
    private static final int OPERATORS = 2000;
    private static final int STEP_MS = 20;
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(20);

    final FakeKernel kernel = new FakeKernel();
    final FakeStore store = new FakeStore();
    final FakeUserDirectory users = new FakeUserDirectory()
            .user("root", ROOT)
            .user("alice", ALICE)
            .user("bob", BOB)
            .user("olga", OLGA, OPERATORS)
            .user("carl", CARL)
            .group("ops", OPERATORS);
    private final Path folder;
    private final ExportFormat format;
    private final SettingsSource settings;
    private final ProcessConfigs configs;
    private final AtomicLong ms = new AtomicLong(1_000);
    private final Supervisor supervisor;
    private final CommandHandler handler;
    private final Thread thread = new Thread(this::run, "fake pmond");
    private volatile boolean ended;
    private volatile boolean hanging;
    /** The supervisor thread's. */
    private final List<Runnable> held = new ArrayList<>();

    CommandWorld(Path folder) throws IOException {
        this(folder, ExportFormat.JSON);
    }

    /** @param format of the process config */
    CommandWorld(Path folder, ExportFormat format) throws IOException {
        QuietLog.begin();
        this.folder = folder;
        this.format = format;
        Path config = folder.resolve("config.yml");
        Files.writeString(
                config,
                "logs:\n  directory: " + folder.resolve("log") + "\nmessage_queue:\n  group: ops\nprocess_config_file: "
                        + processConfig() + "\nwait:\n  cmd_exec_response: 10000\n");
        Map<String, String> environment = Map.of("PMON3_CONF", config.toString());
        settings = SettingsSource.open(ConfigPaths.system(environment), environment, false)
                .source();
        Supervisor[] built = new Supervisor[1];
        AccountStarter starter = new AccountStarter(
                kernel,
                users,
                new ChildEnvironment(Map.of()),
                settings::settings,
                new FakeThreads(),
                (ticket, reason) -> built[0].spawnFailed(ticket, reason));
        Clock clock = () -> new Moment(ms.get(), FakeKernel.BOOTED_AT.plusMillis(ms.get()));
        Doors doors = new Doors(
                kernel, this::commit, new FakeIdentities(), starter, (announcement, process, groups) -> {}, clock);
        supervisor = new Supervisor(doors, settings::settings, store.load());
        built[0] = supervisor;
        kernel.start(supervisor);
        Authorities authorities = new Authorities(ROOT, users, settings::settings);
        configs = new ProcessConfigs(ROOT, false, users);
        handler = new CommandHandler(
                supervisor, new Readings(kernel, clock), users, authorities, settings, configs, changed -> {});
        thread.start();
    }

    /** The store answers nothing until it is told to go on. */
    void hangStore() {
        hanging = true;
    }

    void unhangStore() {
        supervisor.execute(() -> {
            hanging = false;
            held.forEach(Runnable::run);
            held.clear();
        });
    }

    private void commit(List<StoreChange> changes, Runnable committed, Consumer<PmonException> failed) {
        if (hanging) {
            held.add(() -> commitNow(changes, committed, failed));
        } else {
            commitNow(changes, committed, failed);
        }
    }

    private void commitNow(List<StoreChange> changes, Runnable committed, Consumer<PmonException> failed) {
        try {
            store.commit(changes);
            committed.run();
        } catch (StoreException refused) {
            failed.accept(refused);
        }
    }

    private void run() {
        while (!ended) {
            try {
                supervisor.step(1);
            } catch (InterruptedException e) {
                return;
            }
            kernel.runAll();
            ms.addAndGet(STEP_MS);
        }
    }

    Path processConfig() {
        return folder.resolve("processes." + format.word());
    }

    /** Writes the process config. */
    CommandWorld config(String text) {
        try {
            Files.writeString(processConfig(), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What pmond does with the process config when it starts. */
    void startNew() {
        configs.startNew(supervisor, settings.settings());
    }

    Path logFile(String process) {
        return folder.resolve("log/" + process + ".log");
    }

    /** Asked by root; it must have been done. */
    Answered done(Request request) {
        Answered answered = ask(ROOT, request);
        if (answered.status() != 0) {
            throw new AssertionError(request + ": " + answered);
        }
        return answered;
    }

    <T> T look(Function<Fleet, T> question) {
        return supervisor.call(question);
    }

    /** Waits for a state, under a deadline that only a failing test reaches. */
    void await(String what, BooleanSupplier state) {
        long startNs = System.nanoTime();
        while (!state.getAsBoolean()) {
            if (System.nanoTime() - startNs > DEADLINE_NS) {
                throw new AssertionError("it never came to pass that " + what);
            }
            Thread.onSpinWait();
        }
    }

    /** Lets so much of its clock's time pass. */
    void pass(Duration time) {
        long end = ms.get() + time.toMillis();
        await("time passes", () -> ms.get() >= end);
    }

    Answered ask(int uid, Request request) {
        List<Reply> replies = new ArrayList<>();
        int status = handler.handle(new Caller(uid, 1), request, replies::add);
        return new Answered(status, replies);
    }

    /** A program of this name, asked for by somebody as this user. */
    Answered exec(int uid, String name, String user) {
        return ask(uid, new Request.Exec("/srv/" + name, Optional.of(name), asUser(user)));
    }

    static DefinitionChange asUser(String user) {
        return new DefinitionChange(
                Optional.empty(),
                Optional.empty(),
                Optional.of(user),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static DefinitionChange withArgs(String args) {
        return new DefinitionChange(
                Optional.of(args),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static DefinitionChange inGroups(String... groups) {
        return new DefinitionChange(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(List.of(groups)));
    }

    static DefinitionChange dependingOn(String... names) {
        return new DefinitionChange(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(List.of(names)),
                Optional.empty());
    }

    List<ManagedProcess> all() {
        return supervisor.call(Fleet::all);
    }

    ManagedProcess process(String name) {
        return supervisor.call(fleet -> fleet.byName(name)).orElseThrow(() -> new AssertionError("no process " + name));
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
