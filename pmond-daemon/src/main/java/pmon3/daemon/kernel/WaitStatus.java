package pmon3.daemon.kernel;

import java.util.Optional;
import jnr.ffi.Pointer;
import pmon3.model.ProcessExit;

/** waitid(2): which child has ended, and how. A look leaves the zombie in place. */
record WaitStatus(int pid, ProcessExit exit) {
    /** struct siginfo_t on 64 bits (sigaction(2)): signal, errno, code, padding, pid, uid, status. */
    private static final int STRUCT_BYTES = 128;

    private static final int CODE = 8;
    private static final int PID = 16;
    private static final int STATUS = 24;

    /** Waits until some child has ended. Empty if there is no child at all. */
    static Optional<WaitStatus> awaitAny() {
        return wait(Linux.P_ALL, 0, Linux.WEXITED | Linux.WNOWAIT);
    }

    /** Empty if this child has not ended. */
    static Optional<WaitStatus> peek(int pid) {
        return wait(Linux.P_PID, pid, Linux.WEXITED | Linux.WNOWAIT | Linux.WNOHANG);
    }

    /** Removes a zombie; nothing if that child lives. */
    static void reap(int pid) {
        wait(Linux.P_PID, pid, Linux.WEXITED | Linux.WNOHANG);
    }

    private static Optional<WaitStatus> wait(int kind, int id, int options) {
        Pointer info = LibC.allocate(STRUCT_BYTES);
        int result;
        do {
            result = LibC.calls().waitid(kind, id, info, options);
        } while (result != 0 && LibC.errno() == Errno.EINTR);
        int pid = info.getInt(PID);
        return result != 0 || pid == 0 ? Optional.empty() : Optional.of(new WaitStatus(pid, exit(info)));
    }

    private static ProcessExit exit(Pointer info) {
        int status = info.getInt(STATUS);
        return info.getInt(CODE) == Linux.CLD_EXITED ? ProcessExit.exited(status) : ProcessExit.signaled(status);
    }
}
