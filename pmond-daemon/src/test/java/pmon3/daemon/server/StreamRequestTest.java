package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import pmon3.ipc.ByteStream;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

class StreamRequestTest {
    private static final long A_SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private long nowNs;

    /** Takes all at once, as TLS takes a record, and lets go of so many bytes each second. */
    private final class Slow implements ByteStream {
        private final int bytesPerSecond;
        private int kept;
        private int allowed;

        private Slow(int bytesPerSecond) {
            this.bytesPerSecond = bytesPerSecond;
        }

        @Override
        public int read(ByteBuffer into) {
            return 0;
        }

        @Override
        public int write(ByteBuffer from) {
            int out = Math.min(kept, allowed);
            kept -= out;
            allowed = 0;
            if (kept > 0) {
                return 0;
            }
            int taken = from.remaining();
            from.position(from.limit());
            kept = taken;
            return taken;
        }

        @Override
        public boolean hasUnsent() {
            return kept > 0;
        }

        @Override
        public int unsentBytes() {
            return kept;
        }

        @Override
        public void await(boolean toWrite, long timeoutNs) {
            nowNs += A_SECOND_NS;
            allowed += bytesPerSecond;
        }

        @Override
        public void close() {
            kept = 0;
        }
    }

    private StreamRequest asked(ByteStream by) {
        return new StreamRequest(new Caller(0, 0), by, new Arrival(), () -> nowNs);
    }

    @Test
    void who_reads_slowly_what_was_secured_and_kept_back_is_not_given_up() {
        int bytes = 60;
        Slow slow = new Slow(1);
        asked(slow).write(ByteBuffer.allocate(bytes));
        assertThat(slow.hasUnsent()).isFalse();
        assertThat(nowNs).isGreaterThan(10L * ServerLimits.WRITE_DEADLINE_MS * 1_000_000);
    }

    @Test
    void who_reads_nothing_is_given_up_after_the_deadline() {
        assertThatThrownBy(() -> asked(new Slow(0)).write(ByteBuffer.allocate(60)))
                .isInstanceOfSatisfying(
                        PmonException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE))
                .hasMessage("the client does not read its answer");
        assertThat(nowNs)
                .isBetween(
                        ServerLimits.WRITE_DEADLINE_MS * 1_000_000L,
                        ServerLimits.WRITE_DEADLINE_MS * 1_000_000L + 2 * A_SECOND_NS);
    }
}
