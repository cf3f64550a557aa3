package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import pmon3.daemon.kernel.SamplePrograms.Sample;

/** Starts that come to no end within the limit of a step, here a second. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LinuxLateSpawnTest extends LinuxKernelTestBase {
    private static final int SIGSTOP = 19;

    @Override
    protected Duration stepLimit() {
        return Duration.ofSeconds(1);
    }

    @Test
    void a_start_that_is_not_stored_in_time_fails_and_leaves_nothing() {
        SpawnOrder order = samples.order(ticket(), Sample.LIVES);
        kernel.spawn(order);
        ProcessIdentity helper = listener.awaitReady(order.ticket());

        assertThat(listener.awaitFailed(order.ticket())).isEqualTo("/bin/sleep: was not stored within 1 s");
        assertThat(kernel.scan().find(helper.pid())).isEmpty();
    }

    @Test
    void a_helper_that_its_user_stops_is_killed() {
        SpawnOrder order = samples.order(ticket(), Sample.LIVES);
        kernel.spawn(order);
        ProcessIdentity helper = listener.awaitReady(order.ticket());
        assertThat(LibC.calls().kill(helper.pid(), SIGSTOP)).isZero();
        kernel.release(order.ticket());

        assertThat(listener.awaitFailed(order.ticket())).isEqualTo("/bin/sleep: was not executed within 1 s");
        assertThat(kernel.scan().find(helper.pid())).isEmpty();
    }
}
