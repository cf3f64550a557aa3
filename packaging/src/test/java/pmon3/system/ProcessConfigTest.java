package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Processes that are written down in a file. */
class ProcessConfigTest {
    private static final String JSON = """
            {"processes": [
              {"file": "/bin/sleep", "name": "base", "args": "10001"},
              {"file": "/bin/bash", "name": "web", "args": "-c 'echo \\"$GREETING\\"; exec sleep 10002'", "user": "USER",
               "env_vars": "GREETING='good day'", "dependencies": ["base"], "groups": ["front", "all"],
               "no_auto_restart": true, "log": "LOG"}
            ]}
            """;

    private static final String YAML = """
            processes:
              - {file: /bin/sleep, name: base, args: "10001"}
              - file: /bin/bash
                name: web
                args: -c 'echo "$GREETING"; exec sleep 10002'
                user: USER
                env_vars: GREETING='good day'
                dependencies: [base]
                groups: [front, all]
                no_auto_restart: true
                log: LOG
            """;

    private static final String TOML = """
            [[Processes]]
            File = "/bin/sleep"
            Name = "base"
            Args = "10001"

            [[Processes]]
            File = "/bin/bash"
            Name = "web"
            Args = '''-c 'echo "$GREETING"; exec sleep 10002\\'\\''
            User = "USER"
            EnvVars = "GREETING='good day'"
            Dependencies = ["base"]
            Groups = ["front", "all"]
            NoAutoRestart = true
            Log = "LOG"
            """.replace("10002\\'\\''", "10002''''");

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture().config("wait.dependent_process_enqueued", 0);

    private String filled(String text) {
        String log = pmond.folderOf("nobody", "nobodys").resolve("web.log").toString();
        return text.replace("USER", "nobody").replace("LOG", log);
    }

    @ParameterizedTest
    @CsvSource({"processes.json", "processes.yaml", "processes.toml"})
    void saysTheSameInEachOfItsFormats(String file) {
        Root.required();
        String text = file.endsWith("json") ? JSON : file.endsWith("yaml") ? YAML : TOML;
        pmond.processConfig(file, filled(text)).start();
        pmond.awaitStatus("base", "running");
        TableRow web = pmond.awaitStatus("web", "running");
        assertThat(web.user()).isEqualTo("nobody");
        String log = pmond.folder().resolve("nobodys/web.log").toString();
        assertThat(pmond.run("desc", "web").ok().lines())
                .anyMatch(line -> line.matches("│dependencies +║base +│"))
                .anyMatch(line -> line.matches("│groups +║(front, all|all, front) +│"))
                .anyMatch(line -> line.matches("│no-autorestart +║true +│"))
                .anyMatch(line -> line.matches("│env-vars +║GREETING='good day' +│"))
                .anyMatch(line -> line.matches("│log +║" + log + " +│"));
        assertThat(pmond.run("log", "web").ok().out()).isEqualTo("good day\n");
        Proc proc = Proc.of(web.pid()).orElseThrow();
        assertThat(proc.environment()).contains("GREETING=good day\0");
    }

    @Test
    void initStartsWhatDoesNotRunAndLeavesTheRestAsItIs() {
        pmond.start();
        pmond.run("exec", "/bin/sleep", "--name", "runs", "-a", "10001").ok();
        pmond.run("exec", "/bin/sleep", "--name", "stopped", "-a", "10002").ok();
        pmond.run("stop", "stopped").ok();
        TableRow before = pmond.row("runs").orElseThrow();
        pmond.processConfig("""
                {"processes": [
                  {"file": "/bin/sleep", "name": "runs", "args": "10001"},
                  {"file": "/bin/sleep", "name": "new", "args": "10003"}
                ]}
                """);
        Ran init = pmond.run("init").ok();
        assertThat(TableRow.parse(init.out()))
                .extracting(TableRow::name, TableRow::status)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("runs", "running"),
                        org.assertj.core.groups.Tuple.tuple("stopped", "running"),
                        org.assertj.core.groups.Tuple.tuple("new", "running"));
        assertThat(pmond.row("runs").orElseThrow().pid()).isEqualTo(before.pid());

        Ran again = pmond.run("init").ok();
        assertThat(again.out()).isEmpty();
        assertThat(again.err()).contains("nothing to start");
    }

    @Test
    void initOfTheProcessConfigOnlyLeavesTheDatabaseAsItIs() {
        pmond.start();
        pmond.run("exec", "/bin/sleep", "--name", "stopped", "-a", "10002").ok();
        pmond.run("stop", "stopped").ok();
        pmond.processConfig("{\"processes\": [{\"file\": \"/bin/sleep\", \"name\": \"new\", \"args\": \"10003\"}]}");
        pmond.run("init", "--process-config-only").ok();
        assertThat(pmond.row("stopped").orElseThrow().status()).isEqualTo("stopped");
        pmond.awaitStatus("new", "running");
    }

    @Test
    void changedEntryOfARunningOneIsTakenUpWithoutARestart() {
        pmond.processConfig("{\"processes\": [{\"file\": \"/bin/sleep\", \"name\": \"web\", \"args\": \"10001\"}]}");
        pmond.start();
        int pid = pmond.awaitStatus("web", "running").pid();
        pmond.processConfig("{\"processes\": [{\"file\": \"/bin/sleep\", \"name\": \"web\", \"args\": \"10009\"}]}");
        pmond.run("init").ok();
        assertThat(pmond.row("web").orElseThrow().pid()).isEqualTo(pid);
        assertThat(pmond.run("desc", "web").ok().out()).contains("10009");
        pmond.run("restart", "web").ok();
        assertThat(Proc.of(pmond.row("web").orElseThrow().pid()).orElseThrow().words())
                .containsExactly("web", "10009");
    }

    @Test
    void entryThatWasStoppedStaysStoppedWhenPmondStartsUntilInit() {
        pmond.processConfig("{\"processes\": [{\"file\": \"/bin/sleep\", \"name\": \"web\", \"args\": \"10001\"}]}");
        pmond.start();
        pmond.awaitStatus("web", "running");
        pmond.run("stop", "web").ok();
        pmond.stop();
        pmond.start();
        assertThat(pmond.row("web").orElseThrow().status()).isEqualTo("stopped");
        pmond.run("init").ok();
        pmond.awaitStatus("web", "running");
    }

    @Test
    void nameThatOnlyTheProcessConfigKnowsIsStartedFromThere() {
        pmond.start();
        pmond.processConfig("{\"processes\": [{\"file\": \"/bin/sleep\", \"name\": \"web\", \"args\": \"10001\"}]}");
        assertThat(pmond.ls()).isEmpty();
        pmond.run("start", "web").ok();
        pmond.awaitStatus("web", "running");
    }
}
