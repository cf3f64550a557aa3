package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IntakeRateTest {
    private static final int OWN = 1000;
    private static final int USER = 1001;
    private static final int OTHER = 1002;
    private static final long WINDOW_NS = TimeUnit.MILLISECONDS.toNanos(ServerLimits.INTAKE_WINDOW_MS);
    private static final long SHARE_NS = TimeUnit.MICROSECONDS.toNanos(ServerLimits.INTAKE_SHARE_WHEN_BUSY_US);
    private static final int SPARING_WINDOWS = ServerLimits.INTAKE_SPARING_MS / ServerLimits.INTAKE_WINDOW_MS;

    private final IntakeRate rate = new IntakeRate(OWN, 0);
    private long nowNs;

    @Test
    void with_time_to_spare_everything_is_examined() {
        idle(1);
        rate.examined(USER, WINDOW_NS);
        assertThat(rate.allows(USER)).isTrue();
    }

    @Test
    void without_it_each_user_has_a_share_and_root_and_the_own_user_have_no_limit() {
        busy(1);
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
    void the_share_is_renewed_with_each_window() {
        busy(1);
        rate.examined(USER, SHARE_NS);
        idle(1);
        assertThat(rate.allows(USER)).isTrue();
        rate.examined(USER, SHARE_NS);
        assertThat(rate.allows(USER)).as("it goes on being spared").isFalse();
    }

    @Test
    void the_limit_ends_some_time_after_the_flood() {
        busy(1);
        idle(SPARING_WINDOWS);
        rate.examined(USER, SHARE_NS);
        assertThat(rate.allows(USER)).isTrue();
    }

    @Test
    void it_is_flooded_when_it_stays_busy() {
        busy(ServerLimits.FLOOD_WINDOWS - 1);
        assertThat(rate.isFlooded()).isFalse();
        busy(1);
        assertThat(rate.isFlooded()).isTrue();
        rate.countAnew();
        assertThat(rate.isFlooded()).isFalse();
    }

    @Test
    void bursts_with_rest_between_them_are_no_flood() {
        for (int burst = 0; burst < 100; burst++) {
            busy(3);
            assertThat(rate.isFlooded()).isFalse();
            idle(3 * ServerLimits.FLOOD_WINDOW_WEIGHT);
        }
    }

    @Test
    void bursts_with_little_rest_are_one() {
        for (int burst = 0; burst < 2; burst++) {
            assertThat(rate.isFlooded()).isFalse();
            idle(ServerLimits.FLOOD_WINDOW_WEIGHT);
            busy(3);
        }
        assertThat(rate.isFlooded()).isTrue();
    }

    @Test
    void it_is_the_one_of_whom_most_was_refused_and_not_a_little() {
        busy(1);
        refuse(OTHER, ServerLimits.FLOOD_REFUSALS - 1);
        assertThat(rate.mostRefused()).isEmpty();
        refuse(USER, ServerLimits.FLOOD_REFUSALS);
        assertThat(rate.mostRefused()).isEqualTo(OptionalInt.of(USER));
        idle(ServerLimits.FLOOD_WINDOW_WEIGHT);
        assertThat(rate.mostRefused()).as("the calm is long enough").isEmpty();
    }

    @Test
    void it_is_never_root_nor_the_own_user() {
        Map<Integer, Integer> times = new HashMap<>(Map.of(USER, 100, 0, 101));
        assertThat(rate.most(times, 100)).isEmpty();
        times.remove(0);
        assertThat(rate.most(times, 100)).isEqualTo(OptionalInt.of(USER));
        assertThat(rate.most(times, 101)).isEmpty();
        times.put(OWN, 101);
        assertThat(rate.most(times, 100)).isEmpty();
    }

    private void refuse(int uid, int times) {
        for (int time = 0; time < times; time++) {
            rate.refused(uid);
        }
    }

    private void busy(int windows) {
        for (int window = 0; window < windows; window++) {
            rate.worked(nowNs, nowNs + WINDOW_NS);
            nowNs += WINDOW_NS;
        }
    }

    private void idle(int windows) {
        for (int window = 0; window < windows; window++) {
            nowNs += WINDOW_NS;
            rate.worked(nowNs - WINDOW_NS / 2, nowNs);
        }
    }
}
