package pmon3.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A pmond of the test's own, with its own folder, configuration, database, logs and channel directory, and the client that
 * speaks to it. As a field with {@code @RegisterExtension} it is closed after each test, and pmond's log is shown if the
 * test failed; with try-with-resources there can be several. One thread.
 */
public final class PmondFixture implements AfterEachCallback, AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(20);
    private static final Duration ENDED = Duration.ofSeconds(30);
    private static final Duration SETTLED = Duration.ofSeconds(20);
    /** Names the Java that pmond and client are run with, instead of the one that the tree has recorded. */
    private static final String JAVA_PROPERTY = "pmon3.java.home";

    private static final String JAVA_VARIABLE = "PMON3_JAVA_HOME";

    private final Offspring offspring = new Offspring();
    private final Optional<String> user;
    private Path tree = Tree.forEveryone();
    private Optional<String> javaHome =
            Optional.ofNullable(System.getProperty(JAVA_PROPERTY)).filter(home -> !home.isEmpty());
    private final Path folder;
    private final Path channelFolder;
    private final ConfigFile config = new ConfigFile();
    private Optional<String> configText = Optional.empty();
    private final Map<String, String> environment = new TreeMap<>();
    private List<String> starter = List.of();
    /** Where the tests themselves are ended before they have closed it. */
    private final Thread lastResort = new Thread(this::endAll, "last-resort");

    private Optional<Process> pmond = Optional.empty();

    /** A pmond of the user who runs the tests. */
    public PmondFixture() {
        this(Optional.empty());
    }

    private PmondFixture(Optional<String> user) {
        this.user = user;
        this.folder = createFolder(Path.of(System.getProperty("java.io.tmpdir")));
        this.channelFolder = createFolder(Path.of("/dev/shm"));
        Runtime.getRuntime().addShutdownHook(lastResort);
        config.set("data.directory", folder.resolve("data"));
        config.set("logs.directory", folder.resolve("logs"));
        config.set("message_queue.directory.shmem", channelFolder);
        config.set("process_config_file", folder.resolve("process.config.json"));
    }

    /** A rootless pmond of that user; only where the tests run as root. */
    public static PmondFixture of(String user) {
        return new PmondFixture(Optional.of(user));
    }

    /** Runs pmond and client with that Java. */
    public PmondFixture java(Path home) {
        javaHome = Optional.of(home.toString());
        return this;
    }

    /** Takes the programs from another tree than the built one. */
    public PmondFixture tree(Path other) {
        tree = other;
        return this;
    }

    /** Sets a key of config.yml, as {@code wait.cmd_exec_response}; a running pmond sees it at the next command. */
    public PmondFixture config(String key, Object value) {
        config.set(key, value);
        if (pmond.isPresent()) {
            writeConfig();
        }
        return this;
    }

    /** Gives config.yml this text, whatever keys are set. */
    public PmondFixture configText(String text) {
        configText = Optional.of(text);
        if (pmond.isPresent()) {
            writeConfig();
        }
        return this;
    }

    /** What the keys that are set make of config.yml. */
    public String usualConfig() {
        return config.yaml();
    }

    /** Sets a variable of pmond's environment, from its next start on. */
    public PmondFixture environment(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Starts pmond by way of another program, which becomes what the words after its own name. */
    public PmondFixture startedBy(String... words) {
        starter = List.of(words);
        return this;
    }

    public Path folder() {
        return folder;
    }

    public Path configFile() {
        return folder.resolve("config.yml");
    }

    /** Where a root pmond is asked. */
    Path channelDirectory() {
        return channelFolder.resolve("pmon3_mem");
    }

    public Path database() {
        return folder.resolve("data/data.db");
    }

    /** What the database holds just now, read from a copy. */
    public StoredRows stored() {
        return StoredRows.read(database());
    }

    /** A folder of its own for that user's program. */
    public Path folderOf(String owner, String name) {
        try {
            Path created = Files.createDirectories(folder.resolve(name));
            Command.of("chown", owner, created.toString()).run().ok();
            return created;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where pmond itself writes the log of that process. */
    public Path logFile(String process) {
        return folder.resolve("logs/" + process + ".log");
    }

    /** Writes the process config, in json. */
    public PmondFixture processConfig(String json) {
        return processConfig("process.config.json", json);
    }

    /** Writes the process config under a name of the kind of its format. */
    public PmondFixture processConfig(String fileName, String text) {
        try {
            config("process_config_file", Files.writeString(folder.resolve(fileName), text));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An executable file in the fixture's folder. */
    public Path script(String name, String text) {
        try {
            Path file = Files.writeString(folder.resolve(name), text);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts pmond and waits until it answers. */
    public PmondFixture start() {
        launch();
        Await.until("pmond's first answer", READY, () -> {
            if (!running()) {
                throw new IllegalStateException("pmond ended: " + pmondLog());
            }
            return run("ls").exit() == 0;
        });
        return this;
    }

    /** Starts pmond without waiting for it. */
    public PmondFixture launch() {
        if (running()) {
            throw new IllegalStateException("pmond runs already");
        }
        writeConfig();
        Path log = folder.resolve("pmond.log");
        pmond = Optional.of(daemonCommand().start(log, log));
        return this;
    }

    /** Runs a pmond that is to refuse its start, to its end. */
    public Ran startRefused() {
        writeConfig();
        return daemonCommand().run();
    }

    public int pid() {
        return (int) running(pmond).pid();
    }

    public boolean running() {
        return pmond.filter(Process::isAlive).isPresent();
    }

    /** Ends pmond with SIGTERM; its exit status. */
    public int stop() {
        return end(Proc.SIGTERM);
    }

    /** Ends pmond with SIGKILL, and leaves alive what it has started. */
    public void kill() {
        end(Proc.SIGKILL);
    }

    private int end(int signal) {
        remember();
        Process process = running(pmond);
        Proc.signal((int) process.pid(), signal);
        return awaitEnd();
    }

    /** Waits until pmond has ended; its exit status. */
    public int awaitEnd() {
        Process process = pmond.orElseThrow();
        try {
            if (!process.waitFor(ENDED.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("pmond still lives: " + pmondLog());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while waiting for pmond's end", e);
        }
        pmond = Optional.empty();
        return process.exitValue();
    }

    /** What pmond has written to stdout and stderr since the fixture was made. */
    public String pmondLog() {
        Path log = folder.resolve("pmond.log");
        return Files.exists(log) ? textOf(log) : "";
    }

    /** The client, not yet run. */
    public Command client(String... arguments) {
        Command command = command("pmon3", arguments).in(folder);
        return user.map(command::as).orElse(command);
    }

    public Ran run(String... arguments) {
        return client(arguments).run();
    }

    /** The same command so many times at once; what became of each. */
    public List<Ran> runAtOnce(int times, String... arguments) {
        List<Path> outputs = new ArrayList<>();
        List<Process> clients = new ArrayList<>();
        for (int time = 0; time < times; time++) {
            outputs.add(folder.resolve("client" + time + ".txt"));
            clients.add(client(arguments).start(outputs.get(time), outputs.get(time)));
        }
        List<Ran> ran = new ArrayList<>();
        for (int time = 0; time < times; time++) {
            Process started = clients.get(time);
            Await.until("the end of " + List.of(arguments), SETTLED, () -> !started.isAlive());
            ran.add(new Ran(List.of(arguments), started.exitValue(), textOf(outputs.get(time)), "", Duration.ZERO));
            Tree.remove(outputs.get(time));
        }
        return ran;
    }

    private static String textOf(Path file) {
        try {
            return Command.text(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The client as another user of the system; only where the tests run as root. */
    public Ran runAs(String otherUser, String... arguments) {
        return command("pmon3", arguments).in(folder).as(otherUser).run();
    }

    /** All that pmond has started and that lives, but for what has overwritten its environment. */
    public List<Proc> living() {
        int own = pmond.map(process -> (int) process.pid()).orElse(0);
        return offspring.living().stream().filter(proc -> proc.pid() != own).toList();
    }

    /** The spawn helpers of the tree that live, whoever's. */
    public List<Proc> helpers() {
        Path helper = tree.resolve("lib/pmon3-spawn");
        return Proc.all().stream()
                .filter(proc -> !proc.isZombie() && proc.executes(helper))
                .toList();
    }

    /** The living processes that were started under that name; of a script its interpreter's name would be seen. */
    public List<Proc> instances(String name) {
        return living().stream().filter(proc -> Offspring.isNamed(proc, name)).toList();
    }

    public List<TableRow> ls() {
        List<TableRow> rows = TableRow.parse(run("ls").ok().out());
        rows.forEach(row -> offspring.remember(row.pid()));
        return rows;
    }

    public Optional<TableRow> row(String name) {
        return ls().stream().filter(row -> row.name().equals(name)).findFirst();
    }

    /** Waits until ls shows that process so; its row. */
    public TableRow awaitRow(String name, String what, Predicate<TableRow> wanted) {
        return Await.value(name + " " + what, SETTLED, () -> {
            Optional<TableRow> row = row(name);
            if (row.filter(wanted).isEmpty()) {
                throw new AssertionError("last seen: " + row);
            }
            return row;
        });
    }

    public TableRow awaitStatus(String name, String status) {
        return awaitRow(name, "is " + status, row -> row.status().equals(status));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            System.err.println("pmond's log in " + context.getDisplayName() + ":\n" + pmondLog());
        }
        close();
    }

    /** Kills, each by its pid, pmond and everything that it started, and removes the folders. */
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(lastResort);
        endAll();
    }

    private void endAll() {
        remember();
        pmond.ifPresent(process -> process.destroyForcibly());
        pmond = Optional.empty();
        try {
            offspring.endAll();
        } finally {
            Tree.remove(folder);
            Tree.remove(channelFolder);
        }
    }

    /** Notes what lives below pmond: a program may overwrite its environment, and outlive pmond. */
    private void remember() {
        pmond.filter(Process::isAlive).ifPresent(process -> {
            offspring.rememberDescendants((int) process.pid());
        });
    }

    private Command daemonCommand() {
        Command pmondItself = command("pmond");
        List<String> words = new ArrayList<>(starter);
        words.addAll(pmondItself.words());
        Command command = new Command(words, pmondItself.environment(), Optional.empty(), ENDED)
                .in(folder)
                .with(environment)
                .with(Offspring.VARIABLE, offspring.token());
        return user.map(command::as).orElse(command).within(ENDED);
    }

    private Command command(String program, String... arguments) {
        List<String> words = new ArrayList<>(List.of(tree + "/bin/" + program));
        words.addAll(List.of(arguments));
        Command command = Command.of(words.toArray(String[]::new))
                .with("PMON3_CONF", configFile().toString());
        return javaHome.map(home -> command.with(JAVA_VARIABLE, home)).orElse(command);
    }

    private void writeConfig() {
        try {
            Files.writeString(configFile(), configText.orElseGet(config::yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path createFolder(Path parent) {
        try {
            Path created = Files.createTempDirectory(parent, "pmon3-test");
            // Readable by the other users that a test may run the client as.
            Files.setPosixFilePermissions(created, PosixFilePermissions.fromString("rwxr-xr-x"));
            user.ifPresent(owner ->
                    Command.of("chown", owner, created.toString()).run().ok());
            return created;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process running(Optional<Process> process) {
        return process.filter(Process::isAlive).orElseThrow(() -> new IllegalStateException("pmond does not run"));
    }

    /** The users of every Debian that tests may start processes as. */
    public static Stream<String> otherUsers() {
        return Stream.of("nobody", "daemon", "games");
    }
}
