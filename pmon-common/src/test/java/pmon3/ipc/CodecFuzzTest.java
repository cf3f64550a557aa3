package pmon3.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** A million messages in all, changed or random: each is a message, or a protocol error and nothing else. */
class CodecFuzzTest {
    /** {@code -Dfuzz.rounds=N} for more; {@code -Dfuzz.seed=N} for others. */
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 400_000);

    private static final long SEED = Long.getLong("fuzz.seed", 20_260_101L);
    private static final int LONGEST = 64;

    private final Random random = new Random(SEED);

    private static List<byte[]> valid() {
        return Messages.requests()
                .sampleStream()
                .limit(500)
                .map(Messages::bytesOf)
                .toList();
    }

    @Test
    void changedRequestsAreRequestsOrProtocolErrors() {
        Mutations mutations = new Mutations(random, valid());
        long understood = 0;
        for (int round = 0; round < ROUNDS; round++) {
            understood += isUnderstood(mutations.next(), bytes -> RequestCodec.decode(reader(bytes))) ? 1 : 0;
        }
        assertThat(understood).as("some changes are of a text alone").isBetween(ROUNDS / 100L, ROUNDS - 1L);
    }

    @Test
    void changedRepliesAreRepliesOrProtocolErrors() {
        List<byte[]> replies = Messages.replies()
                .sampleStream()
                .limit(500)
                .map(Messages::bytesOf)
                .toList();
        Mutations mutations = new Mutations(random, replies);
        long understood = 0;
        for (int round = 0; round < ROUNDS / 2; round++) {
            understood += isUnderstood(mutations.next(), bytes -> ReplyCodec.decode(reader(bytes))) ? 1 : 0;
        }
        assertThat(understood).isPositive();
    }

    @Test
    void randomBytesBehindAnyKindAreRequestsOrProtocolErrors() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = new byte[Integer.BYTES + random.nextInt(LONGEST)];
            random.nextBytes(bytes);
            bytes[0] = (byte) random.nextInt(LONGEST);
            bytes[1] = bytes[2] = bytes[3] = 0;
            isUnderstood(bytes, text -> RequestCodec.decode(reader(text)));
        }
    }

    private static MessageReader reader(byte[] bytes) {
        return new MessageReader(ByteBuffer.wrap(bytes));
    }

    private static boolean isUnderstood(byte[] bytes, Consumer<byte[]> decoder) {
        try {
            decoder.accept(bytes);
            return true;
        } catch (PmonException refused) {
            if (refused.code() != ErrorCode.PROTOCOL) {
                throw refused;
            }
            return false;
        }
    }
}
