package pmon3.cli;

import java.util.Map;
import pmon3.cli.client.PmondDoor;
import pmon3.cli.output.Terminal;
import pmon3.config.ConfigPaths;
import pmon3.config.Loaded;
import pmon3.config.Settings;
import pmon3.config.SettingsLoader;
import pmon3.ipc.ChannelDirectory;
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
        return ShmemChannel.connect(settings());
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
        if (loaded.settings().logLevel().equals(DEBUG)) {
            for (String warning : loaded.warnings()) {
                terminal.error(warning);
            }
        }
        return loaded.settings();
    }
}
