package pmon3.daemon.supervise;

import java.util.List;
import java.util.Optional;
import pmon3.config.Settings;

/** The defaults of config.yml, with what a test changes. */
final class TestSettings {
    private static final Settings.Ownership OWNERSHIP =
            new Settings.Ownership(Optional.empty(), Optional.empty(), 0775, 0660);

    private TestSettings() {}

    static Settings defaults() {
        return with(10_000, 1_000, new Settings.Flap(false, 5, 120, 60));
    }

    static Settings with(int stopTimeoutMs, int pauseMs, Settings.Flap flap) {
        return new Settings(
                "info",
                true,
                false,
                500,
                30_000,
                "/etc/pmon3/config/process.config.json",
                stopTimeoutMs,
                new Settings.Wait(1_500, 0, pauseMs),
                new Settings.Place("/var/log/pmond", OWNERSHIP),
                new Settings.Place("/etc/pmon3/data", OWNERSHIP),
                new Settings.Queue(
                        "/dev/shm/",
                        "/dev/mqueue/",
                        "",
                        OWNERSHIP,
                        Optional.empty(),
                        Optional.empty(),
                        List.of("shmem"),
                        new Settings.Tcp("127.0.0.1", 7637, "/etc/pmon3/config/tokens", "", "", "")),
                new Settings.Events("", "", "", 30_000),
                flap);
    }
}
