package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What config.yml and the variables do to the built programs. */
class ConfigurationTest {
    private static final Duration ANSWERED = Duration.ofSeconds(20);

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    private TableRow exec(String name) {
        pmond.run("exec", "/bin/sleep", "--name", name, "--args", "10000").ok();
        return pmond.row(name).orElseThrow();
    }

    private Command client(String variable, String value, String... words) {
        return pmond.client(words).with(variable, value);
    }

    @Test
    void aChangeTakesEffectWithTheNextCommand() throws IOException {
        pmond.start();
        Path before = pmond.folder().resolve("logs/first.log");
        exec("first");
        assertThat(before).exists();
        Path other = pmond.folder().resolve("other");
        pmond.config("logs.directory", other).config("wait.ipc_connection", 300);
        exec("second");
        assertThat(other.resolve("second.log")).exists();
        assertThat(pmond.run("ls").ok().took()).isGreaterThan(Duration.ofMillis(300));
    }

    @Test
    void withReloadsDisabledOnlyASignalIsListenedTo() {
        pmond.config("disable_reloads", true).start();
        Path other = pmond.folder().resolve("other");
        pmond.config("logs.directory", other);
        exec("first");
        assertThat(other).doesNotExist();
        Proc.signal(pmond.pid(), Proc.SIGHUP);
        Await.until("the reload", ANSWERED, () -> pmond.pmondLog().contains("looked at the configuration again"));
        exec("second");
        assertThat(other.resolve("second.log")).exists();
    }

    @Test
    void aVariableWinsOverTheFile() {
        Path other = pmond.folder().resolve("other");
        pmond.environment("CONFIGOR_LOGS_DIRECTORY", other.toString())
                .environment("CONFIGOR_LOGS_FILEMODE", "0600")
                .start();
        exec("web");
        assertThat(Command.of("stat", "-c", "%a", other + "/web.log").run().ok().out())
                .isEqualTo("600\n");
        assertThat(pmond.logFile("web")).doesNotExist();
    }

    /** What the three sections do not set is taken from permissions. */
    @Test
    void permissionsAreInheritedByLogsDataAndMessageQueue() {
        Root.required();
        pmond.config("permissions.group", "games")
                .config("permissions.directory_mode", "0750")
                .config("permissions.file_mode", "0640")
                .config("logs.file_mode", "\"0644\"")
                .start();
        exec("web");
        String channel = Command.of("sh", "-c", "echo \"$0\"/*", parentOfChannel())
                .run()
                .ok()
                .out()
                .strip();
        assertThat(Command.of(
                                "stat",
                                "-c",
                                "%a %U %G",
                                pmond.folder() + "/logs",
                                pmond.logFile("web").toString(),
                                pmond.folder() + "/data",
                                pmond.database().toString(),
                                channel)
                        .run()
                        .ok()
                        .lines())
                .containsExactly(
                        "750 root games", "644 root games", "750 root games", "640 root games", "1700 root games");
    }

    private String parentOfChannel() {
        return pmond.usualConfig().replaceAll("(?s).*shmem: (\\S+).*", "$1");
    }

    @Test
    void membersOfAnInheritedGroupMayAskAndAreNoOperators() {
        Root.required();
        pmond.config("permissions.group", "games")
                .config("message_queue.file_mode", "0660")
                .start();
        exec("roots");
        assertThat(TableRow.parse(pmond.runAs("games", "ls").ok().out())).hasSize(1);
        assertThat(pmond.runAs("games", "stop", "roots").exited(4).err()).contains("roots belongs to root");
        assertThat(pmond.runAs("nobody", "ls").exited(4).err()).contains("is closed to you");
    }

    @ParameterizedTest
    @CsvSource({"true, true", "warn, false"})
    void theDebugVariableSetsPmondsLevel(String value, boolean all) {
        pmond.environment("PMON3_DEBUG", value)
                .environment("CONFIGOR_NOSUCHKEY", "1")
                .start();
        exec("web");
        assertThat(pmond.pmondLog()).contains(" WARN ");
        assertThat(pmond.pmondLog().contains(" INFO ")).isEqualTo(all);
        assertThat(pmond.pmondLog().contains(" DEBUG ")).isEqualTo(all);
    }

    @Test
    void theDebugVariableMakesTheClientTellWhereItAsks() {
        pmond.start();
        Ran plain = pmond.run("group", "ls").ok();
        Ran ran = client("PMON3_DEBUG", "true", "group", "ls").run().ok();
        assertThat(ran.out()).isEqualTo(plain.out());
        assertThat(ran.err())
                .isEqualTo("debug: the configuration is " + pmond.configFile() + "\ndebug: pmond (pid " + pmond.pid()
                        + ") serves " + parentOfChannel() + "/" + channelName() + "\n");
        pmond.config("log_level", "debug");
        assertThat(pmond.run("group", "ls").ok().err()).isEmpty();
        assertThat(client("PMON3_DEBUG", "info", "group", "ls").run().ok().err())
                .isEmpty();
    }

    private static String channelName() {
        String own = Command.of("id", "-u").run().ok().out().strip();
        return own.equals("0") ? "pmon3_mem" : "pmon3_mem_u" + own;
    }

    @Test
    void theTraceTellsOfEachRequestOnBothSides() {
        pmond.environment("XIPC_DEBUG", "true").start();
        Ran ran = client("XIPC_DEBUG", "true", "group", "ls").run().ok();
        assertThat(ran.err())
                .startsWith("ipc: asks pid " + pmond.pid() + " in ")
                .endsWith("ipc: has the whole answer\n");
        assertThat(ran.out()).doesNotContain("ipc:");
        assertThat(pmond.pmondLog())
                .containsPattern(
                        "pmond.ipc: uid \\d+ \\(pid \\d+\\) asks ListGroups\n.* pmond.ipc: answered uid \\d+ \\(pid \\d+\\) after \\d+ µs, exit status 0\n");
    }

    /** Somebody starts both at once: the request waits for the pmond that comes. */
    @Test
    void withoutTheRunCheckARequestWaitsForPmond() {
        pmond.start().kill();
        assertThat(pmond.run("ls").exited(3).err()).startsWith("pmond must be running (nobody serves ");
        Path out = pmond.folder().resolve("answer");
        Process asking = client("PMON3_SKIP_RUNCHECK", "true", "ls").start(out, out);
        Await.until("the request", ANSWERED, this::requestWaits);
        pmond.launch();
        Await.until("the answer", ANSWERED, () -> !asking.isAlive());
        assertThat(asking.exitValue()).as("the client's exit status").isZero();
    }

    private boolean requestWaits() {
        String[] waiting =
                Path.of(parentOfChannel(), channelName()).toFile().list((folder, name) -> name.endsWith(".req"));
        return waiting != null && waiting.length > 0;
    }

    @Test
    void withoutTheRunCheckNobodyAnswersOneSaysSoAtTheEnd() {
        pmond.start().kill();
        Ran ran = client("PMON3_SKIP_RUNCHECK", "true", "ls").run().exited(3);
        assertThat(ran.err()).isEqualTo("pmond did not take the request for 5000 ms\n");
    }
}
