package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SpawnQueueTest {
    private static final int USERS = SpawnQueue.QUICK_LIMIT / SpawnQueue.USER_LIMIT;

    private final SpawnQueue queue = new SpawnQueue();
    private long ticket;
    private long now;

    private long add(int uid) {
        ticket++;
        queue.add(order(ticket, uid));
        return ticket;
    }

    static SpawnOrder order(long ticket, int uid) {
        return new SpawnOrder(
                ticket,
                "/bin/true",
                List.of("name"),
                List.of(),
                "/",
                new Credentials(uid, uid, List.of()),
                new LogTarget.Chosen("/dev/null"));
    }

    private List<Long> takeAll() {
        List<Long> taken = new ArrayList<>();
        Optional<SpawnOrder> next = queue.next(now);
        while (next.isPresent()) {
            taken.add(next.get().ticket());
            next = queue.next(now);
        }
        return taken;
    }

    private void fill(int uid) {
        for (int i = 0; i < SpawnQueue.USER_LIMIT; i++) {
            add(uid);
        }
    }

    @Test
    void orders_begin_in_their_order() {
        List<Long> added = List.of(add(1), add(2), add(1));

        assertThat(takeAll()).isEqualTo(added);
    }

    @Test
    void a_user_at_the_limit_waits_and_others_go_first() {
        fill(1);
        takeAll();
        long waiting = add(1);
        long other = add(2);

        assertThat(takeAll()).containsExactly(other);
        queue.ended(1);
        assertThat(takeAll()).containsExactly(waiting);
    }

    @Test
    void no_more_than_the_limit_are_at_work() {
        for (int uid = 0; uid <= USERS; uid++) {
            fill(uid);
        }

        assertThat(takeAll()).hasSize(SpawnQueue.QUICK_LIMIT);
        queue.ended(1);
        queue.ended(2);
        assertThat(takeAll()).hasSize(2);
    }

    @Test
    void those_that_hang_make_room_for_other_users_after_a_second() {
        for (int uid = 0; uid < USERS; uid++) {
            fill(uid);
        }
        takeAll();
        long same = add(0);
        long other = add(USERS);
        assertThat(takeAll()).isEmpty();
        assertThat(queue.nanosUntilRoom(now)).isEqualTo(SpawnQueue.SLOW_AFTER_NANOS);

        now += SpawnQueue.SLOW_AFTER_NANOS;
        assertThat(takeAll()).containsExactly(other);
        assertThat(queue.nanosUntilRoom(now)).isEqualTo(SpawnQueue.SLOW_AFTER_NANOS);
        assertThat(queue.cancel(same)).isTrue();
        assertThat(queue.nanosUntilRoom(now)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void one_that_was_killed_and_hangs_gives_its_place_to_another_of_its_user() {
        fill(1);
        takeAll();
        long waiting = add(1);
        assertThat(takeAll()).isEmpty();
        assertThat(queue.hangs(1)).isTrue();
        assertThat(takeAll()).containsExactly(waiting);
        queue.ended(1);
        add(1);
        assertThat(takeAll()).as("its end gives no second place").isEmpty();
    }

    @Test
    void only_so_many_of_a_user_may_hang() {
        int hung = 0;
        for (int started = 0; started < 10 * SpawnQueue.USER_HUNG_LIMIT; started++) {
            add(1);
            for (long begun : takeAll()) {
                hung += queue.hangs(begun) ? 1 : 0;
            }
        }
        assertThat(hung).isEqualTo(SpawnQueue.USER_HUNG_LIMIT);
        long other = add(2);
        assertThat(takeAll()).containsExactly(other);
        assertThat(queue.hangs(other)).isTrue();
    }

    @Test
    void only_so_many_of_all_users_may_hang() {
        int hung = 0;
        for (int uid = 0; uid < 2 * SpawnQueue.HUNG_LIMIT; uid++) {
            long begun = add(uid);
            assertThat(takeAll()).containsExactly(begun);
            hung += queue.hangs(begun) ? 1 : 0;
            now += SpawnQueue.SLOW_AFTER_NANOS;
        }
        assertThat(hung).isEqualTo(SpawnQueue.HUNG_LIMIT);
        queue.ended(1);
        assertThat(queue.hangs(2L * SpawnQueue.HUNG_LIMIT)).isTrue();
    }

    @Test
    void what_has_begun_can_no_longer_be_cancelled() {
        long begun = add(1);
        takeAll();

        assertThat(queue.cancel(begun)).isFalse();
    }

    @Test
    void an_end_that_is_told_twice_counts_once() {
        fill(1);
        takeAll();
        queue.ended(1);
        queue.ended(1);
        add(1);
        add(1);

        assertThat(takeAll()).hasSize(1);
    }
}
