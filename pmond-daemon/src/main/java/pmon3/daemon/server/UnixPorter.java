package pmon3.daemon.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.UUID;
import pmon3.daemon.kernel.ChannelFiles;
import pmon3.daemon.kernel.FileStatus;
import pmon3.daemon.kernel.Sockets;
import pmon3.ipc.StreamLayout;

/**
 * A socket in the channel directory: who may enter that directory may connect, and the kernel says who did. Each connection
 * is counted as its user's from the first moment.
 */
final class UnixPorter implements Porter {
    /** As {@code message_queue.transport} names it. */
    static final String NAME = "unix";

    /** The directory decides who comes that far. */
    private static final String SOCKET_MODE = "rw-rw-rw-";

    /** Each is lost only to somebody who changes what has the name within it. */
    private static final int ATTEMPTS = 100;

    private final String directory;
    private final ChannelCount count;
    private final IntakeRate rate;
    private int listener;
    /** What clients find by its name; empty if that went away at once. */
    private Optional<FileStatus> socket = Optional.empty();

    private int lastRefusedUid;

    /** @param rate of the thread that uses this */
    UnixPorter(DirectoryPolicy policy, ChannelCount count, IntakeRate rate) throws IOException {
        this.directory = policy.path();
        this.count = count;
        this.rate = rate;
        this.listener = listen();
    }

    @Override
    public String place() {
        return directory + "/" + StreamLayout.SOCKET;
    }

    @Override
    public int descriptor() {
        return listener;
    }

    @Override
    public void letIn(Guests guests) {
        Accepting.from(listener, guests, fd -> receive(fd, guests));
    }

    private void receive(int fd, Guests guests) {
        ServedStream stream = new ServedStream(fd);
        Accepting.admit(guests, () -> visitor(fd, stream), stream::refuse, stream::close);
    }

    /** Counted last, so that nothing that fails leaves it counted. */
    private Optional<UnixVisitor> visitor(int fd, ServedStream stream) {
        Optional<Sockets.Credentials> peer = Sockets.peer(fd);
        if (peer.isEmpty()) {
            return Optional.empty();
        }
        Caller caller = new Caller(peer.get().uid(), peer.get().pid());
        Optional<UnixVisitor> visitor = Optional.of(new UnixVisitor(stream, caller, count));
        if (isCounted(peer.get())) {
            return visitor;
        }
        lastRefusedUid = caller.uid();
        return Optional.empty();
    }

    @Override
    public String lastRefused() {
        return "uid " + Integer.toUnsignedString(lastRefusedUid);
    }

    /** Those of each user are bounded. */
    @Override
    public int mostVisitors() {
        return Integer.MAX_VALUE;
    }

    /** Whoever waits at one that is in its place stays there. */
    @Override
    public void renew() throws IOException {
        if (isInPlace()) {
            return;
        }
        int made = listen();
        ChannelFiles.close(listener);
        listener = made;
    }

    @Override
    public void close() {
        ChannelFiles.close(listener);
    }

    private boolean isInPlace() {
        Optional<FileStatus> found = ChannelFiles.status(place());
        return socket.isPresent()
                && found.isPresent()
                && found.get().isSameFile(socket.get())
                && found.get().uid() == socket.get().uid();
    }

    private boolean isCounted(Sockets.Credentials peer) {
        if (!rate.allows(peer.uid()) || !count.acquire(peer.uid())) {
            return false;
        }
        boolean proven = false;
        try {
            proven = isProven(peer);
        } finally {
            if (!proven) {
                count.release(peer.uid());
            }
        }
        return proven;
    }

    private boolean isProven(Sockets.Credentials peer) {
        long startNs = System.nanoTime();
        boolean proven = ClientProof.isAll(peer.uid(), peer.pid());
        rate.examined(peer.uid(), System.nanoTime() - startNs);
        return proven;
    }

    /**
     * Others make files in the directory, and may have that name now or take it at any moment, so it is never free for a
     * bind: the socket is made under a name that nobody foresees, and renamed over whatever is there. From then on nobody
     * but its owner can take it away, as the directory is sticky.
     */
    private int listen() throws IOException {
        int opened = ChannelFiles.openDirectory(directory);
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    int made = listen(directory, opened);
                    socket = ChannelFiles.status(opened, StreamLayout.SOCKET);
                    return made;
                } catch (IOException e) {
                    if (attempt == ATTEMPTS) {
                        throw e;
                    }
                }
            }
        } finally {
            ChannelFiles.close(opened);
        }
    }

    /** The name is as long as the last one, so that both fit or neither does. */
    private static int listen(String directory, int opened) throws IOException {
        String fresh = UUID.randomUUID().toString().replace("-", "").substring(0, StreamLayout.SOCKET.length());
        Path file = Path.of(directory, fresh);
        int fd = Sockets.listen(file.toString());
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(SOCKET_MODE));
            ChannelFiles.renameOver(opened, fresh, StreamLayout.SOCKET);
            return fd;
        } catch (IOException | RuntimeException | Error e) {
            ChannelFiles.close(fd);
            ChannelFiles.remove(opened, fresh);
            throw e;
        }
    }
}
