package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import pmon3.ipc.ChannelLayout;
import pmon3.ipc.OwnUid;
import pmon3.ipc.Request;
import pmon3.ipc.StreamLayout;

class HostileUnixConnectionsTest extends HostileConnectionsContract {
    private static final int STARTS = 20;

    /** Binds that name whenever it is free, and listens there. */
    private static final String RIVAL = """
            import socket, sys
            while True:
                rival = socket.socket(socket.AF_UNIX)
                try:
                    rival.bind(sys.argv[1])
                    rival.listen(9)
                    print('bound', flush=True)
                except OSError:
                    rival.close()
            """;

    @Override
    ChannelPlace place() {
        return ChannelPlace.of(UnixPorter.NAME);
    }

    @Override
    SocketChannel connected(ChannelPlace to) throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket()));
    }

    @Override
    SocketChannel opened() throws IOException {
        return connected(meeting());
    }

    /** The test's user may be root, whose share is larger. */
    @Override
    int mostKept() {
        return ServerLimits.MAX_CHANNELS;
    }

    @Test
    void the_socket_is_made_again_with_its_directory() throws Exception {
        Files.delete(socket());
        Files.delete(meeting().directory().resolve("pmond.lock"));
        Eventually.await("it is there again", () -> Files.exists(socket()));
        assertHonestIsServed();
    }

    @Test
    void the_socket_stays_when_only_the_lock_file_is_made_again() throws Exception {
        Path lock = meeting().directory().resolve(ChannelLayout.LOCK_FILE);
        Object before = Files.getAttribute(socket(), "unix:ino");
        Files.delete(lock);
        Eventually.await("it is there again", () -> Files.exists(lock));
        assertHonestIsServed();
        assertThat(Files.getAttribute(socket(), "unix:ino")).isEqualTo(before);
    }

    @Test
    void what_has_the_sockets_name_is_replaced_at_a_start() throws Exception {
        try (ChannelPlace other = ChannelPlace.of(UnixPorter.NAME)) {
            Files.createDirectory(other.directory());
            Files.writeString(other.directory().resolve(StreamLayout.SOCKET), "left by somebody");
            other.serve((caller, request, answer) -> 0);
            assertThat(other.ask(new Request.Ping())).hasSize(1);
        }
    }

    @Test
    void a_directory_with_the_sockets_name_is_replaced_at_a_start() throws Exception {
        try (ChannelPlace other = ChannelPlace.of(UnixPorter.NAME)) {
            Files.createDirectories(
                    other.directory().resolve(StreamLayout.SOCKET).resolve("inside"));
            other.serve((caller, request, answer) -> 0);
            assertThat(other.ask(new Request.Ping())).hasSize(1);
        }
    }

    @Test
    void whoever_binds_the_sockets_name_again_and_again_does_not_become_pmond() throws Exception {
        assumeTrue(OwnUid.read() == 0);
        try (ChannelPlace other = ChannelPlace.of(UnixPorter.NAME)) {
            Files.createDirectory(other.directory());
            Files.setAttribute(other.directory(), "unix:mode", 01733);
            Path socket = other.directory().resolve(StreamLayout.SOCKET);
            Process rival = OtherUser.run(List.of("/usr/bin/python3", "-c", RIVAL, socket.toString()));
            try {
                assertThat(rival.inputReader().readLine()).isEqualTo("bound");
                for (int start = 0; start < STARTS; start++) {
                    ChannelServer server = other.serve((caller, request, answer) -> 0);
                    assertThat(Files.getAttribute(socket, "unix:uid")).isEqualTo(0);
                    assertThat(other.ask(new Request.Ping())).hasSize(1);
                    server.close();
                    Files.delete(socket);
                }
            } finally {
                rival.destroyForcibly().waitFor();
            }
        }
    }

    private Path socket() {
        return meeting().directory().resolve(StreamLayout.SOCKET);
    }
}
