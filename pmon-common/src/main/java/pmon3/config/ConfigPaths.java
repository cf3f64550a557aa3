package pmon3.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where configuration is looked for, and the defaults that depend on who runs pmond.
 *
 * @param configFile config.yml, absolute
 * @param isConfigFileGiven whether {@code PMON3_CONF} named it
 * @param processConfigFile where the process config is if neither a key nor a variable says so, absolute
 * @param logsDirectory default of {@code logs.directory}
 * @param dataDirectory default of {@code data.directory}
 * @param tokenFile default of {@code message_queue.tcp.token_file}
 */
public record ConfigPaths(
        Path configFile,
        boolean isConfigFileGiven,
        String processConfigFile,
        String logsDirectory,
        String dataDirectory,
        String tokenFile) {
    /** Names config.yml. */
    public static final String CONFIG_VARIABLE = "PMON3_CONF";

    private static final String SYSTEM_DIRECTORY = "/etc/pmon3/config";
    private static final String CONFIG_NAME = "config.yml";
    private static final String PROCESS_CONFIG_NAME = "process.config.json";

    /** The paths of root's pmond, and of clients that talk to it. */
    public static ConfigPaths system(Map<String, String> environment) {
        return new ConfigPaths(
                        Path.of(SYSTEM_DIRECTORY, CONFIG_NAME),
                        false,
                        SYSTEM_DIRECTORY + "/" + PROCESS_CONFIG_NAME,
                        SettingKey.LOGS_DIRECTORY.defaultText(),
                        SettingKey.DATA_DIRECTORY.defaultText(),
                        SettingKey.MESSAGE_QUEUE_TCP_TOKEN_FILE.defaultText())
                .given(environment);
    }

    /**
     * The paths of an ordinary user's pmond and of its clients, by the XDG base directories.
     *
     * @param home the user's home directory, absolute
     */
    public static ConfigPaths rootless(Map<String, String> environment, String home) {
        String config = base(environment, "XDG_CONFIG_HOME", home + "/.config") + "/pmon3";
        String state = base(environment, "XDG_STATE_HOME", home + "/.local/state") + "/pmon3";
        return new ConfigPaths(
                        Path.of(config, CONFIG_NAME),
                        false,
                        config + "/" + PROCESS_CONFIG_NAME,
                        state + "/log",
                        state + "/data",
                        config + "/tokens")
                .given(environment);
    }

    /** An XDG base directory; by that specification one that is not absolute is ignored. */
    private static String base(Map<String, String> environment, String variable, String otherwise) {
        String value = environment.getOrDefault(variable, "");
        return value.startsWith("/") ? value : otherwise;
    }

    private ConfigPaths given(Map<String, String> environment) {
        String given = environment.getOrDefault(CONFIG_VARIABLE, "");
        if (given.isEmpty()) {
            return this;
        }
        return new ConfigPaths(
                Path.of(given).toAbsolutePath().normalize(),
                true,
                processConfigFile,
                logsDirectory,
                dataDirectory,
                tokenFile);
    }
}
