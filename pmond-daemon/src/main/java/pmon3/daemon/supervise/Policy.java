package pmon3.daemon.supervise;

import pmon3.config.Settings;

/**
 * What of the configuration decides over a process's life.
 *
 * @param stopTimeoutMs from SIGTERM to SIGKILL, milliseconds
 */
public record Policy(long stopTimeoutMs, Settings.Flap flap) {
    public static Policy of(Settings settings) {
        return new Policy(settings.stopTimeoutMs(), settings.flap());
    }
}
