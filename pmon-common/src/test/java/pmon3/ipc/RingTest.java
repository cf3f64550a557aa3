package pmon3.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** The ring as a client sees it, with a writer that does what pmond does: positional writes, words last. */
class RingTest {
    private Path path;
    private FileChannel file;
    private long written;

    @BeforeEach
    void makeFile() throws IOException {
        path = Files.createTempFile(Path.of("/dev/shm"), "pmon3-test-ring-", "");
        file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        file.write(ByteBuffer.allocate(ChannelLayout.REQUEST_OFFSET), 0);
    }

    @AfterEach
    void removeFile() throws IOException {
        file.close();
        Files.delete(path);
    }

    @Test
    void words_and_bytes_are_seen_as_they_were_written() throws IOException {
        ChannelView view = new ChannelView(file);
        storeWord(ChannelLayout.BEAT_OFFSET, 0x0123456789abcdefL);
        file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), ChannelLayout.RING_OFFSET + 5);
        byte[] seen = new byte[6];
        view.read(ChannelLayout.RING_OFFSET + 4, seen, 1, 5);

        assertThat(view.word(ChannelLayout.BEAT_OFFSET)).isEqualTo(0x0123456789abcdefL);
        assertThat(seen).containsExactly(0, 0, 1, 2, 3, 0);
        view.storeWord(ChannelLayout.READ_OFFSET, 77);
        assertThat(word(ChannelLayout.READ_OFFSET)).isEqualTo(77);
    }

    @Test
    void an_empty_ring_gives_nothing() throws IOException {
        assertThat(new RingReader(new ChannelView(file)).drainTo(new FrameReader()))
                .isZero();
    }

    @Test
    void frames_of_all_sizes_come_out_whole_and_in_order_across_the_rings_end() throws IOException {
        RingReader ring = new RingReader(new ChannelView(file));
        FrameReader frames = new FrameReader();
        FrameWriter writer = new FrameWriter();
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            List<Reply> sent = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                sent.add(new Reply.Notice("n".repeat(random.nextInt(i == 0 ? 100_000 : 50))));
                writer.add(sent.get(sent.size() - 1));
            }
            assertThat(passThrough(writer.bytes(), ring, frames, random)).isEqualTo(sent);
            writer.clear();
        }
        assertThat(word(ChannelLayout.READ_OFFSET))
                .isEqualTo(written)
                .isGreaterThan(10L * ChannelLayout.RING_CAPACITY_BYTES);
    }

    @Test
    void positions_that_contradict_each_other_are_refused() throws IOException {
        for (long position : new long[] {-1, ChannelLayout.RING_CAPACITY_BYTES + 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            storeWord(ChannelLayout.WRITTEN_OFFSET, position);
            RingReader ring = new RingReader(new ChannelView(file));
            assertProtocolError(() -> ring.drainTo(new FrameReader()));
        }
    }

    @Test
    void a_position_that_falls_is_refused() throws IOException {
        RingReader ring = new RingReader(new ChannelView(file));
        storeWord(ChannelLayout.WRITTEN_OFFSET, 100);
        ring.drainTo(new FrameReader());
        storeWord(ChannelLayout.WRITTEN_OFFSET, 99);
        assertProtocolError(() -> ring.drainTo(new FrameReader()));
    }

    /** Writes as much as fits, in portions, and reads in between. */
    private List<Reply> passThrough(ByteBuffer bytes, RingReader ring, FrameReader frames, Random random)
            throws IOException {
        List<Reply> replies = new ArrayList<>();
        while (bytes.hasRemaining()) {
            int free = (int) (word(ChannelLayout.READ_OFFSET) + ChannelLayout.RING_CAPACITY_BYTES - written);
            int portion = Math.min(bytes.remaining(), 1 + random.nextInt(free));
            put(bytes.slice(bytes.position(), portion));
            bytes.position(bytes.position() + portion);
            storeWord(ChannelLayout.WRITTEN_OFFSET, written);
            assertThat(ring.drainTo(frames)).isEqualTo(portion);
            Stream.generate(frames::next).takeWhile(reply -> reply != null).forEach(replies::add);
        }
        return replies;
    }

    private void put(ByteBuffer portion) throws IOException {
        int toEnd = ChannelLayout.REQUEST_OFFSET - ChannelLayout.ringOffset(written);
        int first = Math.min(portion.remaining(), toEnd);
        file.write(portion.slice(0, first), ChannelLayout.ringOffset(written));
        file.write(portion.slice(first, portion.remaining() - first), ChannelLayout.RING_OFFSET);
        written += portion.remaining();
    }

    private void storeWord(int offset, long value) throws IOException {
        file.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value), offset);
    }

    private long word(int offset) throws IOException {
        ByteBuffer word = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        file.read(word, offset);
        return word.getLong(0);
    }

    private static void assertProtocolError(ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        PmonException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROTOCOL));
    }
}
