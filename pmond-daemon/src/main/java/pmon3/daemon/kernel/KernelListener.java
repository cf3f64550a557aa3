package pmon3.daemon.kernel;

import pmon3.model.ProcessExit;

/** What the kernel tells. Called from the kernel's threads; implementations post and return at once. */
public interface KernelListener {
    /** The helper has dropped its rights, opened the log and checked the program, and waits for {@link Kernel#release}. */
    void spawnReady(long ticket, ProcessIdentity identity);

    /** @param reason one line: the path or step and the cause, e.g. {@code /srv/app: permission denied} */
    void spawnFailed(long ticket, String reason);

    /** The program has replaced the helper. */
    void executed(long ticket);

    /** A child has ended; its zombie is still there until {@link Kernel#acknowledgeExit}. */
    void exited(int pid, ProcessExit exit);

    /**
     * A watched process that is not our child has ended. Its number may be another's by now.
     *
     * @param exit as the kernel tells whoever holds a descriptor of it (Linux 6.15), else unknown
     */
    void vanished(ProcessIdentity process, ProcessExit exit);
}
