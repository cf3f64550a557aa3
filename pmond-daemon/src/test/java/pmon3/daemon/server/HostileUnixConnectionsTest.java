package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import pmon3.ipc.Request;
import pmon3.ipc.StreamLayout;

class HostileUnixConnectionsTest extends HostileConnectionsContract {
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
    void what_has_the_sockets_name_is_replaced_at_a_start() throws Exception {
        try (ChannelPlace other = ChannelPlace.of(UnixPorter.NAME)) {
            Files.createDirectory(other.directory());
            Files.writeString(other.directory().resolve(StreamLayout.SOCKET), "left by somebody");
            other.serve((caller, request, answer) -> 0);
            assertThat(other.ask(new Request.Ping())).hasSize(1);
        }
    }

    private Path socket() {
        return meeting().directory().resolve(StreamLayout.SOCKET);
    }
}
