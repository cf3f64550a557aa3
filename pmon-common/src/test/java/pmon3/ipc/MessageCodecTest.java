package pmon3.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

class MessageCodecTest {
    @Property
    void a_request_survives_its_bytes(@ForAll("requests") Request request) {
        assertThat(decodeRequest(Messages.bytesOf(request))).isEqualTo(request);
    }

    @Property
    void a_reply_survives_its_bytes(@ForAll("replies") Reply reply) {
        assertThat(decodeReply(Messages.bytesOf(reply))).isEqualTo(reply);
    }

    @Property(tries = 20_000)
    void random_bytes_are_a_message_or_a_protocol_error(@ForAll @Size(max = 300) byte[] bytes) {
        assertHarmless(bytes);
    }

    @Property(tries = 20_000)
    void random_bytes_behind_a_known_kind_are_a_message_or_a_protocol_error(
            @ForAll("requests") Request request, @ForAll @Size(max = 300) byte[] tail) {
        byte[] bytes = new byte[Integer.BYTES + tail.length];
        bytes[0] = (byte) request.kind();
        System.arraycopy(tail, 0, bytes, Integer.BYTES, tail.length);
        assertHarmless(bytes);
    }

    @Property(tries = 20_000)
    void a_changed_message_is_a_message_or_a_protocol_error(
            @ForAll("requests") Request request,
            @ForAll("replies") Reply reply,
            @ForAll int position,
            @ForAll byte value,
            @ForAll int length) {
        for (byte[] bytes : List.of(Messages.bytesOf(request), Messages.bytesOf(reply))) {
            byte[] cut = Arrays.copyOf(bytes, Math.floorMod(length, 2 * bytes.length + 1));
            bytes[Math.floorMod(position, bytes.length)] = value;
            assertHarmless(bytes);
            assertHarmless(cut);
        }
    }

    @Property
    void a_message_cut_short_or_made_longer_is_refused(@ForAll("requests") Request request, @ForAll int at) {
        byte[] bytes = Messages.bytesOf(request);
        assertMalformed(() -> decodeRequest(Arrays.copyOf(bytes, Math.floorMod(at, bytes.length))));
        assertMalformed(() -> decodeRequest(Arrays.copyOf(bytes, bytes.length + 1)));
    }

