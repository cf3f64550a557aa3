package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The process config in its three formats: init, dgraph, and export, which makes one. */
class ProcessConfigTest {
    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    /** The guide's example, with programs that are there. */
    private static final String JSON = """
            {
              "processes": [
                {
                  "file": "/bin/sleep",
                  "name": "happac1",
                  "args": "10001",
                  "log_dir": "%1$s/",
                  "dependencies": ["happac2"],
                  "groups": ["happac"]
                },
                {
                  "file": "/bin/sleep",
                  "name": "happac2",
                  "log": "%1$s/happac2.log",
                  "args": "10002",
                  "no_auto_restart": true,
                  "groups": ["happac"]
                },
                {
                  "file": "/bin/sleep",
                  "name": "metabase-api",
                  "args": "10003",
                  "env_vars": "NODE_ENV=prod"
                }
              ]
            }
            """;

    private static final String YAML = """
            processes:
              - file: "/bin/sleep"
                name: happac1
                args: "10001"
                log_dir: "%1$s/"
                dependencies:
                - happac2
                groups:
                - happac
              - file: "/bin/sleep"
                name: happac2
                log: "%1$s/happac2.log"
                args: "10002"
                no_auto_restart: true
                groups:
                - happac
              - file: "/bin/sleep"
                name: metabase-api
                args: "10003"
                env_vars: NODE_ENV=prod
            """;

    private static final String TOML = """
            [[Processes]]
              File = "/bin/sleep"
              Name = "happac1"
              Args = "10001"
              LogDir = "%1$s/"
              Dependencies = [ "happac2" ]
              Groups = [ "happac" ]

            [[Processes]]
              File = "/bin/sleep"
              Name = "happac2"
              Log = "%1$s/happac2.log"
              Args = "10002"
              NoAutoRestart = true
              Groups = [ "happac" ]

            [[Processes]]
              File = "/bin/sleep"
              Name = "metabase-api"
              Args = "10003"
              EnvVars = "NODE_ENV=prod"
            """;

    private static final String ORDER = """
            Queue Order
            \t0: happac2
            \t1: happac1
            \t2: metabase-api
            Dependency Graph Order
            \t0: happac2
            \t1: happac1
            """;

    private Path write(String format, String text) throws IOException {
        Path file = pmond.folder().resolve("process.config." + format);
        pmond.config("process_config_file", file);
        return Files.writeString(file, text.formatted(pmond.folder()));
    }

    private static String example(String format) {
        return switch (format) {
            case "json" -> JSON;
            case "yaml" -> YAML;
            default -> TOML;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "yaml", "toml"})
    void theGuidesExampleIsReadStartedExportedAndReadAgain(String format) throws IOException {
        pmond.config("wait.dependent_process_enqueued", 0).start();
        write(format, example(format));
        assertThat(pmond.run("dgraph", "-c").ok().out()).isEqualTo(ORDER);
        assertThat(pmond.ls()).isEmpty();

        pmond.run("init", "--blocking").ok();
        assertThat(pmond.ls())
                .extracting(TableRow::status)
                .containsOnly("running")
                .hasSize(3);
        assertThat(pmond.run("order").ok().out()).isEqualTo(ORDER);
        assertThat(TableRow.parse(pmond.run("group", "desc", "happac").ok().out()))
                .hasSize(2);

        String export = pmond.run("export", format, "-o", "name").ok().out();
        List<TableRow> before = pmond.ls();
        write(format, export.replace("%", "%%"));
        Ran again = pmond.run("init").ok();
        assertThat(again.err()).isEqualTo("nothing to start: all that is named here is running\n");
        assertThat(pmond.ls())
                .extracting(TableRow::pid)
                .isEqualTo(before.stream().map(TableRow::pid).toList());

        pmond.run("drop", "-f").ok();
        pmond.run("init").ok();
        assertThat(pmond.run("export", format, "-o", "name").ok().out()).isEqualTo(export);
    }

