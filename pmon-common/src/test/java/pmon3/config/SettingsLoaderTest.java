package pmon3.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

class SettingsLoaderTest extends ConfigFixture {
    @Test
    void anEmptyFileMeansTheDefaults() {
        assertThat(load("").settings()).isEqualTo(DEFAULTS);
        assertThat(load("# nothing\n").settings()).isEqualTo(DEFAULTS);
        assertThat(load("wait:\nlogs:\n  user:\n").settings()).isEqualTo(DEFAULTS);
        assertThat(load("").warnings()).isEmpty();
    }

    @Test
    void aMissingFileMeansTheDefaultsAndIsMentionedIfItWasNamed() {
        assertThat(load().settings()).isEqualTo(DEFAULTS);
        assertThat(load().warnings()).singleElement().asString().contains(file().toString(), "no such file");
    }

    @Test
    void unknownKeysAreWarningsWithTheirLine() {
        Loaded loaded = load("log_level: warn\ncolour: blue\nwait:\n  forever: true\n");
        assertThat(loaded.settings().logLevel()).isEqualTo("warn");
        assertThat(loaded.warnings())
                .containsExactly(
                        file() + ", line 2: colour: unknown key, ignored",
                        file() + ", line 4: wait.forever: unknown key, ignored");
    }

    @Test
    void unknownVariablesAreWarnings() {
        environment.put("CONFIGOR_LOG_LEVEL", "warn");
        assertThat(load("").warnings()).containsExactly("variable CONFIGOR_LOG_LEVEL: no such setting, ignored");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0750", "\"0750\"", "'0750'", "0o750", "750", "0_750"})
    void modesAreOctalHoweverTheyAreWritten(String mode) {
        assertThat(load("logs:\n  directory_mode: " + mode)
                        .settings()
                        .logs()
                        .ownership()
                        .directoryMode())
                .isEqualTo(0750);
    }

    @Test
    void aModeThatIsTooHighIsAWarning() {
        Loaded loaded = load("logs:\n  file_mode: 10000\npermissions:\n  file_mode: 77777\n");
        assertThat(loaded.settings()).isEqualTo(DEFAULTS);
        assertThat(loaded.warnings())
                .containsExactlyInAnyOrder(
                        file() + ", line 2: logs.file_mode: 10000 is not from 0 to 07777; 0660 is taken",
                        file() + ", line 4: permissions.file_mode: 77777 is not from 0 to 07777; each section's default"
                                + " is taken");
    }

    @Test
    void sectionsInheritFromPermissionsWhatTheyDoNotSet() {
        Settings settings = load("""
                permissions: {user: joe, group: staff, directory_mode: 0700, file_mode: 0600}
                logs: {user: ann, file_mode: 0640}
                """).settings();
        assertThat(settings.logs().ownership())
                .isEqualTo(new Settings.Ownership(Optional.of("ann"), Optional.of("staff"), 0700, 0640));
        assertThat(settings.data().ownership())
                .isEqualTo(new Settings.Ownership(Optional.of("joe"), Optional.of("staff"), 0700, 0600));
        assertThat(settings.queue().ownership()).isEqualTo(settings.data().ownership());
    }

    @Test
    void onlyAGroupSetForTheMessageQueueItselfNamesOperators() {
        Settings inherited = load("permissions: {user: joe, group: staff}").settings();
        assertThat(inherited.queue().operatorGroup()).isEmpty();
        assertThat(inherited.queue().operatorUser()).isEmpty();
        Settings own = load("message_queue: {user: joe, group: staff}").settings();
        assertThat(own.queue().operatorGroup()).contains("staff");
        assertThat(own.queue().operatorUser()).contains("joe");
    }

    @ParameterizedTest
    @CsvSource({"500,500", "0x1F4,500", "0764,500", "0o764,500", "1_000,1000", "500.0,500", "5e2,500", "+500,500"})
    void numbersAreReadAsTheGoProgramsYamlReadsThem(String text, int value) {
        assertThat(load("process_monitor_interval: " + text).settings().monitorIntervalMs())
                .isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"yes,true", "on,true", "True,true", "y,true", "NO,false", "off,false", "n,false", "'\"false\"',false"})
    void booleansAreReadInTheWordsOfBothYamls(String text, boolean value) {
        assertThat(load("handle_interrupts: " + text).settings().handleInterrupts())
                .isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"0,false", "false,false", "f,false", "1,true", "TRUE,true"})
    void booleanVariablesAreReadToo(String text, boolean value) {
        environment.put("CONFIGOR_HANDLEINTERRUPTS", text);
        assertThat(load("").settings().handleInterrupts()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "process_monitor_interval: soon",
                "handle_interrupts: maybe",
                "logs: {file_mode: rw-rw----}",
                "logs: {file_mode: 0888}",
                "wait: 5",
                "message_queue: {transport: 'shmem,,unix'}",
                "message_queue: {transport: [shmem, [unix]]}",
                "message_queue: {transport: pigeon}",
                "message_queue: {name_suffix: ../x}",
                "log_level: info\nlog_level: warn",
                "log_level: *nothing",
                "- a",
                "just words",
                "log_level: [",
                "a:\n\tb: c",
                "data: {directory: \"/a\\0b\"}"
            })
    void whatCannotBeUnderstoodIsOneLineWithFileAndLine(String text) {
        assertThatThrownBy(() -> load(text)).isInstanceOfSatisfying(PmonException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION);
            assertThat(e.getMessage()).startsWith(file() + ", line ").doesNotContain("\n");
        });
    }

    @Test
    void anErrorNamesTheKeyAndTheLine() {
        assertThatThrownBy(() -> load("\nwait:\n  cmd_exec_response: soon\n"))
                .hasMessage(file() + ", line 3: wait.cmd_exec_response: 'soon' is not a number from 0 to 10000");
    }

    @Test
    void anErrorInAVariableNamesIt() {
        environment.put("CONFIGOR_STOPTIMEOUT", "soon");
        assertThatThrownBy(() -> load(""))
                .hasMessageStartingWith("variable CONFIGOR_STOPTIMEOUT: 'soon' is not a number");
    }

    @Test
    void whatIsNotAReadableTextFileIsRefused() throws IOException {
        Files.createDirectory(file());
        assertThatThrownBy(this::load).hasMessage(file() + ": not a regular file");
        Files.delete(file());
        Files.write(file(), "log_level: info\nx: \u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(this::load).hasMessage(file() + ", line 2: not UTF-8");
        Files.write(file(), new byte[SettingsLoader.MAX_FILE_BYTES + 1]);
        assertThatThrownBy(this::load).hasMessageContaining("larger than");
    }

    @ParameterizedTest
    @CsvSource({"true,debug", "debug,debug", "warn,warn", "ERROR,error", "false,info", "shout,info"})
    void theDebugVariableSetsTheLevel(String value, String level) {
        environment.put("PMON3_DEBUG", value);
        Loaded loaded = load("");
        assertThat(loaded.settings().logLevel()).isEqualTo(level);
        assertThat(loaded.warnings()).hasSize(value.equals("shout") ? 1 : 0);
    }

    @Test
    void anUnknownLevelIsAWarning() {
        assertThat(load("log_level: loud").warnings())
                .containsExactly(
                        file() + ", line 1: log_level: 'loud' is not debug, info, warn or error; info is taken");
    }

    @Test
    void theProcessConfigIsNamedByTheKeyThenByItsVariableThenByDefault() {
        environment.put("PMON3_PROCESS_CONF", "/a/b.json");
        assertThat(load("").settings().processConfigFile()).isEqualTo("/a/b.json");
        assertThat(load("process_config_file: /c.toml").settings().processConfigFile())
                .isEqualTo("/c.toml");
        environment.put("CONFIGOR_PROCESSCONFIGFILE", "/d.yaml");
        assertThat(load("process_config_file: /c.toml").settings().processConfigFile())
                .isEqualTo("/d.yaml");
    }

    @Test
    void aRelativePathIsTakenFromTheWorkingDirectoryWithAWarning() {
        Loaded loaded = load("data: {directory: data}");
        assertThat(loaded.settings().data().directory())
                .isEqualTo(Path.of("data").toAbsolutePath().toString());
        assertThat(loaded.warnings()).singleElement().asString().contains("'data' is not an absolute path");
    }

    @Test
    void anOrdinaryUsersPlacesFollowTheBaseDirectories() {
        ConfigPaths home = ConfigPaths.rootless(Map.of(), "/home/joe");
        assertThat(home.configFile()).isEqualTo(Path.of("/home/joe/.config/pmon3/config.yml"));
        ConfigPaths xdg = ConfigPaths.rootless(
                Map.of("XDG_CONFIG_HOME", "/c", "XDG_STATE_HOME", "/s", "PMON3_CONF", file().toString()), "/home/joe");
        Settings settings = SettingsLoader.load(xdg, Map.of()).settings();
        assertThat(xdg.configFile()).isEqualTo(file());
        assertThat(settings.processConfigFile()).isEqualTo("/c/pmon3/process.config.json");
        assertThat(settings.data().directory()).isEqualTo("/s/pmon3/data");
        assertThat(settings.logs().directory()).isEqualTo("/s/pmon3/log");
    }

    @Test
    void theSystemsFileIsTheGoPrograms() {
        assertThat(ConfigPaths.system(Map.of()).configFile()).isEqualTo(Path.of("/etc/pmon3/config/config.yml"));
    }
}
