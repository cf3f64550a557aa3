package pmon3.config;

import java.util.List;
import java.util.Optional;

/**
 * Everything config.yml and its variables can say, with ranges checked and defaults filled in. Immutable: a reload makes
 * a new one.
 *
 * @param logLevel one of debug, info, warn, error
 * @param handleInterrupts whether pmond stops all processes when it ends
 * @param monitorIntervalMs how often what time alone decides is looked at, milliseconds
 * @param initializationPeriodMs after pmond's start, without events, milliseconds (at least 5000)
 * @param processConfigFile absolute path
 * @param stopTimeoutMs from SIGTERM to SIGKILL, milliseconds
 */
public record Settings(
        String logLevel,
        boolean handleInterrupts,
        boolean disableReloads,
        int monitorIntervalMs,
        int initializationPeriodMs,
        String processConfigFile,
        int stopTimeoutMs,
        Wait waits,
        Place logs,
        Place data,
        Queue queue,
        Events events,
        Flap flap) {

    /**
     * @param cmdExecResponseMs how long a command waits at most until all has settled (0..10000)
     * @param ipcConnectionMs pause after connecting (0..5000)
     * @param dependentProcessEnqueuedMs between a start attempt and its dependants' (0..20000)
     */
    public record Wait(int cmdExecResponseMs, int ipcConnectionMs, int dependentProcessEnqueuedMs) {}

    /** A directory and who owns what in it; what a section does not set is inherited, then defaulted. */
    public record Place(String directory, Ownership ownership) {}

    /** Modes are permission bits, 0..07777. */
    public record Ownership(Optional<String> user, Optional<String> group, int directoryMode, int fileMode) {}

    /**
     * @param operatorUser {@code message_queue.user}, only if set in that section itself (not inherited)
     * @param operatorGroup {@code message_queue.group}, only if set in that section itself: its members are operators
     * @param transports any of shmem, unix, posix_mq and tcp, each once: pmond serves them all, a client takes the first
     */
    public record Queue(
            String shmemDirectory,
            String posixMqDirectory,
            String nameSuffix,
            Ownership ownership,
            Optional<String> operatorUser,
            Optional<String> operatorGroup,
            List<String> transports,
            Tcp tcp) {
        public Queue {
            transports = List.copyOf(transports);
        }
    }

    /**
     * Where and how the transport tcp is served and asked.
     *
     * @param address a name or a number; anything but this machine's own loopback needs a certificate
     * @param tokenFile lines of a user and that user's token, pmond's alone to read
     * @param certificate pmond's, in PEM, with those between it and the authority; empty if there is none
     * @param privateKey the certificate's, in PEM and PKCS #8; empty if there is none
     * @param authority whose signature a client believes, in PEM; empty: those that Java believes
     */
    public record Tcp(
            String address, int port, String tokenFile, String certificate, String privateKey, String authority) {}

    /** Event scripts, empty where none; the timeout in milliseconds. */
    public record Events(String processRestart, String processFailure, String processBackoff, int timeoutMs) {}

    /** Thresholds: a count of restarts, and two counts of monitor intervals (decrement 0: never). */
    public record Flap(boolean enabled, int thresholdRestarted, int thresholdCountdown, int thresholdDecrement) {}
}
