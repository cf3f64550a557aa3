package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IntakeRateTest {
    private static final int OWN = 1000;
    private static final int USER = 1001;
    private static final int OTHER = 1002;
    private static final long WINDOW_NS = TimeUnit.MILLISECONDS.toNanos(ServerLimits.INTAKE_WINDOW_MS);
    private static final long SHARE_NS = TimeUnit.MILLISECONDS.toNanos(ServerLimits.INTAKE_SHARE_WHEN_BUSY_MS);

    private final IntakeRate rate = new IntakeRate(OWN, 0);

    @Test
    void with_time_to_spare_everything_is_examined() {
        rate.worked(WINDOW_NS / 2, WINDOW_NS);
        rate.examined(USER, WINDOW_NS);
        assertThat(rate.allows(USER)).isTrue();
    }

    @Test
    void without_it_each_user_has_a_share_and_root_and_the_own_user_have_no_limit() {
        rate.worked(0, WINDOW_NS);
        rate.examined(USER, SHARE_NS - 1);
        assertThat(rate.allows(USER)).isTrue();
        for (int uid : new int[] {USER, 0, OWN}) {
            rate.examined(uid, SHARE_NS);
        }
        assertThat(rate.allows(USER)).isFalse();
        assertThat(rate.allows(OTHER)).isTrue();
        assertThat(rate.allows(0)).isTrue();
        assertThat(rate.allows(OWN)).isTrue();
    }

    @Test
    void the_share_is_renewed_and_the_limit_ends_with_the_flood() {
        rate.worked(0, WINDOW_NS);
        rate.examined(USER, SHARE_NS);
        rate.worked(WINDOW_NS, 2 * WINDOW_NS);
        assertThat(rate.allows(USER)).isTrue();
        rate.examined(USER, SHARE_NS);
        assertThat(rate.allows(USER)).isFalse();
        rate.worked(3 * WINDOW_NS, 3 * WINDOW_NS);
        rate.examined(USER, SHARE_NS);
        assertThat(rate.allows(USER)).isTrue();
    }
}
