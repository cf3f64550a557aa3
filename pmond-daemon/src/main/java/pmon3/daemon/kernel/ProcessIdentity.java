package pmon3.daemon.kernel;

/**
 * What tells one process from every other that ever had or will have its number.
 *
 * @param pid process id, above 0
 * @param startTicks field 22 of {@code /proc/PID/stat}: clock ticks from boot to its start; exec does not change it
 * @param bootId the boot in which both mean something
 */
public record ProcessIdentity(int pid, long startTicks, String bootId) {
    public ProcessIdentity {
        if (pid <= 0 || startTicks < 0 || bootId.isEmpty()) {
            throw new IllegalArgumentException("not an identity: " + pid + " " + startTicks + " '" + bootId + "'");
        }
    }
}
