package pmon3.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;
import static pmon3.daemon.command.CommandWorld.ALICE;
import static pmon3.daemon.command.CommandWorld.OLGA;
import static pmon3.daemon.command.CommandWorld.ROOT;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.ipc.Request;
import pmon3.model.ExportFormat;
import pmon3.model.ExportOrder;

class ExportCommandTest {
    private static final Request.Init INIT = new Request.Init(false, false);
    private static final String CONFIG = """
            processes:
            - {file: /srv/zeta, name: b, user: alice, log: /var/log/b.log, args: "-m 'two words'", no_auto_restart: true}
            - {file: /srv/alpha, name: a, user: bob, env_vars: TOKEN=secret, dependencies: [b], groups: [front, all]}
            """;

    private CommandWorld world;

    @BeforeEach
    void make(@TempDir Path folder) throws IOException {
        world = new CommandWorld(folder, ExportFormat.YAML);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private String export(ExportFormat format) {
        return world.done(new Request.Export(format, ExportOrder.ID)).document();
    }

    private List<String> names(int uid, ExportOrder order) {
        return world.ask(uid, new Request.Export(ExportFormat.TOML, order))
                .document()
                .lines()
                .filter(line -> line.startsWith("  Name = "))
                .map(line -> line.replaceAll(".*\"(.*)\"", "$1"))
                .toList();
    }

    @Test
    void jsonIsIndentedByTwo() {
        world.config(CONFIG).done(INIT);
        assertThat(export(ExportFormat.JSON)).isEqualTo("""
                {
                  "processes": [
                    {
                      "file": "/srv/zeta",
                      "user": "alice",
                      "log": "/var/log/b.log",
                      "args": "-m 'two words'",
                      "name": "b",
                      "no_auto_restart": true
                    },
                    {
                      "file": "/srv/alpha",
                      "user": "bob",
                      "log": "%s",
                      "args": "",
                      "env_vars": "TOKEN=secret",
                      "name": "a",
                      "dependencies": [
                        "b"
                      ],
                      "groups": [
                        "front",
                        "all"
                      ],
                      "no_auto_restart": false
                    }
                  ]
                }
                """.formatted(world.logFile("a")));
    }

    @Test
    void yamlHasTheFormOfTheGuide() {
        world.config(CONFIG).done(INIT);
        assertThat(export(ExportFormat.YAML)).isEqualTo("""
                processes:
                  - file: "/srv/zeta"
                    user: alice
                    log: "/var/log/b.log"
                    args: "-m 'two words'"
                    name: b
                    no_auto_restart: true
                  - file: "/srv/alpha"
                    user: bob
                    log: "%s"
                    args: ""
                    env_vars: TOKEN=secret
                    name: a
                    dependencies:
                    - b
                    groups:
                    - front
                    - all
                    no_auto_restart: false
                """.formatted(world.logFile("a")));
    }

    @Test
    void tomlHasTheFormOfTheGuide() {
        world.config(CONFIG).done(INIT);
        assertThat(export(ExportFormat.TOML)).isEqualTo("""
                [[Processes]]
                  File = "/srv/zeta"
                  User = "alice"
                  Log = "/var/log/b.log"
                  Args = "-m 'two words'"
                  Name = "b"
                  NoAutoRestart = true

                [[Processes]]
                  File = "/srv/alpha"
                  User = "bob"
                  Log = "%s"
                  Args = ""
                  EnvVars = "TOKEN=secret"
                  Name = "a"
                  Dependencies = [ "b" ]
                  Groups = [ "front", "all" ]
                  NoAutoRestart = false
                """.formatted(world.logFile("a")));
    }

    @Test
    void nothingIsAnEmptyDocument() {
        assertThat(export(ExportFormat.JSON)).isEqualTo("{\n  \"processes\": []\n}\n");
        assertThat(export(ExportFormat.YAML)).isEqualTo("processes: []\n");
        assertThat(export(ExportFormat.TOML)).isEmpty();
    }

    @Test
    void theOrderIsAnyFieldAscendingAndTiesAreById() {
        world.config(CONFIG).done(INIT);
        assertThat(names(ROOT, ExportOrder.ID)).containsExactly("b", "a");
        assertThat(names(ROOT, ExportOrder.NAME)).containsExactly("a", "b");
        assertThat(names(ROOT, ExportOrder.FILE)).containsExactly("a", "b");
        assertThat(names(ROOT, ExportOrder.USER)).containsExactly("b", "a");
        assertThat(names(ROOT, ExportOrder.STATUS)).containsExactly("b", "a");
        assertThat(names(ROOT, ExportOrder.NO_AUTO_RESTART)).containsExactly("a", "b");
        for (ExportOrder order : ExportOrder.values()) {
            assertThat(names(ROOT, order)).containsExactlyInAnyOrder("a", "b");
        }
    }

    @Test
    void othersEnvVarsAreNeitherShownNorToldByTheOrder() {
        world.config(CONFIG + "- {file: /srv/c, user: alice, env_vars: MINE=1}\n")
                .done(INIT);
        for (ExportFormat format : ExportFormat.values()) {
            Answered answered = world.ask(ALICE, new Request.Export(format, ExportOrder.ID));
            assertThat(answered.status()).isZero();
            assertThat(answered.document()).contains("/srv/alpha", "MINE=1").doesNotContain("TOKEN", "secret");
            assertThat(answered.notices()).containsExactly("the env-vars of other users' processes are left out");
        }
        assertThat(names(ALICE, ExportOrder.ENV_VARS)).containsExactly("b", "a", "c");
        assertThat(names(OLGA, ExportOrder.ENV_VARS)).containsExactly("b", "c", "a");
        assertThat(world.ask(OLGA, new Request.Export(ExportFormat.JSON, ExportOrder.ID))
                        .document())
                .contains("TOKEN=secret");
    }
}
