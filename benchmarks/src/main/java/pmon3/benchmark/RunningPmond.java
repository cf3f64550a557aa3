package pmon3.benchmark;

import java.util.Map;
import pmon3.config.ConfigPaths;
import pmon3.config.Settings;
import pmon3.config.SettingsLoader;
import pmon3.ipc.RequestChannel;
import pmon3.ipc.ShmemChannel;

/** The pmond that the environment leads to ({@code PMON3_CONF}, else the system's), asked through shared memory. */
final class RunningPmond {
    /** How long it may be silent, milliseconds. */
    static final int SILENCE_DEADLINE_MS = 5000;

    private RunningPmond() {}

    static RequestChannel open() {
        Map<String, String> environment = System.getenv();
        Settings settings = SettingsLoader.load(ConfigPaths.system(environment), environment)
                .settings();
        return ShmemChannel.connect(settings);
    }
}
