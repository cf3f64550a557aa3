package pmon3.daemon.server;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.config.Settings;
import pmon3.daemon.kernel.ChannelFiles;
import pmon3.daemon.kernel.Sockets;
import pmon3.ipc.ByteStream;
import pmon3.ipc.Certificates;
import pmon3.ipc.TokenProof;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** A TCP port: nobody is known there before they have proven that they know a user's token. */
final class TcpPorter implements Porter {
    /** As {@code message_queue.transport} names it. */
    static final String NAME = "tcp";

    private static final Logger log = LoggerFactory.getLogger(TcpPorter.class);

    private final Settings.Tcp tcp;
    private final Function<String, OptionalInt> uidOf;
    private final ChannelCount count;
    private final Failures failuresOfKnown = new Failures();
    private final Failures failuresOfUnknown = new Failures();
    private final Tokens tokens;
    private final Optional<Certificates> certificates;
    private final int listener;
    private final SecureRandom random = new SecureRandom();
    private String lastRefused = "nobody";
    /** Asks for the uids of those who are proven; the user database may take its time. */
    private final ThreadPoolExecutor registry;

    /**
     * @param uidOf the number of a user's name, empty if there is none; may wait, and fail with a {@link PmonException}
     * @throws PmonException BAD_CONFIGURATION if tokens or certificates cannot be used, or are needed and not there
     */
    TcpPorter(Settings.Tcp tcp, int ownUid, Function<String, OptionalInt> uidOf, ChannelCount count)
            throws IOException {
        this.tcp = tcp;
        this.uidOf = uidOf;
        this.count = count;
        InetAddress address = InetAddress.getByName(tcp.address());
        this.certificates = certificates(tcp, address, ownUid);
        this.tokens = new Tokens(Path.of(tcp.tokenFile()), ownUid);
        this.registry = new ThreadPoolExecutor(
                1,
                1,
                ServerLimits.REGISTRY_IDLE_MS,
                TimeUnit.MILLISECONDS,
                new ArrayBlockingQueue<>(ServerLimits.MAX_UNKNOWN),
                TcpPorter::registryThread,
                new ThreadPoolExecutor.AbortPolicy());
        this.registry.allowCoreThreadTimeOut(true);
        // The generator opens its source with the first use, which must not be when descriptors are scarce.
        random();
        boolean isOfNobody = tokens.now().isEmpty();
        this.listener = Sockets.listen(address, tcp.port());
        // Last: where the port is taken all this is tried again every few seconds.
        if (isOfNobody) {
            log.warn("{} holds no token: nobody can ask by tcp", tcp.tokenFile());
        }
    }

    @Override
    public String place() {
        return tcp.address() + ", port " + tcp.port();
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
        Accepting.admit(guests, () -> visitor(fd, stream), stream::close, stream::close);
    }

    private Optional<TcpVisitor> visitor(int fd, ServedStream stream) {
        Optional<InetAddress> address = Sockets.remoteAddress(fd);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        lastRefused = address.get().getHostAddress();
        try {
            ByteStream secured = certificates.isPresent() ? certificates.get().serve(stream) : stream;
            return Optional.of(new TcpVisitor(stream, secured, address.get(), this));
        } catch (IOException e) {
            log.debug("no connection with {}: {}", lastRefused, e.getMessage());
            return Optional.empty();
        }
    }

    /** A user database that hangs is not to keep pmond from ending. */
    private static Thread registryThread(Runnable work) {
        Thread thread = new Thread(work, "tcp-registry");
        thread.setDaemon(true);
        return thread;
    }

    /** Bytes that nobody can foresee; takes no descriptor. Any thread. */
    byte[] random() {
        byte[] bytes = new byte[TokenProof.RANDOM_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    Map<String, String> tokens() {
        return tokens.now();
    }

    /** Of names that the token file has, or of others: with made-up names nobody can have the former forgotten. */
    Failures failures(boolean ofKnown) {
        return ofKnown ? failuresOfKnown : failuresOfUnknown;
    }

    ChannelCount count() {
        return count;
    }

    ThreadPoolExecutor registry() {
        return registry;
    }

    /** May wait. */
    OptionalInt uidOf(String user) {
        return uidOf.apply(user);
    }

    @Override
    public String lastRefused() {
        return lastRefused;
    }

    @Override
    public int mostVisitors() {
        return ServerLimits.MAX_UNKNOWN;
    }

    @Override
    public int patienceMs() {
        return certificates.isPresent() ? ServerLimits.SECURED_DEADLINE_MS : ServerLimits.READ_DEADLINE_MS;
    }

    @Override
    public void renew() {
        // Nothing takes a port away.
    }

    @Override
    public void stop() {
        registry.shutdown();
        try {
            if (!registry.awaitTermination(ServerLimits.CLOSE_WAIT_MS, TimeUnit.MILLISECONDS)) {
                log.warn("the user database does not answer: who waits to ask by tcp is given up");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        registry.shutdownNow();
        ChannelFiles.close(listener);
    }

    private static Optional<Certificates> certificates(Settings.Tcp tcp, InetAddress address, int ownUid) {
        if (!Certificates.areNeeded(tcp, address)) {
            return Optional.empty();
        }
        if (tcp.certificate().isEmpty() || tcp.privateKey().isEmpty()) {
            throw new PmonException(
                    ErrorCode.BAD_CONFIGURATION,
                    "message_queue.tcp.address " + tcp.address()
                            + " is not this machine's own loopback, by number or as localhost: set"
                            + " message_queue.tcp.certificate and message_queue.tcp.private_key, or use 127.0.0.1");
        }
        return Optional.of(Certificates.ofServer(tcp, ownUid));
    }
}
