package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The texts that scripts may know from the Go program, and ours beside them, each whole and with its exit status. */
class TextsTest {
    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    @BeforeEach
    void start() {
        pmond.start();
    }

    private void exec(String name) {
        pmond.run("exec", "/bin/sleep", "--name", name, "--args", "1000").ok();
    }

    private void says(int exit, String line, String... words) {
        said(pmond.run(words), exit, line);
    }

    private static void said(Ran ran, int exit, String line) {
        assertThat(ran.exited(exit).err()).isEqualTo(line + "\n");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void whatDoesNotExist() {
        says(5, "process (nix) does not exist", "stop", "nix");
        says(5, "process (77) does not exist", "desc", "77");
        says(5, "Group (nix) does not exist", "group", "desc", "nix");
        says(5, "Group (7) does not exist", "group", "stop", "7");
        says(1, "command error: file argument error: /no/app does not exist", "exec", "/no/app");
        said(
                pmond.client("exec", "app").in(pmond.folder()).run(),
                1,
                "command error: file argument error: " + pmond.folder() + "/app does not exist");
    }

    @Test
    void nothingToActOn() {
        says(1, "could not find running processes", "kill");
        says(1, "there are no processes", "drop");
        exec("web");
        pmond.run("stop", "web").ok();
        says(1, "could not find running processes", "kill");
        pmond.run("group", "create", "empty").ok();
        says(0, "Group (empty) has no processes", "group", "stop", "empty");
    }

    @Test
    void namesThatAreTaken() {
        exec("web");
        says(1, "process already running with the name provided: web", "exec", "/bin/sleep", "--name", "web");
        says(1, "the name web belongs to /bin/sleep", "exec", "/bin/cat", "--name", "web");
        pmond.run("group", "create", "front").ok();
        says(1, "group front exists already", "group", "create", "front");
        pmond.run("stop", "web").ok();
        says(1, "the name web belongs to /bin/sleep", "exec", "/bin/cat", "--name", "web");
    }

    @Test
    void dependenciesThatCannotBe() {
        exec("a");
        says(
                1,
                "b depends on nix, which does not exist: create that first",
                "exec",
                "/bin/sleep",
                "--name",
                "b",
                "-d",
                "nix");
        says(1, "c would depend on itself, in a circle of c", "exec", "/bin/sleep", "--name", "c", "-d", "c");
    }

    @Test
    void whatIsNotPermitted() {
        Root.required();
        exec("web");
        said(
                pmond.runAs("nobody", "exec", "/bin/sleep", "--user", "root"),
                4,
                "cannot set process user to root without sudo");
        said(
                pmond.runAs("nobody", "stop", "web"),
                4,
                "web belongs to root: you may not do that to it; ask root or an operator of pmond");
        said(
                pmond.runAs("nobody", "exec", "/bin/sleep", "--user", "games"),
                4,
                "you may not run programs as games; ask root or an operator of pmond");
    }

    @Test
    void programsThatEndAtOnce() {
        Ran ran = pmond.run("exec", "/bin/sh", "--name", "brief", "--", "-c", "exit 7")
                .exited(1);
        assertThat(ran.err()).isEqualTo("brief ended at once (exit code 7); log: " + pmond.logFile("brief") + "\n");
        assertThat(TableRow.parse(ran.out())).extracting(TableRow::name).containsExactly("brief");
        pmond.run("stop", "brief").ok();
        assertThat(pmond.run("restart", "brief").exited(1).err()).isEqualTo(ran.err());
        pmond.run("stop", "brief").ok();
        assertThat(pmond.run("init").ok().err()).isEqualTo(ran.err());
    }

    @Test
    void formats() {
        says(2, "accepted formats: json, toml or yaml", "export", "xml");
    }

    @Test
    void whoRunsAndWhoDoesNot() {
        Ran second = pmond.startRefused().exited(1);
        assertThat(second.err()).isEqualTo("pmond: pmond is already running (pid " + pmond.pid() + ")\n");
        pmond.stop();
        assertThat(pmond.run("ls").exited(3).err())
                .startsWith("pmond must be running")
                .hasLineCount(1);
    }

    @Test
    void aMistypedWordIsToldTheNearestOne() {
        says(2, "unknown command: restrat (did you mean 'restart'?); see 'pmon3 --help'", "restrat", "web");
        says(
                2,
                "unknown command: group asign (did you mean 'group assign'?); see 'pmon3 group --help'",
                "group",
                "asign");
    }
}
