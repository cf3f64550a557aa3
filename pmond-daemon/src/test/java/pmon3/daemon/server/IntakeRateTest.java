package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IntakeRateTest {
    private static final int OWN = 1000;
    private static final int USER = 1001;
    private static final int OTHER = 1002;
    private static final long WINDOW_NS = TimeUnit.MILLISECONDS.toNanos(ServerLimits.RATE_WINDOW_MS);

    private final IntakeRate rate = new IntakeRate(OWN, 0);

    @Test
    void with_time_to_spare_everything_is_looked_at() {
        rate.worked(0, WINDOW_NS / 2);
        rate.worked(WINDOW_NS, WINDOW_NS);
        assertThat(looksAt(USER, 100_000)).isEqualTo(100_000);
    }

    @Test
    void without_it_each_user_has_a_share_and_root_and_the_own_user_have_no_limit() {
        rate.worked(0, WINDOW_NS);
        assertThat(looksAt(USER, 1000)).isEqualTo(ServerLimits.MAX_TAKEN_PER_WINDOW_WHEN_BUSY);
        assertThat(looksAt(OTHER, 10)).isEqualTo(10);
        assertThat(looksAt(0, 1000)).isEqualTo(1000);
        assertThat(looksAt(OWN, 1000)).isEqualTo(1000);
    }

    @Test
    void the_share_is_renewed_and_the_limit_ends_with_the_flood() {
        rate.worked(0, WINDOW_NS);
        looksAt(USER, 1000);
        rate.worked(WINDOW_NS, 2 * WINDOW_NS);
        assertThat(looksAt(USER, 1000)).isEqualTo(ServerLimits.MAX_TAKEN_PER_WINDOW_WHEN_BUSY);
        rate.worked(3 * WINDOW_NS, 3 * WINDOW_NS);
        assertThat(looksAt(USER, 1000)).isEqualTo(1000);
    }

    private int looksAt(int uid, int times) {
        int allowed = 0;
        for (int i = 0; i < times; i++) {
            allowed += rate.allows(uid) ? 1 : 0;
        }
        return allowed;
    }
}
