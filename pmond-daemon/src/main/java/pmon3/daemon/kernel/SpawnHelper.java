package pmon3.daemon.kernel;

import java.nio.file.Path;
import jnr.ffi.Pointer;

/**
 * Starts the helper by posix_spawn(3): own session, default signal handling, empty signal mask, no environment, and only
 * the descriptors that its protocol names. Any thread.
 */
final class SpawnHelper {
    /** What people read of failures before the helper can speak for itself. */
    static final String SUBJECT = "the spawn helper could not be started";

    /** spawn.h. */
    private static final short POSIX_SPAWN_SETSIGDEF = 0x04;

    private static final short POSIX_SPAWN_SETSIGMASK = 0x08;
    private static final short POSIX_SPAWN_SETSID = 0x80;

    /** At least the sizes of posix_spawnattr_t (336), posix_spawn_file_actions_t (80) and sigset_t (128). */
    private static final int STRUCT_BYTES = 512;

    private static final int ORDERS_FD = 3;
    private static final int SOCKET_FD = 4;
    private static final int LOG_FD = 5;

    private final Pointer path;
    private final Pointer name;
    private final Pointer argv;
    private final Pointer environment = LibC.vector();
    private final Pointer nullDevice = LibC.text("/dev/null");
    private final Pointer attributes = attributes();

    SpawnHelper(Path helper) {
        path = LibC.text(helper.toString());
        name = LibC.text(helper.getFileName().toString());
        argv = LibC.vector(name);
    }

    private static Pointer attributes() {
        Pointer attributes = LibC.allocate(STRUCT_BYTES);
        Pointer signals = LibC.allocate(STRUCT_BYTES);
        LibC.calls().posix_spawnattr_init(attributes);
        short flags = POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
        LibC.calls().posix_spawnattr_setflags(attributes, flags);
        LibC.calls().sigemptyset(signals);
        LibC.calls().posix_spawnattr_setsigmask(attributes, signals);
        LibC.calls().sigfillset(signals);
        LibC.calls().posix_spawnattr_setsigdefault(attributes, signals);
        return attributes;
    }

    /**
     * @param log the opened log, or -1
     * @return the helper's pid
     */
    int spawn(int orders, int socket, int log) throws ErrnoException {
        Pointer actions = standardActions();
        try {
            require(LibC.calls().posix_spawn_file_actions_adddup2(actions, orders, ORDERS_FD));
            require(LibC.calls().posix_spawn_file_actions_adddup2(actions, socket, SOCKET_FD));
            require(
                    log < 0
                            ? LibC.calls().posix_spawn_file_actions_addclose(actions, LOG_FD)
                            : LibC.calls().posix_spawn_file_actions_adddup2(actions, log, LOG_FD));
            return spawn(actions);
        } finally {
            LibC.calls().posix_spawn_file_actions_destroy(actions);
        }
    }

    /**
     * @param output where both outputs go
     * @param input its stdin
     * @return the helper's pid
     */
    int spawnScript(int orders, int socket, int output, int input) throws ErrnoException {
        Pointer actions = standardActions();
        try {
            require(LibC.calls().posix_spawn_file_actions_adddup2(actions, input, 0));
            require(LibC.calls().posix_spawn_file_actions_adddup2(actions, orders, ORDERS_FD));
            require(LibC.calls().posix_spawn_file_actions_adddup2(actions, socket, SOCKET_FD));
            require(LibC.calls().posix_spawn_file_actions_adddup2(actions, output, LOG_FD));
            return spawn(actions);
        } finally {
            LibC.calls().posix_spawn_file_actions_destroy(actions);
        }
    }

    /** A helper without orders ends at once: it wakes a thread that waits for children. */
    int wakeUp() throws ErrnoException {
        Pointer actions = standardActions();
        try {
            for (int fd = ORDERS_FD; fd <= LOG_FD; fd++) {
                require(LibC.calls().posix_spawn_file_actions_addclose(actions, fd));
            }
            return spawn(actions);
        } finally {
            LibC.calls().posix_spawn_file_actions_destroy(actions);
        }
    }

    private Pointer standardActions() throws ErrnoException {
        Pointer actions = LibC.allocate(STRUCT_BYTES);
        require(LibC.calls().posix_spawn_file_actions_init(actions));
        require(LibC.calls().posix_spawn_file_actions_addopen(actions, 0, nullDevice, Linux.O_RDONLY, 0));
        require(LibC.calls().posix_spawn_file_actions_addopen(actions, 1, nullDevice, Linux.O_WRONLY, 0));
        require(LibC.calls().posix_spawn_file_actions_addopen(actions, 2, nullDevice, Linux.O_WRONLY, 0));
        return actions;
    }

    private int spawn(Pointer actions) throws ErrnoException {
        Pointer pid = LibC.allocate(Integer.BYTES);
        require(LibC.calls().posix_spawn(pid, path, actions, attributes, argv, environment));
        return pid.getInt(0);
    }

    /** This family returns the error number instead of setting errno. */
    private static void require(int errno) throws ErrnoException {
        if (errno != 0) {
            throw new ErrnoException(SUBJECT, errno);
        }
    }
}
