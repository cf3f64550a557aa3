package pmon3.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** A config.yml to write and load, and the variables beside it. */
abstract class ConfigFixture {
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
                    List.of("shmem"),
                    new Settings.Tcp("127.0.0.1", 7637, "/etc/pmon3/config/tokens", "", "", "")),
            new Settings.Events("", "", "", 30_000),
            new Settings.Flap(false, 5, 120, 60));

    @TempDir
    Path folder;

    final Map<String, String> environment = new HashMap<>();

    Path file() {
        return folder.resolve("config.yml");
    }

    Loaded load() {
        environment.put("PMON3_CONF", file().toString());
        return SettingsLoader.load(ConfigPaths.system(environment), environment);
    }

    Loaded load(String text) {
        try {
            Files.writeString(file(), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return load();
    }
}
