package pmon3.daemon.kernel;

import java.util.Optional;
import jnr.ffi.Pointer;
import pmon3.model.ProcessExit;

/**
 * How a process ended that is not our child, from a pidfd that was opened while it lived (PIDFD_GET_INFO of linux/pidfd.h).
 * Linux tells it from 6.15 on, and only once the process's parent has reaped it. Confined to one thread.
 */
final class PidFdExit {
    /** struct pidfd_info: mask, cgroup, three pids, eight ids, exit code. */
    private static final int STRUCT_BYTES = 64;

    private static final int MASK = 0;
    private static final int EXIT_CODE = 60;

    /** As in wait(2): the signal in the lowest seven bits, the code above the lowest eight. */
    private static final int SIGNAL_BITS = 0x7f;

    private static final int CODE_SHIFT = 8;
    private static final int CODE_BITS = 0xff;

    private final Pointer info = LibC.allocate(STRUCT_BYTES);

    /**
     * @param fd of a process that has ended
     * @return unknown if this kernel does not tell; empty if it may yet
     */
    Optional<ProcessExit> read(int fd) {
        info.putLong(MASK, Linux.PIDFD_INFO_EXIT);
        if (LibC.calls().ioctl(fd, Linux.PIDFD_GET_INFO, info) != 0) {
            return Optional.of(ProcessExit.UNKNOWN);
        }
        if ((info.getLong(MASK) & Linux.PIDFD_INFO_EXIT) == 0) {
            return Optional.empty();
        }
        int status = info.getInt(EXIT_CODE);
        int signal = status & SIGNAL_BITS;
        return Optional.of(
                signal == 0 ? ProcessExit.exited(status >> CODE_SHIFT & CODE_BITS) : ProcessExit.signaled(signal));
    }
}
