package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pmon3.daemon.kernel.ChannelFiles;
import pmon3.ipc.ChannelLayout;
import pmon3.ipc.OwnUid;
import pmon3.ipc.Request;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

class RingWriterTest {
    private static final int SHORT_DEADLINE_MS = 50;

    private final ChannelPlace place = ChannelPlace.create();
    private RawChannel channel;
    private int file;
    private ClientProof client;

    @BeforeEach
    void openRing() throws IOException {
        channel = RawChannel.of(place.shmem(), new Request.Ping()).lock();
        int directory = ChannelFiles.openDirectory(place.shmem().toString());
        file = ChannelFiles.openStrange(
                directory, channel.unfinished().getFileName().toString());
        ChannelFiles.close(directory);
        client = ClientProof.of(file, OwnUid.read());
    }

    @AfterEach
    void closeRing() throws IOException {
        client.close();
        ChannelFiles.close(file);
        channel.close();
        place.close();
    }

    @Test
    void what_fits_is_written_at_once() throws IOException {
        writer().write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        ByteBuffer seen = ByteBuffer.allocate(3);
        channel.file().read(seen, ChannelLayout.RING_OFFSET);

        assertThat(seen.array()).containsExactly(1, 2, 3);
        assertThat(channel.word(ChannelLayout.WRITTEN_OFFSET)).isEqualTo(3);
    }

    @Test
    void a_full_ring_is_not_overwritten_and_its_reader_given_up_at_the_deadline() throws IOException {
        RingWriter writer = writer();
        writer.write(ByteBuffer.allocate(ChannelLayout.RING_CAPACITY_BYTES));

        assertRefused(ErrorCode.UNREACHABLE, () -> writer.write(ByteBuffer.wrap(new byte[] {1})));
        assertThat(channel.word(ChannelLayout.WRITTEN_OFFSET)).isEqualTo(ChannelLayout.RING_CAPACITY_BYTES);
        assertThat(channel.word(ChannelLayout.STATE_OFFSET)).isEqualTo(ChannelLayout.STATE_GIVEN_UP);
    }

    @Test
    void a_reader_of_single_bytes_is_too_slow() throws IOException {
        RingWriter writer = writer();
        writer.write(ByteBuffer.allocate(ChannelLayout.RING_CAPACITY_BYTES));
        channel.word(ChannelLayout.READ_OFFSET, 1);

        assertRefused(
                ErrorCode.UNREACHABLE, () -> writer.write(ByteBuffer.allocate(ChannelLayout.RING_CAPACITY_BYTES)));
    }

    @Test
    void positions_that_cannot_be_are_refused() throws IOException {
        for (long position : new long[] {-1, ChannelLayout.RING_CAPACITY_BYTES + 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            channel.word(ChannelLayout.READ_OFFSET, 0);
            RingWriter writer = writer();
            writer.write(ByteBuffer.allocate(ChannelLayout.RING_CAPACITY_BYTES));
            channel.word(ChannelLayout.READ_OFFSET, position);
            assertRefused(ErrorCode.PROTOCOL, () -> writer.write(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void a_position_that_falls_is_refused() throws IOException {
        RingWriter writer = writer();
        for (int round = 1; round <= 3; round++) {
            writer.write(ByteBuffer.allocate(ChannelLayout.RING_CAPACITY_BYTES));
            channel.word(ChannelLayout.READ_OFFSET, (long) round * ChannelLayout.RING_CAPACITY_BYTES);
        }
        writer.write(ByteBuffer.allocate(ChannelLayout.RING_CAPACITY_BYTES));
        channel.word(ChannelLayout.READ_OFFSET, 2L * ChannelLayout.RING_CAPACITY_BYTES);
        assertRefused(ErrorCode.PROTOCOL, () -> writer.write(ByteBuffer.allocate(1)));
    }

    @Test
    void a_client_that_left_ends_the_wait_at_once() throws IOException {
        RingWriter patient = new RingWriter(file, client, 60_000);
        patient.write(ByteBuffer.allocate(ChannelLayout.RING_CAPACITY_BYTES));
        channel.close();
        assertRefused(ErrorCode.UNREACHABLE, () -> patient.write(ByteBuffer.allocate(1)));
    }

    @Test
    void the_position_told_by_the_file_is_never_read_back() throws IOException {
        RingWriter writer = writer();
        writer.write(ByteBuffer.allocate(10));
        channel.word(ChannelLayout.WRITTEN_OFFSET, 1L << 40);
        writer.write(ByteBuffer.allocate(10));
        assertThat(channel.word(ChannelLayout.WRITTEN_OFFSET)).isEqualTo(20);
    }

    private RingWriter writer() {
        return new RingWriter(file, client, SHORT_DEADLINE_MS);
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable writing) {
        assertThatThrownBy(writing)
                .isInstanceOfSatisfying(
                        PmonException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
