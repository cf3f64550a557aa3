package pmon3.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.cli.ClientRun;
import pmon3.ipc.Reply;
import pmon3.model.ErrorCode;

/** Every error is one line on stderr, with its exit status, and nothing on stdout. */
class ErrorsTest {
    private final ClientRun client = new ClientRun();

    private void assertRefused(String line, String... args) {
        ClientRun refused = new ClientRun().run(args);
        assertThat(refused.err()).isEqualTo(line + "\n");
        assertThat(refused.out()).isEmpty();
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.pmond.wasNotAsked()).isTrue();
    }

    @Test
    void anUnknownCommandIsRefusedWithTheNearestOne() {
        assertRefused("unknown command: lss (did you mean 'ls'?); see 'pmon3 --help'", "lss");
        assertRefused("unknown command: restrat (did you mean 'restart'?); see 'pmon3 --help'", "restrat", "web");
        assertRefused("unknown command: ver (did you mean 'version'?); see 'pmon3 --help'", "ver");
        assertRefused("unknown command: frobnicate; see 'pmon3 --help'", "frobnicate");
        assertRefused("unknown command: foo; see 'pmon3 --help'", "help", "foo");
        assertRefused("unknown command: ; see 'pmon3 --help'", "");
    }

    @Test
    void anUnknownFlagIsRefused() {
        assertRefused("unknown flag: --foo; see 'pmon3 ls --help'", "ls", "--foo");
        assertRefused("unknown flag: -z; see 'pmon3 stop --help'", "stop", "-z", "web");
        assertRefused("unknown flag: --json; see 'pmon3 --help'", "--json", "ls");
    }

    @Test
    void aFlagWithoutItsValueIsRefused() {
        assertRefused("flag needs a value: --args; see 'pmon3 exec --help'", "exec", "x", "-a");
        assertRefused("flag needs a value: --name; see 'pmon3 run --help'", "run", "x", "--name");
    }

    @Test
    void aFlagThatIsOnOrOffTakesNothingElse() {
        assertRefused(
                "flag --force is either true or false, not 'maybe'; see 'pmon3 stop --help'", "stop", "-f=maybe", "x");
    }

    @Test
    void theNumberOfArgumentsIsChecked() {
        assertRefused("ls takes no argument: web; see 'pmon3 ls --help'", "ls", "web");
        assertRefused("kill takes no argument: web; see 'pmon3 kill --help'", "kill", "web");
        assertRefused("drop takes no argument: web; see 'pmon3 drop --help'", "drop", "web");
        assertRefused("init takes no argument: web; see 'pmon3 init --help'", "init", "web");
        assertRefused("version takes no argument: web; see 'pmon3 version --help'", "version", "web");
        assertRefused("stop needs an id or a name; see 'pmon3 stop --help'", "stop");
        assertRefused("start needs an id or a name; see 'pmon3 start --help'", "start", "-n");
        assertRefused("del needs an id or a name, not ','; see 'pmon3 del --help'", "del", "web", ",");
        assertRefused("reset needs an id or a name, not ''; see 'pmon3 reset --help'", "reset", "");
        assertRefused("exec needs a program; see 'pmon3 exec --help'", "exec");
        assertRefused("exec needs a program; see 'pmon3 exec --help'", "exec", "");
        assertRefused("help takes one command; see 'pmon3 help --help'", "help", "ls", "stop");
    }

    @Test
    void theSubcommandsOfGroupAreRefusedAlike() {
        assertRefused(
                "unknown command: group assgin (did you mean 'group assign'?); see 'pmon3 group --help'",
                "groups",
                "assgin");
        assertRefused("unknown command: group kill; see 'pmon3 group --help'", "group", "kill");
        assertRefused("unknown command: group kill; see 'pmon3 group --help'", "help", "group", "kill");
        assertRefused("help takes one command; see 'pmon3 help --help'", "help", "group", "ls", "x");
        assertRefused("unknown flag: --foo; see 'pmon3 group --help'", "group", "--foo");
        assertRefused("unknown flag: -v; see 'pmon3 group --help'", "group", "-v");
        assertRefused("unknown flag: --force; see 'pmon3 group del --help'", "group", "del", "--force", "x");
        assertRefused("group ls takes no argument: x; see 'pmon3 group ls --help'", "group", "ls", "x");
        for (String word :
                new String[] {"create", "del", "delete", "desc", "show", "drop", "restart", "start", "stop"}) {
            String rest = " needs an id or a name; see 'pmon3 group " + word + " --help'";
            assertRefused("group " + word + rest, "group", word);
        }
        for (String word : new String[] {"assign", "remove"}) {
            String rest = " needs group(s) and process(es), by id or name; see 'pmon3 groups " + word + " --help'";
            assertRefused("groups " + word + rest, "groups", word, "g");
            assertRefused("groups " + word + rest, "groups", word, ",", "web");
            assertRefused("groups " + word + rest, "groups", word, "g", ",");
        }
    }

    @Test
    void exportKnowsThreeFormatsAndTheFieldsToOrderBy() {
        assertRefused("accepted formats: json, toml or yaml", "export", "xml");
        assertRefused("accepted formats: json, toml or yaml", "export", "");
        assertRefused("export takes one format, not also yaml; see 'pmon3 export --help'", "export", "json", "yaml");
        assertRefused(
                "there is no field 'colour' to order by; there are id, name, file, user, log, args, env_vars,"
                        + " dependencies, groups, no_auto_restart, auto_restart, status, pid, uid, gid, created_at,"
                        + " updated_at; see 'pmon3 export --help'",
                "export",
                "-o",
                "colour");
        assertRefused("dgraph takes no argument: web; see 'pmon3 dgraph --help'", "dgraph", "web");
    }

    @Test
    void argumentsOfAProgramGoAfterTwoDashesOrIntoArgsNotBoth() {
        assertRefused(
                "the program's own arguments go after --, or into --args: 80; see 'pmon3 exec --help'",
                "exec",
                "/bin/true",
                "80");
        assertRefused(
                "arguments after -- and --args exclude each other; see 'pmon3 exec --help'",
                "exec",
                "/bin/true",
                "-a",
                "x",
                "--",
                "y");
    }

    @Test
    void aNumberOfLinesMustBeOne() {
        String rest = "; see 'pmon3 log --help'";
        assertRefused("flag --lines is a number of lines or +NUMBER, not 'x'" + rest, "log", "-n", "x", "web");
        assertRefused("flag --lines is a number of lines or +NUMBER, not ''" + rest, "log", "-n", "", "web");
        assertRefused("flag --lines is a number of lines or +NUMBER, not '+'" + rest, "log", "--lines=+", "web");
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        assertRefused("argument 2 is not valid UTF-8 (or has the character U+FFFD): a\ufffd", "stop", "a\ufffd");
    }

    @Test
    void aMissingProgramIsRefusedInTheGoProgramsWords() {
        client.surroundings.in("/proc");
        client.run("exec", "no/such");

        assertThat(client.err()).isEqualTo("command error: file argument error: /proc/no/such does not exist\n");
        assertThat(client.status()).isEqualTo(1);
        assertThat(client.out()).isEmpty();
        assertThat(client.pmond.wasNotAsked()).isTrue();
    }

    @Test
    void whoTypesANameAloneIsToldWhatAShellWouldFind(@TempDir Path folder) throws IOException {
        Path program = Files.createFile(folder.resolve("server"));
        client.surroundings.in("/proc");
        client.surroundings.with("PATH", "relative:/proc:" + folder);
        client.run("exec", "server");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        client.run("exec", "server");

        assertThat(client.err().lines())
                .containsExactly(
                        "command error: file argument error: /proc/server does not exist",
                        "command error: file argument error: /proc/server does not exist; did you mean " + program
                                + "?");
    }

    @Test
    void aFileTakenForAFolderIsMissingToo(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        client.run("exec", file + "/x");

        assertThat(client.err()).isEqualTo("command error: file argument error: " + file + "/x does not exist\n");
    }

    @Test
    void aFolderIsLeftToPmondToRefuse(@TempDir Path folder) {
        client.pmond.answers(new Reply.Problem(ErrorCode.START, "is a folder"), new Reply.Done(1));
        client.run("exec", folder.toString());

        assertThat(client.err()).isEqualTo("is a folder\n");
        assertThat(client.status()).isEqualTo(1);
    }

    @Test
    void withoutPmondNothingCanBeDone() {
        client.pmond.isDown();
        client.run("ls");

        assertThat(client.err())
                .isEqualTo("pmond must be running; start it with 'sudo systemctl start pmond', or 'pmond' for your own"
                        + " processes\n");
        assertThat(client.status()).isEqualTo(3);
        assertThat(client.out()).isEmpty();
    }

    @Test
    void problemsGoToStderrAndTheHighestStatusWins() {
        client.pmond.answers(
                new Reply.Problem(ErrorCode.NOT_FOUND, "process (nix) does not exist"),
                new Reply.Problem(ErrorCode.NOT_PERMITTED, "web\n is not yours"),
                new Reply.Notice("still awaited: db"),
                new Reply.Done(5));
        client.run("stop", "nix", "web");

        assertThat(client.err()).isEqualTo("process (nix) does not exist\nweb\\n is not yours\nstill awaited: db\n");
        assertThat(client.status()).isEqualTo(5);
        assertThat(client.out()).isEmpty();
    }

    @Test
    void aReaderThatLeftIsNoError() {
        client.terminal.closeOutput();
        client.pmond.answers(new Reply.TableStart(), new Reply.Done(0));
        client.run("ls");

        assertThat(client.err()).isEmpty();
        assertThat(client.status()).isEqualTo(141);
    }
}
