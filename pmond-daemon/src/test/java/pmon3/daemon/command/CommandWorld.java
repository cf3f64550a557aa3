package pmon3.daemon.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import pmon3.config.ConfigPaths;
import pmon3.config.Settings;
import pmon3.config.SettingsSource;
import pmon3.daemon.kernel.FakeKernel;
import pmon3.daemon.kernel.FakeUserDirectory;
import pmon3.daemon.launch.AccountStarter;
import pmon3.daemon.launch.ChildEnvironment;
import pmon3.daemon.server.Caller;
import pmon3.daemon.store.FakeStore;
import pmon3.daemon.store.StoreChange;
import pmon3.daemon.store.StoreException;
import pmon3.daemon.store.StoredFleet;
import pmon3.daemon.supervise.Archive;
import pmon3.daemon.supervise.Doors;
import pmon3.daemon.supervise.Fleet;
import pmon3.daemon.supervise.Moment;
import pmon3.daemon.supervise.Policy;
import pmon3.daemon.supervise.Recovery;
import pmon3.daemon.supervise.Supervisor;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;
import pmon3.model.PmonException;

/**
 * A root pmond's commands with fakes around them: users alice (1000), bob (1001), and olga (1002), an operator. A thread of
 * its own steps the supervisor and lets happen what the kernel has to tell; each step lasts 20 ms by the world's clock, so
 * that nothing takes time.
 */
final class CommandWorld implements AutoCloseable {
    static final int ROOT = 0;
    static final int ALICE = 1000;
    static final int BOB = 1001;
    static final int OLGA = 1002;
    private static final int OPERATORS = 50;
    private static final long STEP_MS = 20;
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(20);
    private static final Instant EPOCH = Instant.parse("2026-11-22T21:00:00Z");

    final FakeKernel kernel = new FakeKernel();
    final FakeStore store;
    final FakeUserDirectory users = new FakeUserDirectory()
            .user("root", ROOT)
            .user("alice", ALICE)
            .user("bob", BOB)
            .user("olga", OLGA, OPERATORS)
            .group("operators", OPERATORS);
    private final Path folder;
    private final AtomicLong ms = new AtomicLong();
    private final SettingsSource source;
    private final Supervisor supervisor;
    private final ProcessConfigs configs;
    private final CommandHandler handler;
    private final Thread driver;
    private volatile boolean closed;

    CommandWorld(Path folder) {
        this(folder, new FakeStore());
    }

    /** @param format of the process config: json, yaml or toml */
    CommandWorld(Path folder, FakeStore store) {
        this(folder, store, "yaml");
    }

    CommandWorld(Path folder, FakeStore store, String format) {
        this.folder = folder;
        this.store = store;
        this.source = source(format);
        this.supervisor = supervisor();
        this.configs = new ProcessConfigs(ROOT, false, users);
        this.handler = new CommandHandler(
                supervisor,
                kernel,
                users,
                new Authorities(ROOT, users, source::settings),
                source,
                configs,
                settings -> {});
        this.driver = new Thread(this::drive, "driver");
        driver.start();
    }

    private SettingsSource source(String format) {
        try {
            Path config = Files.writeString(folder.resolve("config.yml"), """
                    process_config_file: %s/process.config.%s
                    logs: {directory: /var/log/pmond}
                    message_queue: {group: operators}
                    wait: {dependent_process_enqueued: 0, cmd_exec_response: 10000}
                    """.formatted(folder, format));
            Map<String, String> environment = Map.of("PMON3_CONF", config.toString());
            return SettingsSource.open(ConfigPaths.system(environment), environment, false)
                    .source();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Supervisor supervisor() {
        AtomicReference<Supervisor> built = new AtomicReference<>();
        AccountStarter starter = new AccountStarter(
                kernel,
                users,
                new ChildEnvironment(Map.of()),
                source::settings,
                Runnable::run,
                (ticket, reason) -> built.get().spawnFailed(ticket, reason));
        Doors doors = new Doors(kernel, new StoreArchive(), starter, (what, process) -> {}, this::now);
        StoredFleet stored = store.load();
        built.set(new Supervisor(doors, source::settings, stored));
        kernel.start(built.get());
        built.get().admit(new Recovery(kernel, now(), Policy.of(source.settings())).recover(stored));
        return built.get();
    }

    private final class StoreArchive implements Archive {
        @Override
        public void submit(List<StoreChange> changes, Runnable committed, Consumer<PmonException> failed) {
            try {
                store.commit(changes);
            } catch (StoreException refused) {
                failed.accept(refused);
                return;
            }
            committed.run();
        }
    }

    private Moment now() {
        return new Moment(ms.get(), EPOCH.plusMillis(ms.get()));
    }

    private void drive() {
        while (!closed) {
            try {
                kernel.runAll();
                supervisor.step(1);
                ms.addAndGet(STEP_MS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Writes the process config. */
    CommandWorld config(String text) {
        try {
            Files.writeString(Path.of(settings().processConfigFile()), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What pmond does with the process config when it starts. */
    void startNew() {
        configs.startNew(supervisor, settings());
    }

    Settings settings() {
        return source.settings();
    }

    Answered ask(int uid, Request request) {
        List<Reply> replies = new ArrayList<>();
        int status = handler.handle(new Caller(uid, 1), request, replies::add);
        return new Answered(status, replies);
    }

    /** By root, and it must have been done. */
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

    /** Under a deadline that only a failing test reaches. */
    void await(String what, BooleanSupplier state) {
        long startNs = System.nanoTime();
        while (!state.getAsBoolean()) {
            if (System.nanoTime() - startNs > DEADLINE_NS) {
                throw new AssertionError("it never came to pass that " + what);
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            driver.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
