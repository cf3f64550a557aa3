package pmon3.cli;

import java.util.Map;
import pmon3.cli.client.PmondDoor;
import pmon3.cli.output.Terminal;
import pmon3.config.ConfigPaths;
import pmon3.config.Loaded;
import pmon3.config.Settings;
import pmon3.config.SettingsLoader;
import pmon3.ipc.ChannelDirectory;
import pmon3.ipc.OtherTransports;
import pmon3.ipc.OwnUid;
import pmon3.ipc.RequestChannel;
import pmon3.ipc.ShmemChannel;

/** The pmond of this machine, found by configuration: the file that PMON3_CONF names, else the user's, else the system's. */
final class InstalledPmond implements PmondDoor {
    private static final int ROOT = 0;
    private static final String DEBUG = "debug";

    private final Terminal terminal;
    private final Map<String, String> environment = System.getenv();

    InstalledPmond(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public RequestChannel open() {
        Settings settings = settings();
        RequestChannel channel = connect(settings);
        if (isDebug(settings)) {
            terminal.error("debug: " + channel.whoServes());
        }
        return channel;
    }

    /** By the first transport of those that pmond is to serve. */
    private static RequestChannel connect(Settings settings) {
        return settings.queue().transports().get(0).equals(ShmemChannel.NAME)
                ? ShmemChannel.connect(settings)
                : OtherTransports.connect(settings);
    }

    /** The user's own configuration counts only while that user's own pmond lives. */
    private Settings settings() {
        ConfigPaths system = ConfigPaths.system(environment);
        if (!system.isConfigFileGiven() && OwnUid.read() != ROOT) {
            Settings own = load(ConfigPaths.rootless(
                    environment, environment.getOrDefault("HOME", System.getProperty("user.home"))));
            if (ChannelDirectory.ownPmondLives(own.queue())) {
                return own;
            }
        }
        return load(system);
    }

    private Settings load(ConfigPaths paths) {
        Loaded loaded = SettingsLoader.load(paths, environment);
        if (isDebug(loaded.settings())) {
            terminal.error("debug: the configuration is " + paths.configFile());
            loaded.warnings().forEach(terminal::error);
        }
        return loaded.settings();
    }

    /** By the variable alone: config.yml is pmond's, and would have every user's client talk. */
    private boolean isDebug(Settings settings) {
        return environment.containsKey(SettingsLoader.DEBUG_VARIABLE)
                && settings.logLevel().equals(DEBUG);
    }
}
