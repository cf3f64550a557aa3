package pmon3.daemon.kernel;

/**
 * Constants of the Linux system call interface, from the kernel's uapi headers. All are the same on x86_64 and aarch64
 * but the two open flags that are chosen by architecture.
 */
final class Linux {
    private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

    /** open(2), asm-generic/fcntl.h. */
    static final int O_RDONLY = 0;

    static final int O_WRONLY = 1;
    static final int O_RDWR = 2;
    static final int O_CREAT = 0100;
    static final int O_EXCL = 0200;
    static final int O_NOCTTY = 0400;
    static final int O_APPEND = 02000;
    static final int O_NONBLOCK = 04000;
    static final int O_DIRECTORY = ARM ? 040000 : 0200000;
    static final int O_NOFOLLOW = ARM ? 0100000 : 0400000;
    static final int O_CLOEXEC = 02000000;
    static final int AT_FDCWD = -100;
    static final int AT_SYMLINK_NOFOLLOW = 0x100;
    static final int AT_EMPTY_PATH = 0x1000;
    static final int RENAME_NOREPLACE = 1;
    static final int SEEK_SET = 0;

    /** fcntl(2). */
    static final int F_SETFD = 2;

    static final int F_SETFL = 4;
    static final int F_GETLK = 5;
    static final int F_DUPFD_CLOEXEC = 1030;
    static final int F_ADD_SEALS = 1033;
    static final int FD_CLOEXEC = 1;
    static final short F_RDLCK = 0;
    static final short F_UNLCK = 2;
    /** Shrink, grow and write, and no more seals. */
    static final int ALL_SEALS = 0xf;

    static final int LOCK_EX = 2;
    static final int LOCK_NB = 4;

    static final int MFD_CLOEXEC = 1;
    static final int MFD_ALLOW_SEALING = 2;

    static final int AF_UNIX = 1;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_SEQPACKET = 5;
    static final int SOCK_CLOEXEC = O_CLOEXEC;
    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_NOSIGNAL = 0x4000;
    static final int EFD_CLOEXEC = O_CLOEXEC;
    static final int EFD_NONBLOCK = O_NONBLOCK;
    static final short POLLIN = 1;

    /** waitid(2). */
    static final int P_ALL = 0;

    static final int P_PID = 1;
    static final int WNOHANG = 1;
    static final int WEXITED = 4;
    static final int WNOWAIT = 0x01000000;
    static final int CLD_EXITED = 1;

    static final int SIGKILL = 9;
    static final int SIGCHLD = 17;

    static final int PR_SET_CHILD_SUBREAPER = 36;
    static final int RLIMIT_NOFILE = 7;
    static final int RLIMIT_COUNT = 16;
    static final int SC_CLK_TCK = 2;
    static final int SC_PAGESIZE = 30;
    static final int CLOCK_BOOTTIME = 7;

    /** syscall(2); the numbers of 2018 and later are the same everywhere. */
    static final long SYS_PIDFD_SEND_SIGNAL = 424;

    static final long SYS_PIDFD_OPEN = 434;

    /** linux/pidfd.h, since 6.13: _IOWR(0xff, 11, struct pidfd_info of 64 bytes). */
    static final long PIDFD_GET_INFO = 0xc040ff0bL;

    /** Since 6.15. */
    static final long PIDFD_INFO_EXIT = 1 << 3;

    /** linux/pidfd.h, since 6.9. */
    static final int PIDFD_SIGNAL_PROCESS_GROUP = 4;

    private Linux() {}
}
