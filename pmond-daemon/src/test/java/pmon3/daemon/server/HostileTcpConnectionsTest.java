package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import pmon3.config.Settings;
import pmon3.ipc.ChannelLayout;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;
import pmon3.ipc.TokenProof;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

class HostileTcpConnectionsTest extends HostileConnectionsContract {
    private static final String USER = System.getProperty("user.name");

    @Override
    ChannelPlace place() {
        return ChannelPlace.of(TcpPorter.NAME);
    }

    @Override
    int mostKept() {
        return ServerLimits.MAX_UNKNOWN;
    }

    @Override
    SocketChannel opened() throws IOException {
        Settings.Tcp tcp = meeting().queue().tcp();
        return SocketChannel.open(new InetSocketAddress(tcp.address(), tcp.port()));
    }

    @Override
    SocketChannel connected(ChannelPlace to) throws IOException {
        return introduced(USER, TcpPlace.TOKEN_OF_ROOT);
    }

    /** From the n-th address of loopback. */
    private SocketChannel openedFrom(int n) throws IOException {
        Settings.Tcp tcp = meeting().queue().tcp();
        SocketChannel channel = SocketChannel.open();
        channel.bind(new InetSocketAddress("127.1." + n / 256 + "." + n % 256, 0));
        channel.connect(new InetSocketAddress(tcp.address(), tcp.port()));
        return channel;
    }

    private SocketChannel introduced(String user, String token) throws IOException {
        return introduced(opened(), user, token);
    }

    private static SocketChannel introduced(SocketChannel channel, String user, String token) throws IOException {
        byte[] own = TokenProof.random();
        channel.write(greeting(user, own));
        byte[] random = new byte[TokenProof.RANDOM_BYTES];
        channel.socket().getInputStream().readNBytes(random, 0, random.length);
        channel.socket().getInputStream().readNBytes(TokenProof.BYTES);
        channel.write(ByteBuffer.wrap(TokenProof.of(token, TokenProof.CLIENT, own, random, user)));
        return channel;
    }

