package pmon3.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pmon3.cli.ClientRun;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;
import pmon3.model.DefinitionChange;
import pmon3.model.ExportFormat;
import pmon3.model.ExportOrder;

/** What each command line asks pmond. */
class RequestsTest {
    private Path home;
    private String program;

    @BeforeEach
    void makeProgram(@TempDir Path folder) throws IOException {
        home = folder.toRealPath();
        program = Files.createFile(home.resolve("server")).toString();
    }

    private Request asked(String... args) {
        ClientRun client = new ClientRun();
        client.surroundings.in(home.toString());
        client.pmond.answers(new Reply.Done(0));
        client.run(args);
        assertThat(client.err()).isEmpty();
        return client.pmond.asked();
    }

    private DefinitionChange changeOf(String... args) {
        return ((Request.Exec) asked(args)).change();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ls", "list"})
    void lsAsksForTheList(String word) {
        assertThat(asked(word)).isEqualTo(new Request.ListProcesses());
    }

    @ParameterizedTest
    @ValueSource(strings = {"desc", "show"})
    void descNamesItsTargets(String word) {
        assertThat(asked(word, "web", "3")).isEqualTo(new Request.Describe(List.of("web", "3")));
    }

    @Test
    void targetsMayBeRepeatedAndBeCommaLists() {
        assertThat(asked("stop", "3,4", "web")).isEqualTo(new Request.Stop(List.of("3", "4", "web"), false));
        assertThat(asked("stop", ",3,,4,", "-f")).isEqualTo(new Request.Stop(List.of("3", "4"), true));
    }

    @Test
    void forceMayBeSwitchedOnAndOffAndNeverTakesTheNextWord() {
        assertThat(asked("stop", "-f", "true")).isEqualTo(new Request.Stop(List.of("true"), true));
        assertThat(asked("stop", "--force=false", "web")).isEqualTo(new Request.Stop(List.of("web"), false));
        assertThat(asked("stop", "-f", "-f=false", "web")).isEqualTo(new Request.Stop(List.of("web"), false));
    }

    @Test
    void aTargetAfterTwoDashesMayBeginWithOne() {
        assertThat(asked("stop", "--", "-f")).isEqualTo(new Request.Stop(List.of("-f"), false));
    }

    @Test
    void atSignsAreNotFilesToRead() {
        assertThat(asked("stop", "@web", "-f")).isEqualTo(new Request.Stop(List.of("@web"), true));
    }

    @Test
    void delAndDeleteAreOne() {
        assertThat(asked("del", "web")).isEqualTo(new Request.Delete(List.of("web"), false));
        assertThat(asked("delete", "web", "--force")).isEqualTo(new Request.Delete(List.of("web"), true));
    }

    @Test
    void killAndDropActOnAll() {
        assertThat(asked("kill")).isEqualTo(new Request.KillAll(false));
        assertThat(asked("kill", "-f")).isEqualTo(new Request.KillAll(true));
        assertThat(asked("drop")).isEqualTo(new Request.DropAll(false));
        assertThat(asked("drop", "--force")).isEqualTo(new Request.DropAll(true));
    }

    @Test
    void initPassesItsFlags() {
        assertThat(asked("init")).isEqualTo(new Request.Init(false, false));
        assertThat(asked("init", "-cb")).isEqualTo(new Request.Init(true, true));
        assertThat(asked("init", "--blocking", "--process-config-only")).isEqualTo(new Request.Init(true, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"group", "groups"})
    void groupCommandsTakeIdsAndNames(String group) {
        List<String> two = List.of("3", "all");
        assertThat(asked(group, "ls")).isEqualTo(new Request.ListGroups());
        assertThat(asked(group, "list")).isEqualTo(new Request.ListGroups());
        assertThat(asked(group, "desc", "3,all")).isEqualTo(new Request.DescribeGroups(two));
        assertThat(asked(group, "show", "3", "all")).isEqualTo(new Request.DescribeGroups(two));
        assertThat(asked(group, "create", "front", "all")).isEqualTo(new Request.CreateGroups(List.of("front", "all")));
        assertThat(asked(group, "del", "3,all")).isEqualTo(new Request.DeleteGroups(two));
        assertThat(asked(group, "delete", "3,all")).isEqualTo(new Request.DeleteGroups(two));
        assertThat(asked(group, "stop", "3,all")).isEqualTo(new Request.StopGroups(two, false));
        assertThat(asked(group, "stop", "-f", "3,all")).isEqualTo(new Request.StopGroups(two, true));
        assertThat(asked(group, "drop", "3,all")).isEqualTo(new Request.DropGroups(two, false));
        assertThat(asked(group, "drop", "3,all", "--force")).isEqualTo(new Request.DropGroups(two, true));
    }

    @Test
    void groupAssignAndRemoveTakeListsOnBothSides() {
        List<String> groups = List.of("happac", "5");
        List<String> processes = List.of("3", "4", "web");
        assertThat(asked("group", "assign", "happac,5", "3,4", "web"))
                .isEqualTo(new Request.AssignGroups(groups, processes));
        assertThat(asked("group", "remove", "happac,5", "3,4,web"))
                .isEqualTo(new Request.LeaveGroups(groups, processes));
    }

    @Test
    void groupRestartTakesTheFlagsOfRestart() {
        List<String> groups = List.of("all");
        assertThat(asked("group", "restart", "all"))
                .isEqualTo(new Request.RestartGroups(groups, true, DefinitionChange.NONE));
        assertThat(asked("groups", "start", "all"))
                .isEqualTo(new Request.RestartGroups(groups, false, DefinitionChange.NONE));
        Request.Restart same = (Request.Restart) asked(
                "restart", "all", "-a", "x", "-u", "joe", "-l", "l", "--log_dir", "d", "-e", "A=1", "-n", "-d", "b");
        assertThat(asked(
                        "group",
                        "restart",
                        "all",
                        "-a",
                        "x",
                        "-u",
                        "joe",
                        "-l",
                        "l",
                        "--log_dir",
                        "d",
                        "-e",
                        "A=1",
                        "-n",
                        "-d",
                        "b"))
                .isEqualTo(new Request.RestartGroups(groups, true, same.change()));
    }

    @Test
    void exportIsInJsonByIdUnlessSaidOtherwise() {
        assertThat(asked("export")).isEqualTo(new Request.Export(ExportFormat.JSON, ExportOrder.ID));
        assertThat(asked("export", "yaml", "-o", "name"))
                .isEqualTo(new Request.Export(ExportFormat.YAML, ExportOrder.NAME));
        assertThat(asked("export", "--order=env-vars", "toml"))
                .isEqualTo(new Request.Export(ExportFormat.TOML, ExportOrder.ENV_VARS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dgraph", "order"})
    void dgraphAsksForTheOrder(String word) {
        assertThat(asked(word)).isEqualTo(new Request.StartOrder(false));
        assertThat(asked(word, "-c")).isEqualTo(new Request.StartOrder(true));
        assertThat(asked(word, "--process-config-only")).isEqualTo(new Request.StartOrder(true));
    }

    @Test
    void resetWithoutATargetMeansAll() {
        assertThat(asked("reset")).isEqualTo(new Request.Reset(List.of()));
        assertThat(asked("reset", "web")).isEqualTo(new Request.Reset(List.of("web")));
    }

    @Test
    void restartCountsAndStartDoesNot() {
        assertThat(asked("restart", "web")).isEqualTo(new Request.Restart(List.of("web"), true, DefinitionChange.NONE));
        assertThat(asked("start", "web")).isEqualTo(new Request.Restart(List.of("web"), false, DefinitionChange.NONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--log-dir", "--log_dir"})
    void restartFlagsChangeTheDefinition(String logDir) {
        DefinitionChange change = new DefinitionChange(
                Optional.of("-x y"),
                Optional.of("A=1"),
                Optional.of("joe"),
                Optional.of(home + "/own.log"),
                Optional.of(home + "/logs"),
                Optional.of(true),
                Optional.of(List.of("a", "b", "c")),
                Optional.empty());

        assertThat(asked(
                        "restart", "-a", "-x y", "-e", "A=1", "-u", "joe", "-l", "own.log", logDir, "./logs/", "-n",
                        "-d", "a,b", "web", "-d", "c"))
                .isEqualTo(new Request.Restart(List.of("web"), true, change));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec", "run"})
    void execMakesItsPathAbsolute(String word) {
        assertThat(asked(word, "./server"))
                .isEqualTo(new Request.Exec(program, Optional.empty(), DefinitionChange.NONE));
        assertThat(asked(word, program)).isEqualTo(new Request.Exec(program, Optional.empty(), DefinitionChange.NONE));
    }

    @Test
    void execTakesAllFlagsInAnyPlace() {
        Request.Exec exec = (Request.Exec) asked(
                "exec",
                "--name=web",
                "server",
                "--user",
                "joe",
                "-g",
                "all,front",
                "--groups=back",
                "--env-vars",
                "A=1");

        assertThat(exec.name()).contains("web");
        assertThat(exec.change().user()).contains("joe");
        assertThat(exec.change().groups()).contains(List.of("all", "front", "back"));
        assertThat(exec.change().envVars()).contains("A=1");
        assertThat(exec.change().dependencies()).isEmpty();
    }

    @Test
    void argsMayLookLikeFlags() {
        assertThat(changeOf("exec", "server", "-a", "-n").args()).contains("-n");
        assertThat(changeOf("exec", "server", "--args", "-arg1=val1 -x").args()).contains("-arg1=val1 -x");
        assertThat(changeOf("exec", "server", "--args=--name").args()).contains("--name");
        assertThat(changeOf("exec", "server", "-a=-v").args()).contains("-v");
        assertThat(changeOf("exec", "server", "-a", "").args()).contains("");
        assertThat(changeOf("exec", "server", "-a", "\"a b\"").args()).contains("\"a b\"");
    }

    @Test
    void noAutorestartCanBeSwitchedBack() {
        assertThat(changeOf("exec", "server").noAutorestart()).isEmpty();
        assertThat(changeOf("exec", "server", "-n").noAutorestart()).contains(true);
        assertThat(changeOf("exec", "-n", "server").noAutorestart()).contains(true);
        assertThat(changeOf("exec", "server", "-n=false").noAutorestart()).contains(false);
        assertThat(changeOf("exec", "server", "--no-autorestart=false").noAutorestart())
                .contains(false);
    }

    @Test
    void anEmptyNameIsNone() {
        Request.Exec exec = (Request.Exec) asked("exec", "server", "--name", "", "-u=", "-l", "");

        assertThat(exec.name()).isEmpty();
        assertThat(exec.change().user()).isEmpty();
        assertThat(exec.change().log()).contains("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "t", "T", "TRUE", "True"})
    void onAndOffMayBeWrittenAsTheGoProgramTakesThem(String word) {
        assertThat(asked("kill", "-f=" + word)).isEqualTo(new Request.KillAll(true));
        assertThat(asked("kill", "-f=0")).isEqualTo(new Request.KillAll(false));
    }

    @Test
    void anEmptyListTakesAllDependenciesAway() {
        assertThat(changeOf("exec", "server", "-d", "").dependencies()).contains(List.of());
    }

    @Test
    void whatFollowsTwoDashesIsJoinedSoThatItSplitsIntoTheSameWords() {
        assertThat(changeOf("exec", "server", "--name", "web", "--", "-p", "80", "a b", "it's", "--")
                        .args())
                .contains("-p 80 'a b' 'it'\\''s' --");
        assertThat(changeOf("exec", "server", "--").args()).contains("");
        assertThat(changeOf("exec", "--", "server", "-p").args()).contains("-p");
    }
}
