package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import pmon3.config.Settings;
import pmon3.ipc.Request;
import pmon3.ipc.RequestChannel;

/** Beyond this machine's own loopback; only where it has another address. */
class SecuredTcpTransportTest extends TransportContract {
    private static final int DEADLINE_MS = 1_000;

    @Override
    ChannelPlace place() {
        try {
            Optional<String> address = TcpPlace.otherAddress();
            assumeTrue(address.isPresent());
            return ChannelPlace.securedTcp(address.get());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The patience is for a pmond that secures many connections: a host that says nothing has none. */
    @Test
    void where_nobody_answers_the_client_waits_no_longer_than_without_security() throws Exception {
        Settings.Tcp tcp = meeting().queue().tcp();
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(tcp.port(), 1, InetAddress.getByName(tcp.address()));
                RequestChannel channel = meeting().connect()) {
            while (isLetIn(waiting, full)) {
                assertThat(waiting).hasSizeLessThan(10);
            }
            long startNs = System.nanoTime();
            assertThatThrownBy(() -> channel.ask(new Request.Ping(), DEADLINE_MS, reply -> {}))
                    .hasMessageStartingWith("pmond must be running (nobody answers at " + tcp.address());
            assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofMillis(5 * DEADLINE_MS));
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    /** Once so many wait that more are not even answered, no more. */
    private static boolean isLetIn(List<Socket> waiting, ServerSocket full) throws IOException {
        Socket next = new Socket();
        waiting.add(next);
        try {
            next.connect(full.getLocalSocketAddress(), DEADLINE_MS);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    /** Each connection is secured anew. */
    @Override
    int many() {
        return 20;
    }

    @Override
    int crowd() {
        return 50;
    }
}
