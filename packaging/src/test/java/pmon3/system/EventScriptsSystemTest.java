package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Scripts that the built pmond runs when a process is restarted, fails or backs off. */
class EventScriptsSystemTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int SHORTEST_PERIOD_S = 5;

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    private Path told;

    @BeforeEach
    void prepare() {
        told = pmond.folder().resolve("told");
        pmond.config("initialization_period", SHORTEST_PERIOD_S);
    }

    /** Notes its words, one a line, and what it can read. */
    private Path notingScript() {
        return pmond.script(
                "note",
                "#!/bin/sh\n{ printf '%s\\n' \"$@\"; cat; echo; } > told.new\n".replace("told.new", told + ".new")
                        + "mv " + told + ".new " + told + "\necho noted for $(wc -c < " + told + ") bytes\n");
    }

    private String told() {
        Await.until("the script's note", SOON, () -> Files.exists(told));
        try {
            String text = Files.readString(told);
            Files.delete(told);
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts pmond, and lets the time pass in which no scripts run: from then on they do. */
    private void startAndGetReady() {
        pmond.start();
        long end = System.nanoTime() + Duration.ofSeconds(SHORTEST_PERIOD_S).toNanos();
        Await.until("the end of the initialization period", SOON, () -> System.nanoTime() - end > 0);
    }

    private void fail(String name) {
        pmond.run("exec", "/bin/false", "--name", name, "-n");
        pmond.awaitStatus(name, "failed");
    }

    private void awaitLog(String text) {
        Await.until(text, SOON, () -> pmond.pmondLog().contains(text));
    }

    @Test
    void aRestartIsToldWithThePidThatEndedAndAFailureWithItsStatus() {
        Path script = notingScript();
        pmond.config("event_handling.process_restart", "'" + script + " -x \"two words\"'");
        pmond.config("event_handling.process_failure", script);
        startAndGetReady();
        pmond.run("exec", "/bin/sleep", "--name", "it's-$(touch${IFS}pwned)", "-g", "site", "--", "1000")
                .ok();
        TableRow row = pmond.awaitStatus("it's-$(touch${IFS}pwned)", "running");
        Proc.signal(row.pid(), Proc.SIGKILL);
        List<String> lines = told().lines().toList();
        assertThat(lines).hasSize(4).startsWith("-x", "two words");
        assertThat(lines.get(2))
                .isEqualTo(lines.get(3))
                .startsWith("{\"created_at\":\"20")
                .contains("\"name\":\"it's-$(touch${IFS}pwned)\"", "\"pid\":" + row.pid() + ",", "\"status\":2,")
                .contains("\"Groups\":[{\"ID\":0,", "\"name\":\"site\"", "\"auto_restart\":true}");
        awaitLog("PROCESS_RESTART script of it's-$(touch${IFS}pwned) (1): noted for");
        assertThat(pmond.folder().resolve("pwned")).doesNotExist();

        fail("once");
        assertThat(told().lines().toList().get(0)).contains("\"name\":\"once\"", "\"status\":4,");
    }

    @Test
    void noneRunsInTheInitializationPeriod() {
        pmond.config("event_handling.process_failure", notingScript()).config("initialization_period", 3600);
        pmond.start();
        fail("early");
        awaitLog("PROCESS_FAILURE: early (1)");
        pmond.stop();
        assertThat(told).doesNotExist();
    }

    @Test
    void whatIsWrongWithAScriptIsALineOfTheLogAndHoldsNothingUp() throws IOException {
        Path text = Files.writeString(pmond.folder().resolve("text"), "text");
        Path hanging = pmond.script("hang", "#!/bin/sh\nsleep 1000 & wait\n");
        pmond.config("event_handling.timeout", 500).config("event_handling.process_failure", "/missing");
        startAndGetReady();
        fail("a");
        awaitLog("not run: /missing: no such file or directory");
        pmond.config("event_handling.process_failure", text);
        fail("b");
        awaitLog("not run: " + text + ": permission denied");
        pmond.config("event_handling.process_failure", "hang");
        fail("c");
        awaitLog("event_handling.process_failure: hang is not an absolute path");
        pmond.config("event_handling.process_failure", pmond.script("bad", "#!/bin/sh\nexit 3\n"));
        fail("d");
        awaitLog("script of d (4): ended with exit code 3");
        pmond.config("event_handling.process_failure", hanging);
        fail("e");
        awaitLog("script of e (5): killed after 500 ms");
        Await.until("nothing of the script lives", SOON, () -> pmond.living().isEmpty());
        pmond.config("event_handling.process_failure", pmond.script("flood", "#!/bin/sh\nexec yes\n"));
        fail("f");
        awaitLog("more bytes are left out)");
        assertThat(pmond.pmondLog().length()).isLessThan(1024 * 1024);
    }

    @Test
    void rootRunsNoScriptThatOthersCanWrite() throws IOException {
        Root.required();
        Path script = notingScript();
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxrwxrwx"));
        pmond.config("event_handling.process_failure", script);
        startAndGetReady();
        fail("one");
        awaitLog("not run: " + script + " can be written by others than root");
        assertThat(told).doesNotExist();
    }

    @Test
    void rootGivesNoScriptAFileThatOthersCanWrite() throws IOException {
        Root.required();
        Path script = notingScript();
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxrwxrwx"));
        pmond.config("event_handling.process_failure", "/bin/sh " + script);
        startAndGetReady();
        fail("one");
        awaitLog("not run: event_handling.process_failure: " + script + " can be written by others than root");
        pmond.config("event_handling.process_failure", "/usr/bin/env BASH_ENV=" + script + " /bin/sh");
        fail("two");
        awaitLog("script of two (2): not run: event_handling.process_failure: " + script + " can be written by others");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        pmond.config("event_handling.process_failure", "/bin/sh " + script);
        fail("three");
        assertThat(told()).contains("\"name\":\"three\"");
    }

    @Test
    void theEndOfPmondKillsWhatRuns() {
        Path hanging = pmond.script("hang", "#!/bin/sh\necho hangs\nsleep 1000\n");
        pmond.config("event_handling.process_failure", hanging);
        startAndGetReady();
        fail("one");
        awaitLog("script of one (1): hangs");
        assertThat(pmond.stop()).isZero();
        assertThat(pmond.pmondLog()).contains("script of one (1): killed, as pmond ends");
        assertThat(pmond.living()).isEmpty();
    }
}
