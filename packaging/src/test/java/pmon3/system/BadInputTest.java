package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be done is refused in one line that says why, and leaves everything as it was. */
class BadInputTest {
    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    private TableRow before;

    @BeforeEach
    void oneProcessRuns() {
        pmond.start();
        pmond.run("exec", "/bin/sleep", "--name", "web", "--args", "10000").ok();
        before = pmond.row("web").orElseThrow();
    }

    /** Nothing lost, nothing half-made. */
    @AfterEach
    void onlyThatOneIsThereAsItWas() {
        assertThat(pmond.ls()).hasSize(1);
        TableRow now = pmond.ls().get(0);
        assertThat(now.pid()).isEqualTo(before.pid());
        assertThat(now.status()).isEqualTo("running");
        assertThat(now.restarts()).isZero();
        assertThat(pmond.stored().names()).containsExactly("web");
        assertThat(pmond.living()).hasSize(1);
    }

    private Ran refused(int exit, String line, String... words) {
        Ran ran = pmond.run(words).exited(exit);
        assertThat(ran.err().lines()).as(ran.toString()).hasSize(1);
        assertThat(ran.err()).contains(line);
        assertThat(ran.out()).isEmpty();
        return ran;
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "restart", "start", "del", "desc", "reset", "log", "logf"})
    void unknownNameIsNoProcess(String command) {
        refused(5, "process (nope) does not exist", command, "nope");
        refused(5, "process (77) does not exist", command, "77");
    }

    @Test
    void severalAreActedOnAndTheUnknownOnesReported() {
        Ran ran = pmond.run("reset", "web,nope", "7").exited(5);
        assertThat(ran.err().lines()).containsExactly("process (nope) does not exist", "process (7) does not exist");
        assertThat(TableRow.parse(ran.out())).extracting(TableRow::name).containsExactly("web");
    }

    @Test
    void missingFileIsNamed() {
        refused(1, "command error: file argument error: /nonexistent/app does not exist", "exec", "/nonexistent/app");
        refused(
                1,
                "command error: file argument error: " + pmond.folder().resolve("app") + " does not exist",
                "exec",
                "./app");
    }

    @Test
    void fileWithoutExecPermissionIsRefused() throws IOException {
        Path file = Files.writeString(pmond.folder().resolve("app"), "#!/bin/sh\nsleep 1000\n");
        refused(1, file + ": permission denied: its user may not execute it", "exec", file.toString());
    }

    @Test
    void folderIsNoProgram() {
        refused(1, pmond.folder() + ": is a directory", "exec", pmond.folder().toString(), "--name", "folder");
    }

    @Test
    void fifoIsNoProgram() {
        Path fifo = pmond.folder().resolve("fifo");
        Command.of("mkfifo", "-m", "777", fifo.toString()).run().ok();
        refused(1, fifo + ": is not a regular file", "exec", fifo.toString());
    }

    @Test
    void scriptOfAMissingInterpreterIsRefused() {
        Path script = pmond.script("app", "#!/nonexistent/shell\n");
        refused(1, "the interpreter named in it does not exist", "exec", script.toString());
    }

    @Test
    void textWithoutAnInterpreterIsRefused() {
        refused(
                1,
                "exec format error: no program, and no script that begins with #! and an interpreter",
                "exec",
                pmond.script("app", "no program at all\n").toString());
    }

    @Test
    void unknownUserIsNamed() {
        refused(1, "no such user: nosuchuser", "exec", "/bin/sleep", "--user", "nosuchuser");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--args", "--env-vars"})
    void unbalancedQuotesAreRefusedWithTheirPlace(String flag) {
        refused(1, "unbalanced quote \" at position 7", "exec", "/bin/sleep", "--name", "x", flag, "A=1 B=\"c");
        refused(1, "unbalanced quote ' at position 1", "exec", "/bin/sleep", "--name", "x", flag, "'");
        refused(1, "unbalanced quote", "restart", "web", flag, "'");
    }

    @Test
    void variableWithoutAKeyIsRefused() {
        refused(1, "'=1' is not of the form KEY=value", "exec", "/bin/sleep", "--name", "x", "-e", "=1");
        refused(1, "'word' is not of the form KEY=value", "exec", "/bin/sleep", "--name", "x", "-e", "A=1 word");
    }

    @Test
    void unwritableLogIsRefused() {
        Root.required();
        Path closed = pmond.folderOf("root", "closed");
        refused(
                1,
                closed + "/x.log: permission denied",
                "exec",
                "/bin/sleep",
                "--user",
                "nobody",
                "--log",
                closed + "/x.log");
        refused(1, "no such file or directory", "exec", "/bin/sleep", "--log", "/nonexistent/x.log");
        refused(1, closed + ": is a directory", "exec", "/bin/sleep", "--log", closed.toString());
    }

    @Test
    void fifoIsNoLog() {
        Path fifo = pmond.folder().resolve("fifo");
        Command.of("mkfifo", fifo.toString()).run().ok();
        refused(1, fifo + ": is not a regular file", "exec", "/bin/sleep", "--log", fifo.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"77", "a b", "a/b", "a,b", "..", "-", "a\nb"})
    void nameThatBreaksTheRulesIsRefused(String name) {
        refused(1, "process name", "exec", "/bin/sleep", "--name", name);
    }

    @Test
    void knownNameIsNotTakenAgain() {
        refused(
                1,
                "process already running with the name provided: web",
                "exec",
                "/bin/sleep",
                "--name",
                "web",
                "--args",
                "10000");
        refused(1, "the name web belongs to /bin/sleep", "exec", "/bin/cat", "--name", "web");
    }

    @Test
    void unknownDependencyIsNamed() {
        refused(1, "nope", "exec", "/bin/sleep", "--name", "x", "--dependencies", "web,nope");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exec",
                "exec --nonsense /bin/sleep",
                "stop",
                "stop --nonsense web",
                "nonsense",
                "exec /bin/sleep 10",
                "--nonsense",
            })
    void commandLineThatCannotBeParsedIsAMatterOfUsage(String line) {
        refused(2, "--help", line.split(" "));
    }

    @Test
    void programThatEndsAtOnceIsToldAndStays() {
        Ran ran = pmond.run("exec", "/bin/false", "--name", "brief").exited(1);
        assertThat(ran.err()).isEqualTo("brief ended at once (exit code 1); log: " + pmond.logFile("brief") + "\n");
        assertThat(TableRow.parse(ran.out())).extracting(TableRow::name).containsExactly("web", "brief");
        pmond.run("del", "brief").ok();
    }

    @Test
    void changeThatCannotBeStartedLeavesTheDefinitionAsItWas() {
        pmond.run("exec", "/bin/sleep", "--name", "other", "--args", "10001").ok();
        Ran ran = pmond.run("restart", "other", "--log", "/nonexistent/x.log").exited(1);
        assertThat(ran.err()).contains("other could not be started: /nonexistent/x.log: no such file or directory");
        assertThat(pmond.run("desc", "other").ok().lines())
                .anyMatch(line -> line.matches("│log +║" + pmond.logFile("other") + " +│"));
        pmond.run("restart", "other").ok();
        pmond.awaitStatus("other", "running");
        pmond.run("del", "other").ok();
    }

    @Test
    void vanishedProgramIsToldWhenItIsToStart() throws IOException {
        Path script = pmond.script("gone", "#!/bin/sh\nexec sleep 10001\n");
        pmond.run("exec", script.toString()).ok();
        pmond.run("stop", "gone").ok();
        Files.delete(script);
        Ran ran = pmond.run("restart", "gone").exited(1);
        assertThat(ran.err()).contains("gone could not be started: " + script + ": no such file or directory");
        assertThat(List.of("stopped", "failed"))
                .contains(pmond.row("gone").orElseThrow().status());
        pmond.run("del", "gone").ok();
    }
}
