package pmon3.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

class SettingsLoaderTest {
    static final Settings DEFAULTS = new Settings(
            "info",
            true,
            false,
            500,
            30_000,
            "/etc/pmon3/config/process.config.json",
            10_000,
            new Settings.Wait(1500, 0, 1000),
            new Settings.Place(
                    "/var/log/pmond", new Settings.Ownership(Optional.empty(), Optional.empty(), 0775, 0660)),
            new Settings.Place(
                    "/etc/pmon3/data", new Settings.Ownership(Optional.empty(), Optional.empty(), 0770, 0660)),
            new Settings.Queue(
                    "/dev/shm/",
                    "/dev/mqueue/",
                    "",
                    new Settings.Ownership(Optional.empty(), Optional.empty(), 0775, 0666),
                    Optional.empty(),
                    Optional.empty(),
                    "shmem"),
            new Settings.Events("", "", "", 30_000),
            new Settings.Flap(false, 5, 120, 60));

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    private Path file() {
        return folder.resolve("config.yml");
    }

    private Loaded load() {
        environment.put("PMON3_CONF", file().toString());
        return SettingsLoader.load(ConfigPaths.system(environment), environment);
    }

    private Loaded load(String text) {
        try {
            Files.writeString(file(), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return load();
    }

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

    @ParameterizedTest
    @EnumSource(SettingKey.class)
    void everyKeyIsReadFromTheFileAndFromItsVariable(SettingKey key) {
        String value = otherThanDefault(key);
        Settings fromFile = load(nested(key.path(), value)).settings();
        environment.put(key.variable(), value);
        assertThat(load("").settings()).isEqualTo(fromFile);
        if (key.type() != SettingKey.Type.TRANSPORT) {
            assertThat(fromFile).isNotEqualTo(DEFAULTS);
        }
    }

    @ParameterizedTest
    @EnumSource(SettingKey.class)
    void theVariableWinsOverTheFile(SettingKey key) {
        String value = otherThanDefault(key);
        Settings expected = load(nested(key.path(), value)).settings();
        environment.put(key.variable(), value);
        String inFile = key.defaultText().isEmpty() ? value : key.defaultText();
        assertThat(load(nested(key.path(), inFile)).settings()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(SettingKey.class)
    void anEmptyValueAndAnEmptyVariableAreNotSet(SettingKey key) {
        environment.put(key.variable(), "");
        for (String nothing : new String[] {"", "~", "null", "\"\""}) {
            assertThat(load(nested(key.path(), nothing)).settings()).isEqualTo(DEFAULTS);
        }
    }

    @ParameterizedTest
    @EnumSource(SettingKey.class)
    void aListIsNoValue(SettingKey key) {
        assertThatThrownBy(() -> load(nested(key.path(), "[1]")))
                .isInstanceOf(PmonException.class)
                .hasMessageStartingWith(file() + ", line ")
                .hasMessageContaining(key.path());
    }

    @ParameterizedTest
    @EnumSource(SettingKey.class)
    void numbersOutOfRangeAreWarningsThatNameTheDefault(SettingKey key) {
        if (key.type() == SettingKey.Type.INTEGER) {
            for (long number : new long[] {key.min() - 1L, key.max() + 1L, Long.MAX_VALUE}) {
                Loaded loaded = load("# one line\n" + nested(key.path(), Long.toString(number)));
                assertThat(loaded.settings()).isEqualTo(DEFAULTS);
                assertThat(loaded.warnings())
                        .singleElement()
                        .asString()
                        .startsWith(file() + ", line ")
                        .contains(key.path(), number + " is not from " + key.min() + " to " + key.max())
                        .endsWith(key.defaultText() + " is taken");
            }
            assertThat(load(nested(key.path(), Integer.toString(key.min()))).warnings())
                    .isEmpty();
            assertThat(load(nested(key.path(), Integer.toString(key.max()))).warnings())
                    .isEmpty();
        }
    }

    @Test
    void theGuidesListOfVariablesIsTheirs() {
        assertThat(SettingKey.WAIT_CMD_EXEC_RESPONSE.variable()).isEqualTo("CONFIGOR_WAIT_CMDEXECRESPONSE");
        assertThat(SettingKey.MESSAGE_QUEUE_DIRECTORY_POSIX_MQ.variable())
                .isEqualTo("CONFIGOR_MESSAGEQUEUE_DIRECTORY_POSIXMQ");
        assertThat(SettingKey.EVENT_PROCESS_RESTART.variable()).isEqualTo("CONFIGOR_EVENTHANDLER_PROCESSRESTART");
        assertThat(SettingKey.EVENT_TIMEOUT.variable()).isEqualTo("CONFIGOR_EVENTHANDLER_TIMEOUT");
        assertThat(SettingKey.FLAP_IS_ENABLED.variable()).isEqualTo("CONFIGOR_FLAPDETECTION_ISENABLED");
        assertThat(SettingKey.LOG_LEVEL.variable()).isEqualTo("CONFIGOR_LOGLEVEL");
        assertThat(SettingKey.STOP_TIMEOUT.variable()).isEqualTo("CONFIGOR_STOPTIMEOUT");
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
                "message_queue: {transport: unix}",
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

    private static String otherThanDefault(SettingKey key) {
        return switch (key.type()) {
            case TEXT, FILE_NAME -> "other";
            case PATH -> "/other";
            case BOOLEAN -> key.defaultText().equals("true") ? "false" : "true";
            case INTEGER -> Integer.toString(Integer.parseInt(key.defaultText()) + 1);
            case MODE -> "0711";
            case LEVEL -> "error";
            case TRANSPORT -> "shmem";
        };
    }

    static String nested(String path, String value) {
        StringBuilder text = new StringBuilder();
        String indent = "";
        String rest = path;
        while (rest.indexOf('.') >= 0) {
            text.append(indent).append(rest, 0, rest.indexOf('.')).append(":\n");
            indent += "  ";
            rest = rest.substring(rest.indexOf('.') + 1);
        }
        return text.append(indent)
                .append(rest)
                .append(": ")
                .append(value)
                .append('\n')
                .toString();
    }
}