    private static ByteBuffer greeting(String user, byte[] random) {
        byte[] name = user.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(TokenProof.GREETING_BYTES + name.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(ChannelLayout.VERSION)
                .put(random)
                .put((byte) name.length)
                .put(name)
                .flip();
    }

    @Test
    void random_bytes_before_any_proof_are_closed() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = new byte[1 + random.nextInt(400)];
            random.nextBytes(bytes);
            try (SocketChannel noise = opened()) {
                noise.write(ByteBuffer.wrap(bytes));
            }
        }
        assertHonestIsServed();
    }

    @Test
    void a_wrong_token_is_refused_and_after_some_of_them_the_right_one_too_for_a_while() throws Exception {
        String other = "nobody";
        for (int i = 0; i < ServerLimits.MAX_FAILURES; i++) {
            assertThat(answer(introduced(other, "x".repeat(40)))).contains("the user or the token is wrong");
        }
        assertThat(answer(introduced(other, TcpPlace.TOKEN_OF_NOBODY))).contains("too many failed attempts");
        assertHonestIsServed();
    }

    @Test
    void wrong_tokens_from_all_of_loopback_count_together() throws Exception {
        for (int i = 1; i <= ServerLimits.MAX_FAILURES; i++) {
            answer(introduced(openedFrom(i), "nobody", "x".repeat(40)));
        }
        assertThat(answer(introduced("nobody", TcpPlace.TOKEN_OF_NOBODY)))
                .contains("too many failed attempts with this name from this machine");
    }

    @Test
    void who_comes_from_many_addresses_of_loopback_takes_no_place_of_others() throws Exception {
        List<SocketChannel> many = new ArrayList<>();
        for (int i = 1; i <= mostKept(); i++) {
            many.add(openedFrom(i));
        }
        List<SocketChannel> honest = List.of(connected(meeting()), connected(meeting()));
        for (int i = 1; i <= mostKept() / 2; i++) {
            many.add(openedFrom(mostKept() + i));
        }
        assertHonestIsServed();
        for (SocketChannel channel : honest) {
            channel.write(RawRequest.of(new Request.Ping()));
            assertThat(answer(channel)).isNotEmpty();
        }
        for (SocketChannel channel : many) {
            channel.close();
        }
    }

    @Test
    void made_up_names_have_no_failure_forgotten() throws Exception {
        for (int i = 0; i < ServerLimits.MAX_FAILURES; i++) {
            answer(introduced("nobody", "x".repeat(40)));
        }
        for (int i = 0; i <= ServerLimits.FAILURES_KEPT; i++) {
            answer(introduced("made-up-" + i, "x".repeat(40)));
        }
        assertThat(answer(introduced("nobody", TcpPlace.TOKEN_OF_NOBODY))).contains("too many failed attempts");
    }

    @Test
    void who_is_not_in_the_file_sees_the_same_as_who_is() throws Exception {
        assertThat(answer(introduced("no-such-user", "x".repeat(40)))).contains("the user or the token is wrong");
        assertHonestIsServed();
    }

    @Test
    void a_proof_that_was_heard_proves_nothing_the_next_time() throws Exception {
        byte[] own = TokenProof.random();
        byte[] heard;
        try (SocketChannel first = opened()) {
            first.write(greeting(USER, own));
            byte[] random = first.socket().getInputStream().readNBytes(TokenProof.RANDOM_BYTES);
            heard = TokenProof.of(TcpPlace.TOKEN_OF_ROOT, TokenProof.CLIENT, own, random, USER);
        }
        SocketChannel second = opened();
        second.write(greeting(USER, own));
        second.write(ByteBuffer.wrap(heard));
        assertThat(answer(second)).contains("the user or the token is wrong");
    }

    @Test
    void pmonds_own_proof_is_none_of_the_clients() throws Exception {
        SocketChannel mirror = opened();
        mirror.write(greeting(USER, TokenProof.random()));
        byte[] both = mirror.socket().getInputStream().readNBytes(TokenProof.RANDOM_BYTES + TokenProof.BYTES);
        mirror.write(ByteBuffer.wrap(Arrays.copyOfRange(both, TokenProof.RANDOM_BYTES, both.length)));
        assertThat(answer(mirror)).contains("the user or the token is wrong");
    }

    @Test
    void a_false_pmond_is_not_believed_and_learns_no_token() throws Exception {
        try (ChannelPlace other = ChannelPlace.of(TcpPorter.NAME);
                ServerSocketChannel trap = ServerSocketChannel.open()) {
            Settings.Tcp tcp = other.queue().tcp();
            trap.bind(new InetSocketAddress(tcp.address(), tcp.port()));
            CompletableFuture<String> heard = CompletableFuture.supplyAsync(() -> {
                try (SocketChannel caught = trap.accept()) {
                    caught.write(ByteBuffer.allocate(TokenProof.RANDOM_BYTES + TokenProof.BYTES));
                    return new String(caught.socket().getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThatThrownBy(() -> other.ask(new Request.Ping()))
                    .isInstanceOfSatisfying(
                            PmonException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_PERMITTED))
                    .hasMessageContaining("does not know this token");
            assertThat(heard.get())
                    .hasSize(TokenProof.GREETING_BYTES + USER.length())
                    .doesNotContain("0123456789abcdef");
        }
    }

    @Test
    void a_token_file_that_others_can_read_is_refused_with_what_to_do() throws Exception {
        try (ChannelPlace other = ChannelPlace.of(TcpPorter.NAME)) {
            Files.setPosixFilePermissions(
                    Path.of(other.queue().tcp().tokenFile()), PosixFilePermissions.fromString("rw-r-----"));
            assertThatThrownBy(() -> other.serve((caller, request, answer) -> 0))
                    .isInstanceOf(PmonException.class)
                    .hasMessageContaining("tokens holds secrets")
                    .hasMessageContaining("chmod 600");
        }
    }

    @Test
    void a_token_file_that_others_can_read_later_lets_nobody_in() throws Exception {
        Path tokens = Path.of(meeting().queue().tcp().tokenFile());
        Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(answer(introduced(USER, TcpPlace.TOKEN_OF_ROOT))).contains("the user or the token is wrong");
        Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));
        assertHonestIsServed();
    }

    @Test
    void a_port_that_is_taken_is_refused_in_one_line() throws Exception {
        try (ChannelPlace other = ChannelPlace.of(TcpPorter.NAME);
                ServerSocket taken = new ServerSocket()) {
            Settings.Tcp tcp = other.queue().tcp();
            taken.bind(new InetSocketAddress(tcp.address(), tcp.port()));
            assertThatThrownBy(() -> other.serve((caller, request, answer) -> 0))
                    .isInstanceOf(PmonException.class)
                    .hasMessageContaining("message_queue.transport tcp cannot be served")
                    .hasMessageContaining("port " + tcp.port());
        }
    }

    @Test
    void a_port_that_is_taken_keeps_nobody_from_asking_in_another_way() throws Exception {
        try (ChannelPlace other = ChannelPlace.of(UnixPorter.NAME, TcpPorter.NAME);
                ServerSocket taken = new ServerSocket()) {
            Settings.Tcp tcp = other.queue().tcp();
            taken.bind(new InetSocketAddress(tcp.address(), tcp.port()));
            other.serve((caller, request, answer) -> 0);
            assertThat(other.ask(new Request.Ping())).containsExactly(new Reply.Done(0));
            assertThat(Files.readAllLines(other.directory().resolve(ChannelLayout.LOCK_FILE)))
                    .as("what clients are told")
                    .element(1)
                    .isEqualTo(UnixPorter.NAME);
        }
    }

    @Test
    void who_asks_a_user_database_that_hangs_does_not_keep_pmond_from_ending() throws Exception {
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().equals("tcp-registry"))
                .isNotEmpty()
                .allMatch(Thread::isDaemon);
    }

    @Test
    void beyond_loopback_a_certificate_is_needed() throws Exception {
        try (ChannelPlace other = ChannelPlace.of(TcpPorter.NAME)) {
            Files.writeString(other.shmem().resolve("address"), "0.0.0.0");
            Settings.Queue queue = ChannelPlace.queueIn(other.shmem().toString(), TcpPorter.NAME);
            assertThatThrownBy(() -> ChannelServer.open(other.policy(), queue, TcpPlace::uidOf))
                    .isInstanceOf(PmonException.class)
                    .hasMessageContaining("is not this machine's own loopback")
                    .hasMessageContaining("message_queue.tcp.certificate");
        }
    }

    private static String answer(SocketChannel channel) throws IOException {
        try (channel) {
            return new String(channel.socket().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
