package pmon3.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pmon3.model.PmonException;

/**
 * config.yml and its variables to {@link Settings}: variables win over the file, the file over the defaults. An empty value
 * is none. One load, one thread.
 */
public final class SettingsLoader {
    /** A larger config.yml is refused. */
    public static final int MAX_FILE_BYTES = 1 << 20;
    /** Names the process config where nothing else does. */
    public static final String PROCESS_CONFIG_VARIABLE = "PMON3_PROCESS_CONF";
    /** Sets the log level of client and daemon: true for debug, or a level. */
    public static final String DEBUG_VARIABLE = "PMON3_DEBUG";

    private final ConfigPaths paths;
    private final Map<String, String> environment;
    private final List<String> warnings = new ArrayList<>();
    private final SettingReader values;
    private final RawSettings raw;

    private final boolean rootOnly;

    private SettingsLoader(ConfigPaths paths, Map<String, String> environment, boolean rootOnly) {
        this.paths = paths;
        this.environment = environment;
        this.rootOnly = rootOnly;
        this.raw = new RawSettings(warnings);
        this.values = new SettingReader(raw, warnings);
    }

    /**
     * Reads {@code paths.configFile()}, with the caller's own rights; a missing file means the defaults.
     *
     * @throws PmonException (BAD_CONFIGURATION) naming file, line and key, if the file cannot be read or parsed or a value
     *     is not of its key's type
     */
    public static Loaded load(ConfigPaths paths, Map<String, String> environment) {
        return load(paths, environment, false);
    }

    /** The same. @param rootOnly whether a file that others than root can write is refused */
    static Loaded load(ConfigPaths paths, Map<String, String> environment, boolean rootOnly) {
        return new SettingsLoader(paths, environment, rootOnly).load();
    }

    private Loaded load() {
        readFile();
        raw.addEnvironment(environment);
        Settings settings = settings();
        return new Loaded(settings, warnings);
    }

    private void readFile() {
        Path path = paths.configFile();
        String file = path.toString();
        Optional<String> text =
                rootOnly ? ConfigText.readTrusted(path, MAX_FILE_BYTES) : ConfigText.read(path, MAX_FILE_BYTES);
        if (text.isPresent()) {
            Optional<ConfigNode> root = Yaml.read(file, text.get());
            if (root.isPresent()) {
                raw.addFile(file, root.get());
            }
        } else if (paths.isConfigFileGiven()) {
            warnings.add(
                    file + ": no such file (" + ConfigPaths.CONFIG_VARIABLE + " names it); the defaults are taken");
        }
    }

    private Settings settings() {
        return new Settings(
                level(),
                values.bool(SettingKey.HANDLE_INTERRUPTS),
                values.bool(SettingKey.DISABLE_RELOADS),
                values.integer(SettingKey.PROCESS_MONITOR_INTERVAL),
                Math.multiplyExact(values.integer(SettingKey.INITIALIZATION_PERIOD), 1000),
                processConfigFile(),
                values.integer(SettingKey.STOP_TIMEOUT),
                new Settings.Wait(
                        values.integer(SettingKey.WAIT_CMD_EXEC_RESPONSE),
                        values.integer(SettingKey.WAIT_IPC_CONNECTION),
                        values.integer(SettingKey.WAIT_DEPENDENT_PROCESS_ENQUEUED)),
                logs(),
                data(),
                queue(),
                new Settings.Events(
                        values.text(SettingKey.EVENT_PROCESS_RESTART),
                        values.text(SettingKey.EVENT_PROCESS_FAILURE),
                        values.text(SettingKey.EVENT_PROCESS_BACKOFF),
                        values.integer(SettingKey.EVENT_TIMEOUT)),
                new Settings.Flap(
                        values.bool(SettingKey.FLAP_IS_ENABLED),
                        values.integer(SettingKey.FLAP_THRESHOLD_RESTARTED),
                        values.integer(SettingKey.FLAP_THRESHOLD_COUNTDOWN),
                        values.integer(SettingKey.FLAP_THRESHOLD_DECREMENT)));
    }

    private Settings.Place logs() {
        return new Settings.Place(
                values.path(SettingKey.LOGS_DIRECTORY, paths.logsDirectory()),
                values.ownership(
                        SettingKey.LOGS_USER,
                        SettingKey.LOGS_GROUP,
                        SettingKey.LOGS_DIRECTORY_MODE,
                        SettingKey.LOGS_FILE_MODE));
    }

    private Settings.Place data() {
        return new Settings.Place(
                values.path(SettingKey.DATA_DIRECTORY, paths.dataDirectory()),
                values.ownership(
                        SettingKey.DATA_USER,
                        SettingKey.DATA_GROUP,
                        SettingKey.DATA_DIRECTORY_MODE,
                        SettingKey.DATA_FILE_MODE));
    }

    private Settings.Queue queue() {
        return new Settings.Queue(
                values.path(SettingKey.MESSAGE_QUEUE_DIRECTORY_SHMEM),
                values.path(SettingKey.MESSAGE_QUEUE_DIRECTORY_POSIX_MQ),
                values.fileName(SettingKey.MESSAGE_QUEUE_NAME_SUFFIX),
                values.ownership(
                        SettingKey.MESSAGE_QUEUE_USER,
                        SettingKey.MESSAGE_QUEUE_GROUP,
                        SettingKey.MESSAGE_QUEUE_DIRECTORY_MODE,
                        SettingKey.MESSAGE_QUEUE_FILE_MODE),
                values.optionalText(SettingKey.MESSAGE_QUEUE_USER),
                values.optionalText(SettingKey.MESSAGE_QUEUE_GROUP),
                values.transports(SettingKey.MESSAGE_QUEUE_TRANSPORT),
                new Settings.Tcp(
                        values.text(SettingKey.MESSAGE_QUEUE_TCP_ADDRESS),
                        values.integer(SettingKey.MESSAGE_QUEUE_TCP_PORT),
                        values.path(SettingKey.MESSAGE_QUEUE_TCP_TOKEN_FILE, paths.tokenFile()),
                        values.path(SettingKey.MESSAGE_QUEUE_TCP_CERTIFICATE),
                        values.path(SettingKey.MESSAGE_QUEUE_TCP_PRIVATE_KEY),
                        values.path(SettingKey.MESSAGE_QUEUE_TCP_AUTHORITY)));
    }

    private String level() {
        String level = values.level(SettingKey.LOG_LEVEL);
        String debug = environment.getOrDefault(DEBUG_VARIABLE, "");
        if (debug.isEmpty()) {
            return level;
        }
        Boolean flag = SettingText.toBoolean(debug);
        if (flag != null) {
            return flag ? "debug" : level;
        }
        String named = SettingText.toLevel(debug);
        if (named == null) {
            warnings.add("variable " + DEBUG_VARIABLE + ": " + BadConfiguration.oneLine(debug)
                    + " is not true, debug, info, warn or error; " + level + " is taken");
            return level;
        }
        return named;
    }

    private String processConfigFile() {
        if (raw.isSet(SettingKey.PROCESS_CONFIG_FILE)) {
            return values.path(SettingKey.PROCESS_CONFIG_FILE);
        }
        String given = environment.getOrDefault(PROCESS_CONFIG_VARIABLE, "");
        return given.isEmpty()
                ? paths.processConfigFile()
                : values.absolute("variable " + PROCESS_CONFIG_VARIABLE, given);
    }
}
