package pmon3.daemon.kernel;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;

/**
 * Signals to exactly one process, and descriptors that become readable when it ends (pidfd_open(2),
 * pidfd_send_signal(2); both since Linux 5.3). On older kernels, where a filter forbids them, or while no descriptor is
 * left, the start time is compared and kill(2) follows at once: the number would have to go round within that microsecond.
 */
final class PidFds {
    private final ProcScanner scanner;
    /** From a pid to a descriptor, or to an errno made negative. */
    private final IntUnaryOperator opener;

    PidFds(ProcScanner scanner) {
        this(scanner, isKnownToKernel() ? PidFds::openRaw : pid -> -Errno.ENOSYS);
    }

    private PidFds(ProcScanner scanner, IntUnaryOperator opener) {
        this.scanner = scanner;
        this.opener = opener;
    }

    /** As where pidfd_open(2) always fails so. */
    static PidFds failing(ProcScanner scanner, int errno) {
        return new PidFds(scanner, pid -> -errno);
    }

    private static boolean isKnownToKernel() {
        int own = openRaw(LibC.calls().getpid());
        if (own >= 0) {
            Descriptors.close(own);
        }
        return own >= 0 || isShort(-own);
    }

    /** A descriptor of exactly that live process: its start time is read after it was opened. */
    OptionalInt open(ProcessIdentity process) {
        return checked(process, opener.applyAsInt(process.pid()));
    }

    private OptionalInt checked(ProcessIdentity process, int fd) {
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
        int opened = opener.applyAsInt(process.pid());
        if (opened == -Errno.ENOSYS || isShort(-opened)) {
            return lives(process) && LibC.calls().kill(process.pid(), signal.number()) == 0;
        }
        OptionalInt fd = checked(process, opened);
        if (fd.isEmpty()) {
            return false;
        }
        boolean sent = send(fd.getAsInt(), signal, 0) == 0;
        Descriptors.close(fd.getAsInt());
        return sent;
    }

    /**
     * To the group that a live process leads, with whatever it is forking just now: each member by itself would never be
     * caught up with. Its group has its number for as long as it lives. Kernels before 6.9 take no group's pidfd.
     */
    boolean signalGroup(ProcessIdentity leader, Signal signal) {
        int fd = opener.applyAsInt(leader.pid());
        try {
            if (!leadsGroup(leader)) {
                return false;
            }
            int errno = fd < 0 ? -fd : send(fd, signal, Linux.PIDFD_SIGNAL_PROCESS_GROUP);
            boolean otherwise = errno == Errno.EINVAL || errno == Errno.ENOSYS || isShort(errno);
            return errno == 0
                    || otherwise && leadsGroup(leader) && LibC.calls().kill(-leader.pid(), signal.number()) == 0;
        } finally {
            if (fd >= 0) {
                Descriptors.close(fd);
            }
        }
    }

    private boolean leadsGroup(ProcessIdentity process) {
        return scanner.read(process.pid())
                .filter(entry ->
                        entry.isLive() && entry.startTicks() == process.startTicks() && entry.group() == process.pid())
                .isPresent();
    }

    /** @return 0 or an errno */
    private static int send(int fd, Signal signal, int flags) {
        long result = LibC.calls().syscall(Linux.SYS_PIDFD_SEND_SIGNAL, fd, signal.number(), 0, flags);
        return result == 0 ? 0 : LibC.errno();
    }

    /** Says nothing about the process: there is no descriptor, or no memory for one. */
    private static boolean isShort(int errno) {
        return errno == Errno.EMFILE || errno == Errno.ENFILE || errno == Errno.ENOMEM;
    }

    /** The kernel sets close-on-exec itself. */
    private static int openRaw(int pid) {
        int fd = (int) LibC.calls().syscall(Linux.SYS_PIDFD_OPEN, pid, 0, 0, 0);
        if (fd < 0) {
            return -LibC.errno();
        }
        try {
            return Descriptors.raise(fd, "pidfd");
        } catch (ErrnoException full) {
            return -full.errno();
        }
    }
}
