package pmon3.daemon.kernel;

import java.util.Optional;
import java.util.Set;

/**
 * The one door to processes. Asynchronous where the kernel may take its time; what happens is told to the
 * {@link KernelListener} from the kernel's own threads. All methods may be called from any thread and none touches a path
 * that a user names: the spawn helper does that.
 */
public interface Kernel extends AutoCloseable {
    /** The reason of {@code spawnFailed} for a start that was called off. */
    String CALLED_OFF = "the start was called off";

    /** Begins delivering; called once, before anything else. Children that already exist are told about as well. */
    void start(KernelListener listener);

    /** Identifies this boot of the machine: {@code /proc/sys/kernel/random/boot_id}. */
    String bootId();

    /**
     * Spawns the helper for this order and returns at once. Exactly one of these follows: {@code spawnFailed}, or
     * {@code spawnReady} and later, after {@link #release}, {@code executed}; {@code spawnFailed} may also follow
     * {@code spawnReady}. When {@code spawnFailed} is told, the helper has been reaped and nothing of it lives.
     */
    void spawn(SpawnOrder order);

    /** Sends go to a helper that is ready. Unknown tickets are ignored: their failure is on its way. */
    void release(long ticket);

    /** Kills a helper, or the program it became, if it has not been told as executed; {@code spawnFailed} follows. */
    void abort(long ticket);

    /**
     * The supervisor has marked this child as ended; its number may now be reused. Without this call the zombie stays for
     * at most a second after {@code exited} was told.
     */
    void acknowledgeExit(int pid);

    /** One reading of /proc: every process of this pid namespace as it is now. Takes milliseconds. */
    ProcessTable scan();

    /**
     * One reading of /proc that looks closely only at what belongs to these sessions, which takes a tenth of the time.
     *
     * @param leaders pids of the sessions' leaders; one that is another session's member by now is in the reading too
     */
    ProcessTable scan(Set<Integer> leaders);

    /** The live process with this number, if any, as an identity of this boot. */
    Optional<ProcessIdentity> identify(int pid);

    /** Whether exactly that process lives (a zombie does not). */
    boolean isAlive(ProcessIdentity process);

    /**
     * Sends a signal to the process group that this process leads, to all that is in it at one moment.
     *
     * @return false if exactly that leader is neither an unreaped child of ours nor alive, leads no group, or nothing could
     *     be signalled
     */
    boolean signalGroup(ProcessIdentity leader, Signal signal);

    /**
     * Sends a signal to exactly that process, through a pidfd whose start time was checked after it was opened.
     *
     * @return false if it is gone or the signal is not permitted
     */
    boolean signal(ProcessIdentity process, Signal signal);

    /** Tells the end of a process that is not our child as {@code vanished}; one that became our child, as any child's. */
    void watch(ProcessIdentity adopted);

    /** What of it can be found out about a foreign pid, for the takeover of the Go program's rows. */
    Optional<ProcessFacts> facts(int pid);

    /**
     * Removes {@code <directory>/<fileName>} if it is a regular file of the user's with no other name, by the directory's
     * descriptor and following no link; before any order that is spawned later opens it. Anything else stays: a process may
     * have been given this name for its log without ever having opened it. What cannot be removed is logged.
     *
     * @param fileName no slash
     * @param uid whose log it is
     */
    void discardLog(String directory, String fileName, int uid);

    /** Stops the threads. Children live on. */
    @Override
    void close();
}
