package pmon3.daemon.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import pmon3.daemon.kernel.ChannelFiles;
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

    private final String path;
    private final ChannelCount count;
    private final IntakeRate rate;
    private int listener;
    private int lastRefusedUid;

    /** @param rate of the thread that uses this */
    UnixPorter(DirectoryPolicy policy, ChannelCount count, IntakeRate rate) throws IOException {
        this.path = policy.path() + "/" + StreamLayout.SOCKET;
        this.count = count;
        this.rate = rate;
        this.listener = listen(path);
    }

    @Override
    public String place() {
        return path;
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
        Optional<UnixVisitor> visitor;
        try {
            visitor = visitor(fd, stream);
        } catch (RuntimeException | Error e) {
            stream.close();
            throw e;
        }
        visitor.ifPresentOrElse(guests::welcome, () -> {
            stream.refuse();
            guests.refused();
        });
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

    @Override
    public void renew() throws IOException {
        int made = listen(path);
        ChannelFiles.close(listener);
        listener = made;
    }

    @Override
    public void close() {
        ChannelFiles.close(listener);
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

    /** The directory is pmond's alone to change, and held: what has that name is left from a pmond that is gone. */
    private static int listen(String path) throws IOException {
        Path file = Path.of(path);
        Files.deleteIfExists(file);
        int fd = Sockets.listen(path);
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(SOCKET_MODE));
            return fd;
        } catch (IOException | RuntimeException | Error e) {
            ChannelFiles.close(fd);
            throw e;
        }
    }
}