    @Test
    void lengths_that_lie_are_refused_before_memory_is_taken() {
        for (int count : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 16_385, 16_384}) {
            ByteBuffer list = new MessageWriterOf(Request.Describe.KIND, count).bytes();
            assertMalformed(() -> RequestCodec.decode(new MessageReader(list)));
            ByteBuffer text = new MessageWriterOf(Reply.Notice.KIND, count).bytes();
            assertMalformed(() -> ReplyCodec.decode(new MessageReader(text)));
        }
    }

    @Test
    void a_text_that_is_not_utf8_is_refused() {
        for (int bad : new int[] {0xff, 0xc0, 0xed, 0xf8}) {
            byte[] bytes = Messages.bytesOf(new Request.Describe(List.of("abc")));
            bytes[bytes.length - 2] = (byte) bad;
            assertMalformed(() -> decodeRequest(bytes));
        }
    }

    @Test
    void what_is_shown_is_not_shown_within_and_its_zone_is_bounded() {
        ByteBuffer inner = ByteBuffer.wrap(Messages.bytesOf(
                new Request.Shown(new View(true, ByteBuffer.allocate(0)), new Request.ListProcesses())));
        MessageWriter out = new MessageWriter();
        out.int32(Request.Shown.KIND);
        out.flag(true);
        out.bytes(ByteBuffer.allocate(0));
        for (int at = 0; at < inner.limit(); at++) {
            out.int8(inner.get(at));
        }
        assertMalformed(() -> RequestCodec.decode(new MessageReader(out.written())));

        MessageWriter large = new MessageWriter();
        large.int32(Request.Shown.KIND);
        large.flag(true);
        large.bytes(ByteBuffer.allocate(View.MAX_ZONE_BYTES + 1));
        large.int32(Request.Ping.KIND);
        assertMalformed(() -> RequestCodec.decode(new MessageReader(large.written())));
    }

    @Test
    void half_a_character_is_not_sent() {
        for (String half : List.of("\ud83d", "a\ud83d", "\ude00", "\ude00\ud83d")) {
            assertThatThrownBy(() -> Messages.bytesOf(new Reply.Notice(half))).isInstanceOf(PmonException.class);
        }
        assertThatCode(() -> Messages.bytesOf(new Reply.Notice("\ud83d\ude00"))).doesNotThrowAnyException();
    }

    /** The number of elements follows the word that says which request it is. */
    @Test
    void a_longer_list_is_not_read() {
        byte[] bytes = Messages.bytesOf(new Request.Describe(List.of("x")));
        ByteBuffer message = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(message.getInt(Integer.BYTES)).isEqualTo(1);
        for (int count : new int[] {MessageReader.MAX_LIST_ELEMENTS + 1, Integer.MAX_VALUE, -1}) {
            message.putInt(Integer.BYTES, count);
            assertThatThrownBy(() -> decodeRequest(bytes))
                    .isInstanceOfSatisfying(
                            PmonException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROTOCOL));
        }
    }

    @Test
    void a_list_is_sent_up_to_the_length_that_is_read() {
        List<String> most = Collections.nCopies(MessageReader.MAX_LIST_ELEMENTS, "x");
        assertThat(decodeRequest(Messages.bytesOf(new Request.Describe(most)))).isEqualTo(new Request.Describe(most));
        assertThatThrownBy(() -> Messages.bytesOf(
                        new Request.Describe(Collections.nCopies(MessageReader.MAX_LIST_ELEMENTS + 1, "x"))))
                .isInstanceOfSatisfying(
                        PmonException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT));
    }

    @Test
    void every_kind_has_a_number_of_its_own_and_a_codec() {
        assertDistinct(Messages.requests(), Request.class, Request::kind);
        assertDistinct(Messages.replies(), Reply.class, Reply::kind);
    }

    @Provide
    Arbitrary<Request> requests() {
        return Messages.requests();
    }

    @Provide
    Arbitrary<Reply> replies() {
        return Messages.replies();
    }

    private static <T> void assertDistinct(Arbitrary<T> all, Class<T> type, ToIntFunction<T> kind) {
        Set<Integer> kinds = new HashSet<>();
        Set<Class<?>> types = new HashSet<>();
        all.sampleStream().limit(2000).forEach(message -> {
            kinds.add(kind.applyAsInt(message));
            types.add(message.getClass());
        });
        assertThat(types).containsExactlyInAnyOrder(type.getPermittedSubclasses());
        assertThat(kinds).hasSameSizeAs(types);
    }

    /** Four bytes of kind and four of a length, nothing behind them. */
    private record MessageWriterOf(int kind, int length) {
        ByteBuffer bytes() {
            MessageWriter out = new MessageWriter();
            out.int32(kind);
            out.int32(length);
            return out.written();
        }
    }

    private static void assertHarmless(byte[] bytes) {
        List<Consumer<byte[]>> decoders = List.of(MessageCodecTest::decodeRequest, MessageCodecTest::decodeReply);
        for (Consumer<byte[]> decoder : decoders) {
            try {
                decoder.accept(bytes);
            } catch (PmonException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.PROTOCOL);
            }
        }
    }

    private static void assertMalformed(ThrowingCallable decoding) {
        assertThatThrownBy(decoding)
                .isInstanceOfSatisfying(
                        PmonException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROTOCOL));
    }

    private static Request decodeRequest(byte[] bytes) {
        return RequestCodec.decode(new MessageReader(ByteBuffer.wrap(bytes)));
    }

    private static Reply decodeReply(byte[] bytes) {
        return ReplyCodec.decode(new MessageReader(ByteBuffer.wrap(bytes)));
    }
}
