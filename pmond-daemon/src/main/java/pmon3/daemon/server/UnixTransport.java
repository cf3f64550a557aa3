package pmon3.daemon.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.daemon.kernel.ChannelFiles;
import pmon3.daemon.kernel.Sockets;
import pmon3.ipc.StreamLayout;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * Requests over a socket in the channel directory. Who may enter that directory may connect; the kernel says who did. Made
 * again whenever the directory was.
 */
final class UnixTransport implements Transport {
    private static final Logger log = LoggerFactory.getLogger(UnixTransport.class);
    /** The directory decides who comes that far. */
    private static final String SOCKET_MODE = "rw-rw-rw-";
    /** After an error, so that one that stays does not fill the log. */
    private static final long ERROR_PAUSE_NS = 1_000_000_000L;

    private final ServedSocket socket;
    private final UnixDoor door;
    private final Thread doorkeeper = new Thread(this::keepUntilStopped, "unix-door");
    private volatile boolean stopping;
    private volatile boolean replaced;

    /** @throws PmonException FAILED if there can be no socket */
    UnixTransport(DirectoryPolicy policy, int ownUid, ChannelCount count) {
        String path = policy.path() + "/" + StreamLayout.SOCKET;
        try {
            socket = new ServedSocket(path);
            door = new UnixDoor(socket, count, new IntakeRate(ownUid, System.nanoTime()));
        } catch (IOException e) {
            throw new PmonException(
                    ErrorCode.FAILED,
                    path + ": " + e.getMessage()
                            + " (message_queue.transport is unix; the path comes from message_queue.directory.shmem)",
                    e);
        }
    }

    @Override
    public void serve(Desk desk) {
        door.open(desk);
        doorkeeper.start();
    }

    /** The directory was made again, and lacks the socket. Any thread. */
    void replace() {
        replaced = true;
        door.wake();
    }

    @Override
    public void stop() {
        stopping = true;
        door.wake();
        LockSupport.unpark(doorkeeper);
        try {
            doorkeeper.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        door.close();
        socket.close();
    }

    private void keepUntilStopped() {
        while (!stopping) {
            try {
                if (replaced) {
                    replaced = false;
                    socket.replace();
                }
                door.step();
            } catch (IOException | RuntimeException | Error e) {
                log.error("the door of {} goes on after an error", socket.path(), e);
                LockSupport.parkNanos(ERROR_PAUSE_NS);
            }
        }
    }

    /** The listening socket; used by the door's thread. */
    static final class ServedSocket implements AutoCloseable {
        private final String path;
        private int fd;

        ServedSocket(String path) throws IOException {
            this.path = path;
            this.fd = listen(path);
        }

        String path() {
            return path;
        }

        int descriptor() {
            return fd;
        }

        void replace() throws IOException {
            int made = listen(path);
            ChannelFiles.close(fd);
            fd = made;
        }

        @Override
        public void close() {
            ChannelFiles.close(fd);
        }

        /** The directory is pmond's alone to change, and held: what has that name is left from a pmond that is gone. */
        private static int listen(String path) throws IOException {
            Path file = Path.of(path);
            Files.deleteIfExists(file);
            int fd = Sockets.listen(path);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(SOCKET_MODE));
            return fd;
        }
    }
}