    @Test
    void whatRunsKeepsRunningWhenTheFileChanges() throws IOException {
        pmond.start();
        write("yaml", "processes:\n- {file: /bin/sleep, name: web, args: '10000', groups: [a]}\n");
        pmond.run("init", "-c").ok();
        int pid = pmond.row("web").orElseThrow().pid();
        write("yaml", """
                processes:
                - {file: /bin/sleep, name: web, args: '20000', groups: [b]}
                - {file: /bin/sleep, name: new, args: '10000'}
                """);
        pmond.run("init").ok();
        assertThat(pmond.row("web").orElseThrow().pid()).isEqualTo(pid);
        assertThat(pmond.run("desc", "web").ok().out()).contains("║20000 ", "│groups         ║b ");
        assertThat(pmond.row("new").orElseThrow().status()).isEqualTo("running");
    }

    @Test
    void mistakesAreNamedWithFileLineAndProcessAndNothingIsDone() throws IOException {
        pmond.start();
        Path file = write("yaml", """
                processes:
                - {file: /bin/sleep, name: good, args: '10000'}
                - {name: nofile}
                - {file: /bin/sleep, name: typo, no_auto_restart: maybe}
                - {file: /bin/sleep, name: good}
                - {file: /bin/sleep, name: lost, dependencies: [nix]}
                - {file: /bin/sleep, name: c1, dependencies: [c2]}
                - {file: /bin/sleep, name: c2, dependencies: [c1]}
                """);
        for (String command : List.of("init", "dgraph")) {
            Ran refused = pmond.run(command).exited(1);
            assertThat(refused.out()).isEmpty();
            assertThat(refused.err().lines())
                    .containsExactlyInAnyOrder(
                            file + ", line 3: nofile: file is missing",
                            file + ", line 4: typo: no_auto_restart must be true or false",
                            file + ", line 5: good: the name is taken by line 2",
                            file + ", line 6: lost: depends on 'nix', which does not exist",
                            file + ", line 7: c1: its dependencies lead back to it, through c1, c2",
                            file + ", line 8: c2: its dependencies lead back to it, through c1, c2");
        }
        assertThat(pmond.ls()).isEmpty();
        Files.writeString(file, "processes: [");
        assertThat(pmond.run("init").exited(1).err()).startsWith(file + ", line 1: not YAML: ");
    }

    @Test
    void pmondsStartStartsTheGoodEntriesAndLogsTheOthers() throws IOException {
        write("yaml", """
                processes:
                - {file: /bin/sleep, name: good, args: '10000'}
                - {file: /bin/sleep, name: bad, user: nobody-of-that-name}
                - {file: /bin/sleep, name: needs-bad, dependencies: [bad]}
                """);
        pmond.start();
        pmond.awaitStatus("good", "running");
        assertThat(pmond.ls()).hasSize(1);
        assertThat(pmond.pmondLog())
                .contains("line 3: bad: no such user: nobody-of-that-name; left out")
                .contains("needs-bad of the process config depends on bad; left out");
    }

    @Test
    void exportRefusesOtherFormatsAndFields() {
        pmond.start();
        assertThat(pmond.run("export", "xml").exited(2).err()).isEqualTo("accepted formats: json, toml or yaml\n");
        assertThat(pmond.run("export", "-o", "colour").exited(2).err()).startsWith("there is no field 'colour'");
        assertThat(pmond.run("export").ok().out()).isEqualTo("{\n  \"processes\": []\n}\n");
    }

    @Test
    void othersEnvVarsAreNotExported() {
        Root.required();
        pmond.start()
                .run("exec", "/bin/sleep", "--name", "a", "-a", "10000", "-e", "TOKEN=secret")
                .ok();
        Ran ran = pmond.runAs("nobody", "export", "toml").ok();
        assertThat(ran.out()).contains("Name = \"a\"").doesNotContain("secret");
        assertThat(ran.err()).isEqualTo("the env-vars of other users' processes are left out\n");
        assertThat(pmond.run("export", "toml").ok().out()).contains("EnvVars = \"TOKEN=secret\"");
    }
}
