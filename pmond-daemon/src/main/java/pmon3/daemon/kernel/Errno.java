package pmon3.daemon.kernel;

/** Error numbers (errno(3), asm-generic/errno.h) and the words for them, the same in every locale. */
final class Errno {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int ESRCH = 3;
    static final int EINTR = 4;
    static final int ENOEXEC = 8;
    static final int EBADF = 9;
    static final int EAGAIN = 11;
    static final int ECHILD = 10;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int EEXIST = 17;
    static final int EINVAL = 22;
    static final int ENFILE = 23;
    static final int EMFILE = 24;
    static final int ERANGE = 34;
    static final int ENOSYS = 38;

    private Errno() {}

    static String text(int errno) {
        return switch (errno) {
            case EPERM -> "operation not permitted";
            case ENOENT -> "no such file or directory";
            case ESRCH -> "no such process";
            case EINTR -> "interrupted system call";
            case 5 -> "input/output error";
            case 6 -> "no such device or address";
            case 7 -> "argument list too long";
            case ENOEXEC -> "exec format error";
            case EBADF -> "bad file descriptor";
            case ECHILD -> "no child processes";
            case EAGAIN -> "resource temporarily unavailable";
            case ENOMEM -> "cannot allocate memory";
            case EACCES -> "permission denied";
            case 14 -> "bad address";
            case 16 -> "device or resource busy";
            case EEXIST -> "file exists";
            case 18 -> "invalid cross-device link";
            case 19 -> "no such device";
            case 20 -> "not a directory";
            case 21 -> "is a directory";
            case EINVAL -> "invalid argument";
            case ENFILE -> "too many open files in system";
            case EMFILE -> "too many open files";
            case 26 -> "text file busy";
            case 27 -> "file too large";
            case 28 -> "no space left on device";
            case 30 -> "read-only file system";
            case 31 -> "too many links";
            case 32 -> "broken pipe";
            case 36 -> "file name too long";
            case 37 -> "no locks available";
            case ENOSYS -> "function not implemented";
            case 39 -> "directory not empty";
            case 40 -> "too many levels of symbolic links";
            case 74 -> "bad message";
            case 75 -> "value too large for defined data type";
            case 80 -> "accessing a corrupted shared library";
            case 90 -> "message too long";
            case 95 -> "operation not supported";
            case 104 -> "connection reset by peer";
            case 107 -> "transport endpoint is not connected";
            case 110 -> "connection timed out";
            case 112 -> "host is down";
            case 113 -> "no route to host";
            case 116 -> "stale file handle";
            case 111 -> "connection refused";
            case 122 -> "disk quota exceeded";
            case 126 -> "required key not available";
            default -> "error " + errno;
        };
    }
}
