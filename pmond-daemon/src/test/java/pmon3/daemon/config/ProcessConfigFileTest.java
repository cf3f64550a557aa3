package pmon3.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

class ProcessConfigFileTest {
    private static final String JSON = """
            {
              "processes": [
                {
                  "file": "/usr/bin/db",
                  "log": "/var/log/db.log",
                  "no_auto_restart": true
                },
                {
                  "file": "/usr/bin/node",
                  "name": "web",
                  "args": "app.js -v 'two words'",
                  "user": "joe",
                  "log_dir": "/var/log/custom/",
                  "env_vars": "A=1 B=2",
                  "dependencies": ["db"],
                  "groups": ["front", "all"]
                }
              ]
            }
            """;

    private static final String YAML = """
            processes:
              - file: /usr/bin/db
                log: /var/log/db.log
                no_auto_restart: yes
              - file: "/usr/bin/node"
                name: web
                args: "app.js -v 'two words'"
                user: joe
                log_dir: /var/log/custom/
                env_vars: A=1 B=2
                dependencies:
                - db
                groups: [front, all]
            """;

    private static final String TOML = """
            [[Processes]]
              File = "/usr/bin/db"
              Log = "/var/log/db.log"
              NoAutoRestart = true

            [[Processes]]
              File = "/usr/bin/node"
              Name = "web"
              Args = "app.js -v 'two words'"
              User = "joe"
              LogDir = "/var/log/custom/"
              EnvVars = "A=1 B=2"
              Dependencies = [ "db" ]
              Groups = [ "front", "all" ]
            """;

    @TempDir
    Path folder;

    private static List<ProcessConfig.Entry> expected(int line1, int line2) {
        return List.of(
                new ProcessConfig.Entry(
                        "/usr/bin/db",
                        "db",
                        "",
                        Optional.empty(),
                        "/var/log/db.log",
                        "",
                        true,
                        "",
                        List.of(),
                        List.of(),
                        line1),
                new ProcessConfig.Entry(
                        "/usr/bin/node",
                        "web",
                        "app.js -v 'two words'",
                        Optional.of("joe"),
                        "",
                        "/var/log/custom/",
                        false,
                        "A=1 B=2",
                        List.of("db"),
                        List.of("front", "all"),
                        line2));
    }

    private static ProcessConfig parse(String name, String text) {
        return ProcessConfigFile.parse(name, text, ProcessConfigFile.Known.NOTHING);
    }

    private static ProcessConfig yaml(String text) {
        return parse("p.yaml", text);
    }

    private static List<String> names(ProcessConfig config) {
        return config.entries().stream().map(ProcessConfig.Entry::name).toList();
    }

    private static List<String> problems(ProcessConfig config) {
        return config.problems().stream().map(ProcessConfig.Problem::text).toList();
    }

    @Test
    void theThreeFormatsSayTheSame() {
        assertThat(parse("p.json", JSON).entries()).isEqualTo(expected(3, 8));
        assertThat(parse("p.yaml", YAML).entries()).isEqualTo(expected(2, 5));
        assertThat(parse("p.YML", YAML).entries()).isEqualTo(expected(2, 5));
        assertThat(parse("p.toml", TOML).entries()).isEqualTo(expected(1, 6));
        for (ProcessConfig config : List.of(parse("p.json", JSON), parse("p.yaml", YAML), parse("p.toml", TOML))) {
            assertThat(config.problems()).isEmpty();
            assertThat(config.warnings()).isEmpty();
        }
    }

