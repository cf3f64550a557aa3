package pmon3.daemon.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import pmon3.config.Settings;
import pmon3.ipc.ChannelDirectory;
import pmon3.ipc.OtherTransports;
import pmon3.ipc.OwnUid;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;
import pmon3.ipc.RequestChannel;
import pmon3.ipc.ShmemChannel;

/** A shared memory directory of a test's own, in which servers and clients of that test meet; removed at the end. */
public final class ChannelPlace implements AutoCloseable {
    public static final int SILENCE_DEADLINE_MS = 5000;

    private final Path shmem;
    private final Settings.Queue queue;

    private final List<ChannelServer> servers = new ArrayList<>();

    private ChannelPlace(Path shmem, Settings.Queue queue) {
        this.shmem = shmem;
        this.queue = queue;
    }

    /** With the default modes: everybody may ask. */
    public static ChannelPlace create() {
        return create(0666, Optional.empty());
    }

    /** Served in these ways; asked in the first. */
    public static ChannelPlace of(String... transports) {
        return create(0666, Optional.empty(), List.of(transports));
    }

    public static ChannelPlace create(int fileMode, Optional<String> operatorUser) {
        return create(fileMode, operatorUser, List.of("shmem"));
    }

    private static ChannelPlace create(int fileMode, Optional<String> operatorUser, List<String> transports) {
        try {
            Path shmem = Files.createTempDirectory(Path.of("/dev/shm"), "pmon3-test-");
            // Everybody may meet there, and nobody replace another's files.
            Files.setAttribute(shmem, "unix:mode", 01777);
            TcpPlace.prepare(shmem);
            return new ChannelPlace(shmem, queueIn(shmem.toString(), fileMode, operatorUser, transports));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By message queues mounted in its folder. */
    static ChannelPlace withQueues() {
        ChannelPlace place = of(QueuePorter.NAME);
        QueuePlace.mount(place.shmem);
        return place;
    }

    /** By tcp at this address, with a certificate. */
    static ChannelPlace securedTcp(String address) throws Exception {
        ChannelPlace place = of(TcpPorter.NAME);
        TcpPlace.secure(place.shmem, address);
        Settings.Queue queue = queueIn(place.shmem.toString(), TcpPorter.NAME);
        return new ChannelPlace(place.shmem, queue);
    }

    /** The settings of a client or server that meet in this directory. */
    public static Settings.Queue queueIn(String shmem, String... transports) {
        return queueIn(shmem, 0666, Optional.empty(), List.of(transports));
    }

    private static Settings.Queue queueIn(
            String shmem, int fileMode, Optional<String> operatorUser, List<String> transports) {
        Settings.Ownership ownership = new Settings.Ownership(operatorUser, Optional.empty(), 0775, fileMode);
        Settings.Tcp tcp = TcpPlace.settings(Path.of(shmem));
        return new Settings.Queue(
                shmem, shmem + "/mqueue", "", ownership, operatorUser, Optional.empty(), transports, tcp);
    }

    public Settings.Queue queue() {
        return queue;
    }

    public Path shmem() {
        return shmem;
    }

    /** Where a pmond run by the test's own user takes requests. */
    public Path directory() {
        return ChannelDirectory.servedBy(queue, OwnUid.read());
    }

    public DirectoryPolicy policy() {
        return DirectoryPolicy.of(queue, OwnUid.read(), OptionalInt.empty());
    }

    /** Serves until this place or the server is closed. */
    public ChannelServer serve(RequestHandler handler) {
        return serve(policy(), uid -> true, handler);
    }

    public ChannelServer serve(DirectoryPolicy policy, IntPredicate admitted, RequestHandler handler) {
        ChannelServer server = ChannelServer.open(policy, queue, TcpPlace::uidOf);
        server.serve(admitted, handler);
        servers.add(server);
        return server;
    }

    public RequestChannel connect() {
        return connect(queue);
    }

    /** By the first transport, as the client does. */
    public static RequestChannel connect(Settings.Queue queue) {
        return queue.transports().get(0).equals(ShmemChannel.NAME)
                ? ShmemChannel.connect(queue)
                : OtherTransports.connect(queue);
    }

    /** Asks and collects the whole answer. */
    public List<Reply> ask(Request request) {
        List<Reply> replies = new ArrayList<>();
        try (RequestChannel channel = connect()) {
            channel.ask(request, SILENCE_DEADLINE_MS, replies::add);
        }
        return replies;
    }

    @Override
    public void close() {
        servers.forEach(ChannelServer::close);
        QueuePlace.unmount(shmem);
        try {
            Files.walkFileTree(shmem, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
