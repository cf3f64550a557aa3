package pmon3.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import pmon3.daemon.kernel.ServiceManager;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HeartbeatTest {
    private static final int OWN_PID = 42;

    private final RecordingManager manager = new RecordingManager();
    private final Deque<Runnable> mailbox = new ArrayDeque<>();
    /** Its timer is out of the way for as long as a test takes, but for its first turn. */
    private final Heartbeat heartbeat = new Heartbeat(manager, this::post, Duration.ofHours(1));

    private static final class RecordingManager implements ServiceManager {
        private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
        private boolean busy;

        @Override
        public void tell(String state) {
            heard.add(state);
        }

        @Override
        public void tellAtOnce(String state) throws IOException {
            if (busy) {
                throw new IOException("resource temporarily unavailable");
            }
            heard.add(state);
        }
    }

    private synchronized void post(Runnable message) {
        mailbox.add(message);
    }

    private synchronized int posted() {
        return mailbox.size();
    }

    private synchronized void superviseOnce() {
        mailbox.remove().run();
    }

    @AfterEach
    void close() {
        heartbeat.close();
    }

    @Test
    void a_supervisor_that_hangs_sends_no_sign_of_life_and_is_asked_once() {
        for (int i = 0; i < 10; i++) {
            heartbeat.ending();
        }
        assertThat(posted()).isEqualTo(1);
        assertThat(manager.heard).isEmpty();
    }

    @Test
    void each_sign_while_pmond_ends_asks_for_more_time() {
        heartbeat.ending();
        superviseOnce();
        assertThat(manager.heard).containsExactly("STOPPING=1\nWATCHDOG=1\nEXTEND_TIMEOUT_USEC=10800000000");
    }

    @Test
    void a_manager_that_is_busy_is_told_the_next_time() {
        manager.busy = true;
        heartbeat.ending();
        superviseOnce();
        manager.busy = false;
        heartbeat.ending();
        superviseOnce();
        assertThat(manager.heard).hasSize(1);
    }

    @Test
    void ready_is_told_before_any_sign_of_life() {
        heartbeat.ready();
        assertThat(manager.heard).containsExactly("READY=1");
    }

    @Test
    void signs_come_three_times_within_the_watchdogs_time() {
        assertThat(Heartbeat.interval(Map.of("WATCHDOG_USEC", "60000000", "WATCHDOG_PID", "42"), OWN_PID))
                .isEqualTo(Duration.ofSeconds(20));
        assertThat(Heartbeat.interval(Map.of("WATCHDOG_USEC", "3000000"), OWN_PID))
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void a_watchdog_of_somebody_else_or_none_or_nonsense_leaves_the_usual_interval() {
        Duration usual = Duration.ofSeconds(10);
        assertThat(Heartbeat.interval(Map.of("WATCHDOG_USEC", "3000000", "WATCHDOG_PID", "43"), OWN_PID))
                .isEqualTo(usual);
        assertThat(Heartbeat.interval(Map.of(), OWN_PID)).isEqualTo(usual);
        assertThat(Heartbeat.interval(Map.of("WATCHDOG_USEC", "soon"), OWN_PID)).isEqualTo(usual);
        assertThat(Heartbeat.interval(Map.of("WATCHDOG_USEC", "-1"), OWN_PID)).isEqualTo(usual);
        assertThat(Heartbeat.interval(Map.of("WATCHDOG_USEC", "2"), OWN_PID)).isEqualTo(Duration.ofMillis(1));
    }
}
