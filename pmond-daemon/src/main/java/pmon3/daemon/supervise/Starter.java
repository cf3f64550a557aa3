package pmon3.daemon.supervise;

/** Turns a definition into a spawn order and gives it to the kernel, and clears up afterwards. Returns at once. */
public interface Starter {
    /**
     * Looks the user up, splits the words, builds the environment and asks the kernel to spawn. What goes wrong before the
     * kernel is asked is told to the kernel's listener as {@code spawnFailed}.
     *
     * @param process as decided; its {@link ManagedProcess#ticket} names the attempt
     */
    void start(ManagedProcess process);

    /**
     * Nobody wants this start any more: {@code spawnFailed} follows, unless {@code executed} was told already. Where the
     * kernel has not been asked yet it is not asked, and that is told at once, whatever the start still waits for.
     */
    void callOff(long ticket);

    /** Removes the log of a deleted process, if it is pmond's own and not one at a path that a user chose. */
    void discardLog(ManagedProcess process);
}
