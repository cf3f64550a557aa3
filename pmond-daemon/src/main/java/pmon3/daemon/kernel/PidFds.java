package pmon3.daemon.kernel;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Signals to exactly one process, and descriptors that become readable when it ends (pidfd_open(2),
 * pidfd_send_signal(2); both since Linux 5.3). On older kernels, or where a filter forbids them, the start time is
 * compared and kill(2) follows at once: the number would have to go round within that microsecond.
 */
final class PidFds {
    private final ProcScanner scanner;
    private final boolean available;

    PidFds(ProcScanner scanner) {
        this(scanner, isKnownToKernel());
    }

    private PidFds(ProcScanner scanner, boolean available) {
        this.scanner = scanner;
        this.available = available;
    }

    /** As on an older kernel. */
    static PidFds unavailable(ProcScanner scanner) {
        return new PidFds(scanner, false);
    }

    private static boolean isKnownToKernel() {
        int own = openRaw(LibC.calls().getpid());
        if (own >= 0) {
            Descriptors.close(own);
        }
        return own >= 0;
    }

    /** A descriptor of exactly that live process: its start time is read after it was opened. */
    OptionalInt open(ProcessIdentity process) {
        int fd = available ? openRaw(process.pid()) : -1;
        if (fd < 0) {
            return OptionalInt.empty();
        }
        boolean lives = false;
        try {
            lives = lives(process);
        } finally {
            if (!lives) {
                Descriptors.close(fd);
            }
        }
        return lives ? OptionalInt.of(fd) : OptionalInt.empty();
    }

    /** Whether it lives in this boot; the boot id is the caller's to compare. */
    boolean lives(ProcessIdentity process) {
        Optional<ProcessTable.Entry> entry = scanner.read(process.pid());
        return entry.isPresent() && entry.get().isLive() && entry.get().startTicks() == process.startTicks();
    }

    boolean signal(ProcessIdentity process, Signal signal) {
        if (!available) {
            return lives(process) && LibC.calls().kill(process.pid(), signal.number()) == 0;
        }
        OptionalInt fd = open(process);
        if (fd.isEmpty()) {
            return false;
        }
        long result = LibC.calls().syscall(Linux.SYS_PIDFD_SEND_SIGNAL, fd.getAsInt(), signal.number(), 0, 0);
        Descriptors.close(fd.getAsInt());
        return result == 0;
    }

    /** The kernel sets close-on-exec itself. */
    private static int openRaw(int pid) {
        int fd = (int) LibC.calls().syscall(Linux.SYS_PIDFD_OPEN, pid, 0, 0, 0);
        if (fd < 0) {
            return fd;
        }
        try {
            return Descriptors.raise(fd, "pidfd");
        } catch (ErrnoException full) {
            return -1;
        }
    }
}
