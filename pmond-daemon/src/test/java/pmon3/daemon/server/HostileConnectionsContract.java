package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import pmon3.ipc.ChannelLayout;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;

/** What is no honest connection is never handled, is closed in the end, and costs the next honest one nothing. */
abstract class HostileConnectionsContract {
    private static final int SOME = 16;

    private final ChannelPlace place = place();
    private final AtomicInteger handled = new AtomicInteger();

    abstract ChannelPlace place();

    /** A connection that has come as far as its request. */
    abstract SocketChannel connected(ChannelPlace to) throws IOException;

    /** How many connections pmond keeps at most without a request. */
    abstract int mostKept();

    @BeforeEach
    void serve() {
        place.serve((caller, request, answer) -> {
            handled.incrementAndGet();
            if (request instanceof Request.ListProcesses) {
                for (int i = 0; i < 200; i++) {
                    answer.send(new Reply.Text("x".repeat(100_000)));
                }
            }
            return 0;
        });
        assertHonestIsServed();
    }

    @AfterEach
    void close() {
        place.close();
    }

    final ChannelPlace meeting() {
        return place;
    }

    @Test
    void half_a_request_is_given_up_after_a_while() throws Exception {
        ByteBuffer whole = RawRequest.of(new Request.Reset(List.of("a".repeat(1000))));
        for (int length : new int[] {0, 1, 7, 23, 24, 25, 1000, whole.remaining() - 1}) {
            try (SocketChannel half = connected(place)) {
                half.write(whole.duplicate().limit(length));
                assertHonestIsServed();
                if (length == 1000) {
                    Eventually.await("it is closed", () -> isEnded(half));
                }
            }
        }
        assertThat(handled).hasValue(9);
    }

    @Test
    @Tag("long")
    void half_a_large_request_is_given_up_after_a_while() throws Exception {
        ByteBuffer whole = RawRequest.of(new Request.Reset(List.of("a".repeat(100_000))));
        try (SocketChannel half = connected(place)) {
            half.write(whole.duplicate().limit(50_000));
            assertHonestIsServed();
            Eventually.await("it is answered with a problem or closed", () -> isEnded(half));
        }
        assertThat(handled).hasValue(2);
    }

    @Test
    void a_header_that_is_wrong_is_answered_with_a_problem() throws Exception {
        for (int offset : new int[] {
            ChannelLayout.VERSION_OFFSET, ChannelLayout.REQUEST_LENGTH_OFFSET, ChannelLayout.REQUEST_CHECKSUM_OFFSET
        }) {
            for (long value : new long[] {0, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1, 1L << 33}) {
                try (SocketChannel wrong = connected(place)) {
                    wrong.write(RawRequest.of(new Request.Ping()).putLong(offset, value));
                    Eventually.await("it is answered and closed", () -> isEnded(wrong));
                }
            }
        }
        assertThat(handled).hasValue(1);
        assertHonestIsServed();
    }

    @Test
    void bytes_after_the_request_are_refused() throws Exception {
        ByteBuffer request = RawRequest.of(new Request.Ping());
        ByteBuffer more =
                ByteBuffer.allocate(request.remaining() + 100).put(request).rewind();
        try (SocketChannel wrong = connected(place)) {
            wrong.write(more);
            Eventually.await("it is answered and closed", () -> isEnded(wrong));
        }
        assertThat(handled).hasValue(1);
        assertHonestIsServed();
    }

    @Test
    void random_bytes_cost_neither_descriptors_nor_the_answers_of_others() throws Exception {
        long before = descriptors();
        Random random = new Random(13);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = new byte[1 + random.nextInt(2000)];
            random.nextBytes(bytes);
            try (SocketChannel noise = connected(place)) {
                noise.write(ByteBuffer.wrap(bytes));
            }
        }
        assertHonestIsServed();
        assertThat(handled).hasValue(2);
        Eventually.await("all are closed", () -> descriptors() <= before + SOME);
    }

    @Test
    void who_never_reads_is_given_up_and_nobody_waits_for_that() throws Exception {
        List<SocketChannel> stalled = new ArrayList<>();
        for (int i = 0; i < ServerLimits.MAX_RUNNING_PER_USER; i++) {
            SocketChannel channel = connected(place);
            channel.write(RawRequest.of(new Request.ListProcesses()));
            stalled.add(channel);
        }
        Eventually.await("all are at work", () -> handled.get() == ServerLimits.MAX_RUNNING_PER_USER + 1);
        assertHonestIsServed();
        long open = descriptors();
        Eventually.await("all are given up", () -> descriptors() <= open - ServerLimits.MAX_RUNNING_PER_USER);
        for (SocketChannel channel : stalled) {
            channel.close();
        }
    }

    @Test
    void thousands_of_connections_that_say_nothing_keep_nobody_out() throws Exception {
        long before = descriptors();
        List<SocketChannel> silent = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            silent.add(opened());
            if (i % 500 == 499) {
                assertHonestIsServed();
            }
        }
        Eventually.await("only so many are kept", () -> descriptors() <= before + 2_000 + mostKept() + SOME);
        for (SocketChannel channel : silent) {
            channel.close();
        }
        assertHonestIsServed();
        Eventually.await("all are closed", () -> descriptors() <= before + SOME);
    }

    @Test
    void connections_that_come_and_go_leave_nothing() throws Exception {
        long before = descriptors();
        for (int i = 0; i < 3_000; i++) {
            opened().close();
        }
        assertHonestIsServed();
        Eventually.await("all are closed", () -> descriptors() <= before + SOME);
    }

    /** A bare connection. */
    abstract SocketChannel opened() throws IOException;

    final void assertHonestIsServed() {
        assertThat(place.ask(new Request.Ping())).containsExactly(new Reply.Done(0));
    }

    static boolean isEnded(SocketChannel channel) {
        try {
            channel.configureBlocking(false);
            ByteBuffer into = ByteBuffer.allocate(64 * 1024);
            int length = channel.read(into);
            while (length > 0) {
                length = channel.read(into.clear());
            }
            return length < 0;
        } catch (IOException e) {
            return true;
        }
    }

    private static long descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
