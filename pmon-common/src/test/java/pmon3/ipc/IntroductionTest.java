package pmon3.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

class IntroductionTest {
    private static final String TOKEN = "t".repeat(64);
    private static final int DEADLINE_MS = 5_000;
    private static final long A_SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private long nowNs;

    /** pmond, which says one byte a second, or nothing. */
    private final class Pmond implements ByteStream {
        private final boolean answers;
        private final long workNs;
        private final ByteBuffer heard = ByteBuffer.allocate(1000);
        private ByteBuffer answer = ByteBuffer.allocate(0);
        private boolean may;

        /** @param workNs what each look costs the client itself */
        private Pmond(boolean answers, long workNs) {
            this.answers = answers;
            this.workNs = workNs;
        }

        @Override
        public int read(ByteBuffer into) {
            nowNs += workNs;
            if (!may || !answer.hasRemaining()) {
                return 0;
            }
            may = false;
            into.put(answer.get());
            return 1;
        }

        @Override
        public int write(ByteBuffer from) {
            nowNs += workNs;
            int length = from.remaining();
            heard.put(from);
            if (answers && heard.position() == TokenProof.GREETING_BYTES + "root".length()) {
                byte[] random = new byte[TokenProof.RANDOM_BYTES];
                byte[] own = Arrays.copyOfRange(heard.array(), Long.BYTES, Long.BYTES + TokenProof.RANDOM_BYTES);
                answer = ByteBuffer.allocate(TokenProof.RANDOM_BYTES + TokenProof.BYTES)
                        .put(random)
                        .put(TokenProof.of(TOKEN, TokenProof.PMOND, own, random, "root"))
                        .flip();
            }
            return length;
        }

        @Override
        public void await(boolean toWrite, long timeoutNs) {
            nowNs += A_SECOND_NS;
            may = true;
        }

        @Override
        public void close() {
            may = false;
        }
    }

    private boolean isMade(Pmond with) throws Exception {
        return new Introduction("root", TOKEN, "there", () -> nowNs).isMade(with, DEADLINE_MS);
    }

    @Test
    void pmond_is_awaited_as_long_as_it_goes_on() throws Exception {
        assertThat(isMade(new Pmond(true, 0))).isTrue();
        assertThat(nowNs).isGreaterThan(10L * DEADLINE_MS * 1_000_000);
    }

    @Test
    void what_takes_the_clients_own_time_is_no_silence_of_pmonds() throws Exception {
        assertThat(isMade(new Pmond(true, 20 * A_SECOND_NS))).isTrue();
    }

    @Test
    void a_pmond_that_says_nothing_is_given_up() {
        assertThatThrownBy(() -> isMade(new Pmond(false, 0)))
                .isInstanceOfSatisfying(
                        PmonException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE))
                .hasMessage("pmond at there did not take the request in time");
        assertThat(nowNs).isBetween(DEADLINE_MS * 1_000_000L, DEADLINE_MS * 1_000_000L + 2 * A_SECOND_NS);
    }
}
