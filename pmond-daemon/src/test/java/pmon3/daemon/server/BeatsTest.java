package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import pmon3.ipc.Request;

class BeatsTest {
    private final AtomicInteger shown = new AtomicInteger();

    @Test
    void one_that_cannot_be_shown_a_sign_of_life_keeps_no_other_from_it() {
        Beats beats = new Beats();
        List<TakenRequest> requests = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            requests.add(waiting(i % 2 == 0));
        }
        requests.forEach(beats::add);
        beats.showIfDue();
        assertThat(shown).hasValue(5);
    }

    private TakenRequest waiting(boolean fails) {
        return new TakenRequest() {
            @Override
            public Caller caller() {
                return new Caller(0, 0);
            }

            @Override
            public boolean isLarge() {
                return false;
            }

            @Override
            public Request readRequest() {
                return new Request.Ping();
            }

            @Override
            public ReplyStream answer() {
                return frames -> {};
            }

            @Override
            public void beat() {
                if (fails) {
                    throw new IllegalStateException("it cannot be shown");
                }
                shown.incrementAndGet();
            }

            @Override
            public void close() {}
        };
    }
}
