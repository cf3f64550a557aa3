package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pmon3.config.Settings;
import pmon3.daemon.kernel.ChannelFiles;
import pmon3.daemon.kernel.ScarceDescriptors;
import pmon3.daemon.kernel.Sockets;
import pmon3.ipc.QueuesToOneself;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;
import pmon3.ipc.StreamLayout;
import pmon3.model.PmonException;

@ExtendWith(QueuesToOneself.class)
class DescriptorsRunOutTest {
    private static final int MORE_THAN_ALL_NEED = 40;

    private ChannelPlace place;

    @AfterEach
    void close() {
        if (place != null) {
            place.close();
        }
    }

    private ChannelPlace placeOf(String transport) {
        assumeTrue(!transport.equals(QueuePorter.NAME) || QueuePlace.canMount());
        return transport.equals(QueuePorter.NAME) ? ChannelPlace.withQueues() : ChannelPlace.of(transport);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shmem", "unix", "tcp", "posix_mq"})
    void a_transport_that_cannot_be_opened_for_lack_of_them_keeps_none(String transport) throws Exception {
        place = placeOf(transport);
        DirectoryPolicy policy = place.policy();
        loadWhatOpeningNeeds(policy);
        boolean opened = false;
        try (ScarceDescriptors scarce = ScarceDescriptors.takeAll()) {
            for (int free = 0; !opened && free < MORE_THAN_ALL_NEED; free++) {
                scarce.giveBack(free);
                opened = opensAndCloses(policy);
                assertThat(scarce.takeFree()).as("of %d", free).isEqualTo(free);
            }
        }
        assertThat(opened).isTrue();
    }

    private boolean opensAndCloses(DirectoryPolicy policy) {
        try {
            ChannelServer.open(policy, place.queue(), TcpPlace::uidOf).close();
            return true;
        } catch (PmonException e) {
            return false;
        }
    }

    /** A class is a file, too. */
    private void loadWhatOpeningNeeds(DirectoryPolicy policy) throws Exception {
        assertThat(opensAndCloses(policy)).isTrue();
        try (ChannelPlace other = ChannelPlace.of(TcpPorter.NAME);
                ServerSocket taken = new ServerSocket()) {
            Settings.Tcp tcp = other.queue().tcp();
            taken.bind(new InetSocketAddress(tcp.address(), tcp.port()));
            assertThatThrownBy(() -> ChannelServer.open(other.policy(), other.queue(), TcpPlace::uidOf))
                    .isInstanceOf(PmonException.class);
        }
    }

    @Test
    void who_cannot_be_let_in_for_lack_of_them_waits_outside_and_is_let_in_once_there_are_some() throws Exception {
        place = placeOf(UnixPorter.NAME);
        place.serve((caller, request, answer) -> 0);
        assertThat(place.ask(new Request.Ping())).containsExactly(new Reply.Done(0));
        Path socket = place.directory().resolve(StreamLayout.SOCKET);
        ByteBuffer request = RawRequest.of(new Request.Ping());
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            try (ScarceDescriptors scarce = ScarceDescriptors.takeAll()) {
                client.connect(UnixDomainSocketAddress.of(socket));
                client.write(request);
                client.configureBlocking(false);
                assertThat(client.read(ByteBuffer.allocate(1))).isZero();
                assertThat(scarce.takeFree()).isZero();
            }
            ByteBuffer answer = ByteBuffer.allocate(1);
            Eventually.await("it is answered", () -> client.read(answer) == 1);
        }
    }

    @Test
    void a_porter_tells_that_somebody_waits_who_cannot_be_let_in() throws Exception {
        List<String> told = new ArrayList<>();
        place = placeOf(TcpPorter.NAME);
        InetAddress loopback = InetAddress.getLoopbackAddress();
        int port = place.queue().tcp().port();
        int listener = Sockets.listen(loopback, port);
        try (SocketChannel client = SocketChannel.open()) {
            Porter.Guests guests = guests(told);
            Accepting.from(listener, guests, ChannelFiles::close);
            try (ScarceDescriptors scarce = ScarceDescriptors.takeAll()) {
                client.connect(new InetSocketAddress(loopback, port));
                Accepting.from(listener, guests, fd -> told.add("let in"));
                assertThat(scarce.takeFree()).isZero();
            }
            Accepting.from(listener, guests, fd -> {
                told.add("let in");
                ChannelFiles.close(fd);
            });
        } finally {
            ChannelFiles.close(listener);
        }
        assertThat(told).containsExactly("cannot", "let in");
    }

    private static Porter.Guests guests(List<String> told) {
        return new Porter.Guests() {
            @Override
            public void welcome(Visitor visitor) {
                told.add("welcome");
            }

            @Override
            public void refused() {
                told.add("refused");
            }

            @Override
            public void cannot() {
                told.add("cannot");
            }
        };
    }
}
