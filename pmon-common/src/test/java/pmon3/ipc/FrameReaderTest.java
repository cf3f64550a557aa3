package pmon3.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

class FrameReaderTest {
    @Property
    void frames_come_out_as_they_went_in_whatever_the_portions(
            @ForAll @Size(max = 10) List<@From("replies") Reply> replies,
            @ForAll @IntRange(min = 1, max = 200) int portion) {
        assertThat(read(framesOf(replies), portion)).isEqualTo(replies);
    }

    @Property(tries = 5000)
    void one_changed_bit_never_yields_another_answer(
            @ForAll @Size(min = 1, max = 4) List<@From("replies") Reply> replies, @ForAll int bit) {
        byte[] bytes = framesOf(replies);
        int at = Math.floorMod(bit, bytes.length * 8);
        bytes[at / 8] ^= (byte) (1 << at % 8);
        try {
            List<Reply> read = read(bytes, bytes.length);
            assertThat(read).isEqualTo(replies.subList(0, read.size())).hasSizeLessThan(replies.size());
        } catch (PmonException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.PROTOCOL);
        }
    }

    @Property(tries = 5000)
    void random_bytes_are_refused_or_awaited(@ForAll @Size(max = 200) byte[] bytes) {
        try {
            assertThat(read(bytes, 64)).isEmpty();
        } catch (PmonException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.PROTOCOL);
        }
    }

    @Test
    void a_frame_twice_or_left_out_is_refused() {
        byte[] first = framesOf(List.of(new Reply.Done(0)));
        byte[] both = framesOf(List.of(new Reply.Done(0), new Reply.Done(1)));
        byte[] twice = Arrays.copyOf(first, 2 * first.length);
        System.arraycopy(first, 0, twice, first.length, first.length);

        for (byte[] wrong : List.of(twice, Arrays.copyOfRange(both, first.length, both.length))) {
            assertThatThrownBy(() -> read(wrong, wrong.length))
                    .isInstanceOfSatisfying(
                            PmonException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROTOCOL));
        }
    }

    @Test
    void a_piece_too_large_is_not_framed_and_leaves_no_trace() {
        FrameWriter writer = new FrameWriter();
        writer.add(new Reply.Done(1));
        int before = writer.bytes().remaining();
        Reply large = new Reply.Notice("x".repeat(ChannelLayout.MAX_PAYLOAD_BYTES));

        assertThatThrownBy(() -> writer.add(large)).isInstanceOf(PmonException.class);
        assertThat(writer.bytes().remaining()).isEqualTo(before);
        writer.add(new Reply.Done(2));
        assertThat(read(bytesOf(writer), 100)).containsExactly(new Reply.Done(1), new Reply.Done(2));
    }

    @Provide
    Arbitrary<Reply> replies() {
        return Messages.replies();
    }

    private static byte[] framesOf(List<Reply> replies) {
        FrameWriter writer = new FrameWriter();
        replies.forEach(writer::add);
        return bytesOf(writer);
    }

    private static byte[] bytesOf(FrameWriter writer) {
        ByteBuffer bytes = writer.bytes();
        return Arrays.copyOf(bytes.array(), bytes.remaining());
    }

    private static List<Reply> read(byte[] bytes, int portion) {
        FrameReader frames = new FrameReader();
        List<Reply> replies = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += portion) {
            int length = Math.min(portion, bytes.length - at);
            byte[] room = frames.room(length);
            System.arraycopy(bytes, at, room, frames.accept(length), length);
            for (Reply reply = frames.next(); reply != null; reply = frames.next()) {
                replies.add(reply);
            }
        }
        return replies;
    }
}
