package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.config.Settings;
import pmon3.ipc.Certificates;
import pmon3.ipc.OwnUid;
import pmon3.ipc.Request;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** Which certificates and keys are used, by pmond and by its clients, and where none are needed. */
class CertificatesTest {
    private static final int ROOT = 0;

    @TempDir
    private Path folder;

    private Settings.Tcp tcp;

    @BeforeEach
    void make() throws Exception {
        TcpPlace.prepare(folder);
        TcpPlace.secure(folder, TcpPlace.otherAddress().orElse("127.0.0.1"));
        tcp = TcpPlace.settings(folder);
    }

    @Test
    void a_key_that_others_can_read_is_refused_with_what_to_do() throws Exception {
        allow(key(), "rw----r--");
        assertThatThrownBy(this::served)
                .isInstanceOfSatisfying(
                        PmonException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION))
                .hasMessageContaining("key.pem holds the private key")
                .hasMessageContaining("chmod 600");
    }

    @Test
    void a_group_may_read_roots_key_and_no_others() throws Exception {
        allow(key(), "rw-r-----");
        if (OwnUid.read() == ROOT) {
            assertThatCode(this::served).doesNotThrowAnyException();
            Files.setAttribute(key(), "unix:uid", OtherUser.NOBODY);
            assertThatThrownBy(() -> Certificates.ofServer(tcp, OtherUser.NOBODY))
                    .hasMessageContaining("chown " + OtherUser.NOBODY);
        } else {
            assertThatThrownBy(this::served).hasMessageContaining("holds the private key");
        }
    }

    @Test
    void root_uses_no_certificate_that_others_can_exchange() throws Exception {
        assumeTrue(OwnUid.read() == ROOT);
        Path open = Files.createDirectory(folder.resolve("open"));
        Files.copy(Path.of(tcp.certificate()), open.resolve("certificate.pem"));
        allow(open, "rwxrwxrwx");
        Settings.Tcp exchangeable = new Settings.Tcp(
                tcp.address(),
                tcp.port(),
                tcp.tokenFile(),
                open.resolve("certificate.pem").toString(),
                tcp.privateKey(),
                "");
        assertThatThrownBy(() -> Certificates.ofServer(exchangeable, ROOT))
                .isInstanceOf(PmonException.class)
                .hasMessageContaining("can be written by others than root");
    }

    @Test
    void a_client_does_not_believe_a_certificate_for_another_address() throws Exception {
        try (ChannelPlace place = ChannelPlace.of(TcpPorter.NAME)) {
            TcpPlace.secureFalsely(place.shmem(), elsewhere());
            assertRefused(
                    place,
                    TcpPlace.settings(place.shmem()).authority(),
                    "No subject alternative names matching",
                    "it must name ");
        }
    }

    @Test
    void a_client_does_not_believe_an_authority_that_nobody_told_it_of() throws Exception {
        try (ChannelPlace place = ChannelPlace.of(TcpPorter.NAME)) {
            TcpPlace.secure(place.shmem(), elsewhere());
            assertRefused(place, "", "unable to find valid certification path", "message_queue.tcp.authority must be");
        }
    }

    @Test
    void a_file_that_is_not_there_is_named_with_that() {
        Settings.Tcp missing = new Settings.Tcp(
                tcp.address(), tcp.port(), tcp.tokenFile(), tcp.certificate(), tcp.privateKey(), "/nowhere.pem");
        assertThatThrownBy(() -> Certificates.ofClient(missing))
                .hasMessage("/nowhere.pem: cannot be read: no such file");
    }

    @Test
    void a_client_that_speaks_plainly_where_tls_is_wanted_is_told_so() throws Exception {
        try (ChannelPlace place = ChannelPlace.securedTcp("0.0.0.0")) {
            place.serve((caller, request, answer) -> 0);
            Files.writeString(place.shmem().resolve("address"), "127.0.0.1");
            Settings.Queue plain = ChannelPlace.queueIn(place.shmem().toString(), TcpPorter.NAME);
            assertThatThrownBy(() -> ChannelPlace.connect(plain)
                            .ask(new Request.Ping(), ChannelPlace.SILENCE_DEADLINE_MS, reply -> {}))
                    .isInstanceOfSatisfying(
                            PmonException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT))
                    .hasMessageEndingWith(
                            "wants TLS, which is not used here because message_queue.tcp.address is" + " loopback");
        }
    }

    @Test
    void a_client_without_a_token_file_is_told_that_there_is_none() throws Exception {
        try (ChannelPlace place = ChannelPlace.of(TcpPorter.NAME)) {
            Files.delete(Path.of(place.queue().tcp().tokenFile()));
            assertThatThrownBy(place::connect).hasMessageContaining(": there is no such file: write '");
        }
    }

    /** Whoever answers for names must not be able to have a client speak plainly. */
    @Test
    void only_numbers_of_loopback_and_localhost_need_none() throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        for (String plain :
                new String[] {"127.0.0.1", "127.1.2.3", "127.1", "2130706433", "::1", "[::1]", "localhost", "LocalHost"
                }) {
            assertThat(Certificates.areNeeded(at(plain), loopback)).as(plain).isFalse();
        }
        for (String secured : new String[] {
            "pmond.example",
            "localhost.example",
            "127.example",
            "loopback",
            "0x7f.1",
            "127.0.0.1.",
            "1.2.3.4.5",
            "1..2",
            ".1",
            "pmon.example:4711",
            "localhost:1",
            "x::1",
            ".",
            ""
        }) {
            assertThat(Certificates.areNeeded(at(secured), loopback))
                    .as(secured)
                    .isTrue();
        }
        InetAddress other = InetAddress.getByName("192.0.2.1");
        assertThat(Certificates.areNeeded(at("192.0.2.1"), other)).isTrue();
        assertThat(Certificates.areNeeded(at("localhost"), other)).isTrue();
    }

    private static void assertRefused(ChannelPlace place, String authority, String... why) {
        Settings.Queue served = ChannelPlace.queueIn(place.shmem().toString(), TcpPorter.NAME);
        try (ChannelServer server = ChannelServer.open(place.policy(), served, TcpPlace::uidOf)) {
            server.serve(uid -> true, (caller, request, answer) -> 0);
            assertThatThrownBy(() -> ChannelPlace.connect(believing(served, authority))
                            .ask(new Request.Ping(), ChannelPlace.SILENCE_DEADLINE_MS, reply -> {}))
                    .isInstanceOfSatisfying(
                            PmonException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE))
                    .hasMessageContainingAll(why);
        }
    }

    private static Settings.Queue believing(Settings.Queue queue, String authority) {
        Settings.Tcp tcp = queue.tcp();
        return new Settings.Queue(
                queue.shmemDirectory(),
                queue.posixMqDirectory(),
                queue.nameSuffix(),
                queue.ownership(),
                queue.operatorUser(),
                queue.operatorGroup(),
                queue.transports(),
                new Settings.Tcp(tcp.address(), tcp.port(), tcp.tokenFile(), "", "", authority));
    }

    private static String elsewhere() throws IOException {
        assumeTrue(TcpPlace.otherAddress().isPresent());
        return TcpPlace.otherAddress().orElseThrow();
    }

    private Settings.Tcp at(String address) {
        return new Settings.Tcp(address, tcp.port(), tcp.tokenFile(), "", "", "");
    }

    private Certificates served() {
        return Certificates.ofServer(tcp, OwnUid.read());
    }

    private Path key() {
        return Path.of(tcp.privateKey());
    }

    private static void allow(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
}
