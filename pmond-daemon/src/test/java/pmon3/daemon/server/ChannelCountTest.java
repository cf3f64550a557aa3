package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** How many requests may be taken and unanswered. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ChannelCountTest {
    private static final int ROOT = 0;
    private static final int OWN = 1000;
    private static final int USER = 2000;

    private final ChannelCount count = new ChannelCount(OWN);

    @Test
    void a_user_has_as_many_as_the_limit_and_no_more_until_one_is_answered() {
        acquire(USER, ServerLimits.MAX_CHANNELS_PER_USER);
        assertThat(count.acquire(USER)).isFalse();
        assertThat(count.acquire(USER + 1)).isTrue();
        count.release(USER);
        acquire(USER, 1);
        assertThat(count.acquire(USER)).isFalse();
    }

    @Test
    void all_users_together_have_as_many_as_the_limit_and_root_and_the_own_user_some_more() {
        int users = ServerLimits.MAX_CHANNELS / ServerLimits.MAX_CHANNELS_PER_USER;
        for (int user = 0; user < users; user++) {
            acquire(USER + user, ServerLimits.MAX_CHANNELS_PER_USER);
        }
        assertThat(count.acquire(USER + users)).isFalse();
        acquire(ROOT, ServerLimits.CHANNELS_RESERVED - 1);
        acquire(OWN, 1);
        assertThat(count.acquire(ROOT)).isFalse();
        assertThat(count.acquire(OWN)).isFalse();
        count.release(USER);
        assertThat(count.acquire(USER + users))
                .as("what root has counts for all")
                .isFalse();
    }

    @Test
    void root_alone_has_no_more_than_all_may_have_so_that_its_own_share_stays_for_others_of_its_kind() {
        acquire(ROOT, ServerLimits.MAX_CHANNELS);
        assertThat(count.acquire(ROOT)).isFalse();
        assertThat(count.acquire(USER)).isFalse();
        acquire(OWN, ServerLimits.CHANNELS_RESERVED);
        assertThat(count.acquire(OWN)).isFalse();
    }

    private void acquire(int uid, int times) {
        for (int time = 0; time < times; time++) {
            assertThat(count.acquire(uid)).as("number %d of uid %d", time, uid).isTrue();
        }
    }
}
