package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pmon3.config.Settings;
import pmon3.ipc.ChannelLayout;
import pmon3.ipc.OwnUid;
import pmon3.ipc.QueuesToOneself;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;
import pmon3.ipc.StreamLayout;
import pmon3.model.PmonException;

/** What could not be served when pmond started is served once it can be, and clients are told what is. */
@ExtendWith(QueuesToOneself.class)
class LateOpeningTest {
    private static final int SOON_MS = 20;

    private ChannelPlace place;
    private ChannelServer server;

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
        if (place != null) {
            place.close();
        }
    }

    private void serve(String transports) throws Exception {
        server = ChannelServer.open(place.policy(), place.queue(), TcpPlace::uidOf, SOON_MS);
        server.serve(uid -> true, (caller, request, answer) -> 0);
        Eventually.await("clients are told what is served", () -> served().equals(transports));
    }

    private String served() throws Exception {
        return Files.readAllLines(place.directory().resolve(ChannelLayout.LOCK_FILE))
                .get(1);
    }

    @Test
    void a_port_that_was_taken_is_served_once_it_is_free() throws Exception {
        place = ChannelPlace.of(TcpPorter.NAME, UnixPorter.NAME);
        Settings.Tcp tcp = place.queue().tcp();
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(tcp.address(), tcp.port()));
            serve(UnixPorter.NAME);
        }
        Eventually.await("tcp is served, too", () -> served().equals("tcp unix"));
        assertThat(place.ask(new Request.Ping())).containsExactly(new Reply.Done(0));
    }

    /** As an upgrade may find it: pmond has to start all the same. */
    @Test
    void a_key_that_others_can_read_keeps_only_its_transport_from_being_served_until_it_is_mended() throws Exception {
        place = ChannelPlace.of(UnixPorter.NAME, TcpPorter.NAME);
        TcpPlace.secure(place.shmem(), "0.0.0.0");
        Path key = place.shmem().resolve("key.pem");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        Settings.Queue secured = ChannelPlace.queueIn(place.shmem().toString(), UnixPorter.NAME, TcpPorter.NAME);
        server = ChannelServer.open(place.policy(), secured, TcpPlace::uidOf, SOON_MS);
        server.serve(uid -> true, (caller, request, answer) -> 0);
        Eventually.await("clients are told what is served", () -> served().equals(UnixPorter.NAME));
        assertThat(place.ask(new Request.Ping())).containsExactly(new Reply.Done(0));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Eventually.await("tcp is served, too", () -> served().equals("unix tcp"));
    }

    @Test
    void what_cannot_be_taken_over_is_closed_and_opened_again() throws Exception {
        place = ChannelPlace.of(TcpPorter.NAME);
        ChannelCount count = new ChannelCount(OwnUid.read());
        IntakeRate rate = new IntakeRate(OwnUid.read(), System.nanoTime());
        CompletableFuture<StreamTransport> served = new CompletableFuture<>();
        Lanes lanes = new Lanes(OwnUid.read());
        AtomicInteger offered = new AtomicInteger();
        LateOpening late = new LateOpening(SOON_MS, (name, transport) -> {
            if (offered.incrementAndGet() == 1) {
                transport.serve(new Desk(count, lanes, new Conversation(uid -> true, (caller, request, answer) -> 0)));
                throw new OutOfMemoryError("unable to create native thread");
            }
            served.complete(transport);
        });
        late.add(
                new Opening(
                        TcpPorter.NAME,
                        () -> StreamTransport.of(
                                "late-door",
                                new TcpPorter(place.queue().tcp(), OwnUid.read(), TcpPlace::uidOf, count),
                                rate)),
                "the port was taken");
        late.start();
        served.get(ChannelPlace.SILENCE_DEADLINE_MS, TimeUnit.MILLISECONDS).close();
        late.stop();
        lanes.close(0);
    }

    @Test
    void a_directory_that_is_made_again_just_before_the_socket_is_known_gets_the_socket() throws Exception {
        place = ChannelPlace.create();
        serve("shmem");
        int uid = OwnUid.read();
        IntakeRate rate = new IntakeRate(uid, System.nanoTime());
        StreamTransport opened =
                StreamTransport.of("late-door", new UnixPorter(place.policy(), new ChannelCount(uid), rate), rate);
        Path socket = place.directory().resolve(StreamLayout.SOCKET);
        Path lock = place.directory().resolve(ChannelLayout.LOCK_FILE);
        // Taken away in one step: pmond makes a lock file that is missing again at once.
        Files.move(place.directory(), place.shmem().resolve("away"));
        Eventually.await("it is made again", () -> Files.exists(lock));
        server.opened(UnixPorter.NAME, opened);
        Eventually.await("clients find the socket", () -> Files.exists(socket));
    }

    @Test
    void queues_are_served_once_they_are_mounted_and_until_then_their_clients_are_told_so() throws Exception {
        assumeTrue(QueuePlace.canMount());
        place = ChannelPlace.of(QueuePorter.NAME, "shmem");
        serve("shmem");
        assertThatThrownBy(() -> place.ask(new Request.Ping()))
                .isInstanceOf(PmonException.class)
                .hasMessageContaining("serves shmem, not posix_mq")
                .hasMessageEndingWith("else its log says why");
        QueuePlace.mount(place.shmem());
        Eventually.await("queues are served, too", () -> served().equals("posix_mq shmem"));
        assertThat(place.ask(new Request.Ping())).containsExactly(new Reply.Done(0));
    }

    @Test
    void a_server_that_is_closed_tries_no_more() throws Exception {
        place = ChannelPlace.of(UnixPorter.NAME, TcpPorter.NAME);
        Settings.Tcp tcp = place.queue().tcp();
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(tcp.address(), tcp.port()));
            serve(UnixPorter.NAME);
            server.close();
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().equals("late-opening"));
        }
    }
}
