package pmon3.daemon.kernel;

import java.nio.charset.StandardCharsets;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * The C library through jnr-ffi, as it is: numbers in, numbers out. Only functions and structures whose layout is the
 * same on x86_64 and aarch64 are used (statx(2) instead of fstat(2)). Loading it takes some 400 ms the first time.
 */
final class LibC {
    private static final Calls CALLS = LibraryLoader.create(Calls.class).load("c");
    private static final Runtime RUNTIME = Runtime.getRuntime(CALLS);

    private LibC() {}

    /** Named as in section 2 and 3 of the manual. Public because jnr-ffi implements it in a class loader of its own. */
    public interface Calls {
        int open(Pointer path, int flags, int mode);

        int openat(int directory, Pointer path, int flags, int mode);

        int close(int fd);

        long read(int fd, Pointer buffer, long capacity);

        long write(int fd, Pointer buffer, long length);

        long pread(int fd, Pointer buffer, long capacity, long offset);

        long pwrite(int fd, Pointer buffer, long length, long offset);

        long lseek(int fd, long offset, int origin);

        int ftruncate(int fd, long length);

        long readlinkat(int directory, Pointer path, Pointer buffer, long capacity);

        int fcntl(int fd, int command, long argument);

        int fcntl(int fd, int command, Pointer argument);

        int ioctl(int fd, long request, Pointer argument);

        int flock(int fd, int operation);

        int statx(int directory, Pointer path, int flags, int mask, Pointer facts);

        int fchown(int fd, int uid, int gid);

        int fchmod(int fd, int mode);

        int unlink(Pointer path);

        int unlinkat(int directory, Pointer path, int flags);

        int rmdir(Pointer path);

        int mkdir(Pointer path, int mode);

        int rename(Pointer from, Pointer to);

        int renameat(int fromDirectory, Pointer from, int toDirectory, Pointer to);

        int renameat2(int fromDirectory, Pointer from, int toDirectory, Pointer to, int flags);

        long getdents64(int fd, Pointer buffer, long capacity);

        int memfd_create(Pointer name, int flags);

        int pipe2(Pointer pair, int flags);

        int socket(int domain, int type, int protocol);

        int bind(int fd, Pointer address, int addressBytes);

        long sendto(int fd, Pointer buffer, long length, int flags, Pointer address, int addressBytes);

        int socketpair(int domain, int type, int protocol, Pointer pair);

        long send(int fd, Pointer buffer, long length, int flags);

        long recv(int fd, Pointer buffer, long capacity, int flags);

        int eventfd(int initial, int flags);

        int poll(Pointer polled, long count, int timeoutMs);

        int waitid(int kind, int id, Pointer info, int options);

        int kill(int pid, int signal);

        int getsid(int pid);

        Pointer signal(int signal, Pointer handler);

        int getpid();

        int geteuid();

        int prctl(int option, long a, long b, long c, long d);

        int prlimit(int pid, int resource, Pointer wanted, Pointer present);

        long sysconf(int name);

        int clock_gettime(int clock, Pointer time);

        long syscall(long number, long a, long b, long c, long d);

        int getpwnam_r(Pointer name, Pointer entry, Pointer texts, long textsBytes, Pointer found);

        int getpwuid_r(int uid, Pointer entry, Pointer texts, long textsBytes, Pointer found);

        int getgrnam_r(Pointer name, Pointer entry, Pointer texts, long textsBytes, Pointer found);

        int getgrouplist(Pointer user, int gid, Pointer groups, Pointer count);

        int posix_spawn(Pointer pid, Pointer path, Pointer actions, Pointer attributes, Pointer argv, Pointer envp);

        int posix_spawn_file_actions_init(Pointer actions);

        int posix_spawn_file_actions_destroy(Pointer actions);

        int posix_spawn_file_actions_addopen(Pointer actions, int fd, Pointer path, int flags, int mode);

        int posix_spawn_file_actions_adddup2(Pointer actions, int from, int to);

        int posix_spawn_file_actions_addclose(Pointer actions, int fd);

        int posix_spawnattr_init(Pointer attributes);

        int posix_spawnattr_setflags(Pointer attributes, short flags);

        int posix_spawnattr_setsigmask(Pointer attributes, Pointer signals);

        int posix_spawnattr_setsigdefault(Pointer attributes, Pointer signals);

        int sigfillset(Pointer signals);

        int sigemptyset(Pointer signals);
    }

    static Calls calls() {
        return CALLS;
    }

    /** The errno of this thread's last call. */
    static int errno() {
        return RUNTIME.getLastError();
    }

    /** Zeroed memory that is freed when the pointer is no longer reachable. */
    static Pointer allocate(int bytes) {
        return Memory.allocateDirect(RUNTIME, bytes, true);
    }

    /** A text as C has it: UTF-8, ended by a NUL. */
    static Pointer text(String text) {
        if (text.indexOf(0) >= 0) {
            throw new IllegalArgumentException("a text for the kernel contains a NUL");
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Pointer memory = allocate(bytes.length + 1);
        memory.put(0, bytes, 0, bytes.length);
        return memory;
    }

    /** An array of pointers ended by a null pointer; the texts must stay reachable while it is used. */
    static Pointer vector(Pointer... texts) {
        Pointer memory = allocate((texts.length + 1) * Long.BYTES);
        for (int i = 0; i < texts.length; i++) {
            memory.putPointer((long) i * Long.BYTES, texts[i]);
        }
        return memory;
    }
}