    @Test
    void eitherStyleOfKeysIsReadInEachFormat() {
        String json = "{\"Processes\": [{\"File\": \"/x\", \"NoAutoRestart\": true, \"EnvVars\": \"A=1\"}]}";
        String toml = "[[processes]]\nfile = '/x'\nno_auto_restart = true\nenv_vars = 'A=1'\n";
        String yaml = "Processes: [{File: /x, NoAutoRestart: true, EnvVars: A=1}]";
        for (ProcessConfig config : List.of(parse("p.json", json), parse("p.toml", toml), yaml(yaml))) {
            assertThat(config.problems()).isEmpty();
            assertThat(config.entries()).singleElement().satisfies(entry -> {
                assertThat(entry.noAutoRestart()).isTrue();
                assertThat(entry.envVars()).isEqualTo("A=1");
            });
        }
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "p.json|",
                "p.json|{}",
                "p.json|{\"processes\": null}",
                "p.yaml|# none",
                "p.yaml|processes:",
                "p.toml|"
            },
            delimiter = '|')
    void nothingIsAnEmptyConfig(String file, String text) {
        assertThat(parse(file, text == null ? "" : text)).isEqualTo(ProcessConfig.EMPTY);
    }

    @Test
    void aMissingFileIsAnEmptyConfig() {
        assertThat(ProcessConfigFile.read(folder.resolve("p.json"), true, ProcessConfigFile.Known.NOTHING))
                .isEqualTo(ProcessConfig.EMPTY);
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "p.json|{\"processes\": [}|p.json, line 1: not JSON",
                "p.json|{\"processes\": [|p.json, line 1: not JSON",
                "p.json|{\"a\": 1, \"a\": 2}|p.json, line 1: a: the key stands here twice",
                "p.json|{} {}|p.json, line 1: something follows the end",
                "p.json|[]|p.json, line 1: expected one key",
                "p.json|{\"processes\": 5}|p.json, line 1: processes: expected a list",
                "p.json|{\"processes\": [], \"Processes\": []}|p.json, line 1: Processes: the key stands here twice",
                "p.yaml|processes: [|p.yaml, line 1: not YAML",
                "p.yaml|- a|p.yaml, line 1: expected one key",
                "p.toml|[[Processes]|p.toml, line 1: not TOML",
                "p.toml|a = 1\\na = 2|p.toml, line 2: not TOML",
                "p.xml|<a/>|p.xml: a process config is json, yaml or toml",
                "p|a|p: a process config is json, yaml or toml"
            },
            delimiter = '|')
    void aFileThatCannotBeParsedIsRefusedInOneLine(String file, String text, String message) {
        assertThatThrownBy(() -> parse(file, text.replace("\\n", "\n")))
                .isInstanceOfSatisfying(PmonException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION);
                    assertThat(e.getMessage()).startsWith(message).doesNotContain("\n");
                });
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "{name: a}|file is missing",
                "{file: bin/a}|file must be an absolute path, not 'bin/a'",
                "{file: /a/}|is empty",
                "{file: /a, name: b/c}|contains a slash",
                "{file: /a, name: 12}|digits only",
                "{file: /a, args: [x]}|args must be a text",
                "{file: /a, args: \"it's\"}|args: unbalanced quote ' at position 3",
                "{file: /a, env_vars: A}|'A' is not of the form KEY=value",
                "{file: /a, log: a.log}|log must be an absolute path",
                "{file: /a, log_dir: logs}|log_dir must be an absolute path",
                "{file: /a, no_auto_restart: maybe}|no_auto_restart must be true or false",
                "{file: /a, no_auto_restart: \"true\"}|no_auto_restart must be true or false",
                "{file: /a, dependencies: b}|dependencies must be a list of names",
                "{file: /a, dependencies: [[b]]}|dependencies must be a list of names",
                "{file: /a, dependencies: [~]}|dependencies must be a list of names",
                "{args: a}|a process without a name: file is missing",
                "{file: /a, dependencies: [b]}|depends on 'b', which does not exist",
                "{file: /a, groups: ['b c']}|contains white space",
                "{file: /a, File: /b}|File is given twice",
                "{file: \"/a\\0\"}|file holds a NUL character",
                "{file: /a, dependencies: [a]}|its dependencies lead back to it",
                "5|expected keys and values"
            },
            delimiter = '|',
            quoteCharacter = '`')
    void anEntryWithAMistakeIsLeftOutAndNamedWithItsLine(String entry, String mistake) {
        ProcessConfig config = yaml("processes:\n- " + entry + "\n- {file: /good}\n");
        assertThat(names(config)).containsExactly("good");
        assertThat(problems(config))
                .singleElement()
                .asString()
                .startsWith("p.yaml, line 2: ")
                .contains(mistake);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"args\": 5", "\"args\": true", "\"groups\": [1]", "\"no_auto_restart\": 1"})
    void jsonHasTypes(String value) {
        ProcessConfig config = parse("p.json", "{\"processes\": [{\"file\": \"/a\", " + value + "}]}");
        assertThat(config.entries()).isEmpty();
        assertThat(config.problems()).hasSize(1);
    }

    @Test
    void bareYamlWordsAreTextsWhateverTheyLookLike() {
        assertThat(yaml("processes: [{file: /a, args: 5, user: 1000, env_vars: A=yes}]")
                        .entries())
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.args()).isEqualTo("5");
                    assertThat(entry.user()).contains("1000");
                });
    }

    @Test
    void theFirstOfTwoWithOneNameStays() {
        ProcessConfig config = yaml("processes:\n- {file: /a, args: x}\n- {file: /b/a}\n");
        assertThat(config.entries())
                .singleElement()
                .satisfies(e -> assertThat(e.file()).isEqualTo("/a"));
        assertThat(problems(config)).containsExactly("p.yaml, line 3: a: the name is taken by line 2");
    }

    @Test
    void twoEntriesThatAreTheSameAreTwo() {
        assertThat(parse("p.toml", "Processes = [{File = '/a'}, {File = '/a'}]"))
                .satisfies(config -> {
                    assertThat(names(config)).containsExactly("a");
                    assertThat(problems(config)).containsExactly("p.toml: a: the name is taken");
                });
    }

    @Test
    void whatDependsOnAMistakeIsLeftOutToo() {
        ProcessConfig config = yaml("""
                processes:
                - {file: /a, dependencies: [b]}
                - {file: /b, dependencies: [c]}
                - {file: c}
                - {file: /d}
                """);
        assertThat(names(config)).containsExactly("d");
        assertThat(config.problems()).extracting(ProcessConfig.Problem::process).containsExactly("c", "a", "b");
    }

    @Test
    void aCycleIsNamedAndLeftOutWithWhatDependsOnIt() {
        ProcessConfig config = yaml("""
                processes:
                - {file: /a, dependencies: [b]}
                - {file: /b, dependencies: [a]}
                - {file: /c, dependencies: [a]}
                - {file: /d}
                """);
        assertThat(names(config)).containsExactly("d");
        assertThat(problems(config))
                .containsExactly(
                        "p.yaml, line 2: a: its dependencies lead back to it, through a, b",
                        "p.yaml, line 3: b: its dependencies lead back to it, through a, b",
                        "p.yaml, line 4: c: depends on an entry that has a mistake");
    }

    @Test
    void entriesMayDependOnProcessesThatExistAndKeepTheirNames() {
        ProcessConfig config = ProcessConfigFile.parse(
                "p.yaml",
                "processes: [{file: /a, dependencies: [old]}, {file: /x, name: my app}]",
                new ProcessConfigFile.Known(Set.of("old", "my app"), Set.of(), Set.of()));
        assertThat(config.problems()).isEmpty();
        assertThat(names(config)).containsExactly("a", "my app");
    }

    @Test
    void groupsThatExistMayBeNamedByTheirIdsAndOddNames() {
        String text = "processes: [{file: /a, groups: [3, 'old name']}, {file: /b, groups: ['4']}]";
        ProcessConfig config = ProcessConfigFile.parse(
                "p.yaml", text, new ProcessConfigFile.Known(Set.of(), Set.of(3L), Set.of("old name")));
        assertThat(names(config)).containsExactly("a");
        assertThat(problems(config)).containsExactly("p.yaml, line 1: b: Group (4) does not exist");
    }

    @Test
    void unknownKeysAreWarnings() {
        ProcessConfig config = yaml("version: 1\nprocesses:\n- file: /a\n  colour: red\n");
        assertThat(names(config)).containsExactly("a");
        assertThat(config.warnings())
                .containsExactly(
                        "p.yaml, line 1: version: unknown key, ignored",
                        "p.yaml, line 4: colour: unknown key, ignored");
    }

    @ParameterizedTest
    @ValueSource(strings = {"p.json", "p.yaml", "p.toml"})
    void deepNestingIsRefused(String file) {
        String deep = "[".repeat(100_000);
        assertThatThrownBy(() -> parse(file, file.equals("p.toml") ? "a = " + deep : deep))
                .isInstanceOf(PmonException.class);
        assertThatThrownBy(() -> parse("p.toml", "a." + "b.".repeat(100_000) + "c = 1"))
                .isInstanceOf(PmonException.class);
    }

    @Test
    void aListThatAliasesMakeLongIsRefused() {
        String text = "x: &x [" + "{file: /a},".repeat(100) + "]\n" + "processes: [" + "*x,".repeat(20_000) + "]\n";
        assertThatThrownBy(() -> yaml(text)).hasMessageContaining("more than");
    }

    @Test
    void aLargeFileAndOneThatOthersCanWriteAreRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("p.yaml"), YAML);
        assertThat(ProcessConfigFile.read(file, false, ProcessConfigFile.Known.NOTHING)
                        .entries())
                .hasSize(2);
        Assumptions.assumeTrue((Integer) Files.getAttribute(file, "unix:uid") == 0, "only root owns root's files");
        assertThat(ProcessConfigFile.read(file, true, ProcessConfigFile.Known.NOTHING)
                        .entries())
                .hasSize(2);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThatThrownBy(() -> ProcessConfigFile.read(file, true, ProcessConfigFile.Known.NOTHING))
                .hasMessageContaining("chmod go-w");
        Files.write(file, new byte[ProcessConfigFile.MAX_FILE_BYTES + 1]);
        assertThatThrownBy(() -> ProcessConfigFile.read(file, false, ProcessConfigFile.Known.NOTHING))
                .hasMessageContaining("larger than");
    }

    @Provide
    Arbitrary<String> broken() {
        Arbitrary<String> source = Arbitraries.of(JSON, YAML, TOML);
        Arbitrary<Integer> place = Arbitraries.integers().between(0, JSON.length() - 1);
        Arbitrary<String> garbage = Arbitraries.strings()
                .withChars("{}[]\"':,-=\n\t #&*!|<a0\0\u2028")
                .ofMaxLength(4);
        return source.flatMap(text -> place.flatMap(at -> garbage.map(with -> {
            int cut = Math.min(at, text.length());
            return text.substring(0, cut) + with + text.substring(Math.min(text.length(), cut + 2));
        })));
    }

    @Property(tries = 600)
    void noTextIsAnythingButEntriesOrAnErrorInOneLine(@ForAll("broken") String text) {
        for (String file : List.of("p.json", "p.yaml", "p.toml")) {
            try {
                ProcessConfig config = parse(file, text);
                assertThat(problems(config)).allSatisfy(line -> assertThat(line).doesNotContain("\n"));
            } catch (PmonException e) {
                assertThat(e.getMessage()).startsWith(file).doesNotContain("\n");
            }
        }
    }
}
