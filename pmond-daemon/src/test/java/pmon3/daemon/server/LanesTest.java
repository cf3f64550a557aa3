package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LanesTest {
    private static final int OWN = 1000;
    private static final int USER = 1001;
    private static final int OTHER = 1002;

    private final Lanes lanes = new Lanes(OWN);
    private final AtomicInteger begun = new AtomicInteger();
    private final Semaphore goOn = new Semaphore(0);

    @AfterEach
    void close() {
        goOn.release(10_000);
        lanes.close(1000);
    }

    @Test
    void one_user_has_so_many_at_work_and_the_next_user_does_not_wait_for_them() throws Exception {
        submitBlocked(USER, false, 100);
        Eventually.await("the lane is full", () -> begun.get() == ServerLimits.MAX_RUNNING_PER_USER);
        CountDownLatch done = new CountDownLatch(1);
        lanes.submit(OTHER, false, done::countDown);
        done.await();
        assertThat(begun).hasValue(ServerLimits.MAX_RUNNING_PER_USER);

        goOn.release(100);
        Eventually.await("all had their turn", () -> begun.get() == 100);
    }

    @Test
    void the_own_user_and_root_have_threads_left_when_all_others_are_taken() throws Exception {
        for (int uid = 2000; begun.get() < ServerLimits.MAX_RUNNING; uid++) {
            int before = begun.get();
            submitBlocked(uid, false, ServerLimits.MAX_RUNNING_PER_USER);
            Eventually.await("they run", () -> begun.get() == before + ServerLimits.MAX_RUNNING_PER_USER);
        }
        submitBlocked(USER, false, 1);
        CountDownLatch done = new CountDownLatch(2);
        lanes.submit(OWN, false, done::countDown);
        lanes.submit(0, false, done::countDown);
        done.await();
        assertThat(begun).hasValue(ServerLimits.MAX_RUNNING);
    }

    @Test
    void large_requests_of_a_user_come_one_after_another_and_hold_up_no_small_one() throws Exception {
        submitBlocked(USER, true, 10);
        Eventually.await("the first runs", () -> begun.get() == 1);
        CountDownLatch done = new CountDownLatch(1);
        lanes.submit(USER, false, done::countDown);
        done.await();
        for (int n = 1; n < 10; n++) {
            int next = n + 1;
            assertThat(begun).hasValue(n);
            goOn.release();
            Eventually.await("the next runs", () -> begun.get() == next);
        }
    }

    @Test
    void what_waits_in_one_lane_keeps_its_order() throws Exception {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(50);
        for (int i = 0; i < 50; i++) {
            int number = i;
            lanes.submit(USER, true, () -> {
                order.add(number);
                done.countDown();
            });
        }
        done.await();
        assertThat(order).isSorted().hasSize(50);
    }

    private void submitBlocked(int uid, boolean large, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(lanes.submit(uid, large, () -> {
                        begun.incrementAndGet();
                        goOn.acquireUninterruptibly();
                    }))
                    .isTrue();
        }
    }
}
