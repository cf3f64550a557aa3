package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import pmon3.model.ProcessExit;

/** What the fake can do besides the contract: what a test cannot make a real kernel do. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FakeKernelTest {
    private final FakeKernel kernel = new FakeKernel();
    private final RecordingListener listener = new RecordingListener(() -> {});

    @BeforeEach
    void start() {
        kernel.start(listener);
    }

    private static SpawnOrder order(long ticket) {
        return new SpawnOrder(
                ticket,
                "/srv/app",
                List.of("app"),
                List.of(),
                "/srv",
                new Credentials(7, 7, List.of()),
                new LogTarget.Chosen("/dev/null"));
    }

    private ProcessIdentity started(long ticket) {
        kernel.spawn(order(ticket));
        kernel.runAll();
        kernel.release(ticket);
        kernel.runAll();
        return listener.awaitReady(ticket);
    }

    @Test
    void nothing_happens_until_it_is_stepped() {
        kernel.spawn(order(1));
        assertThat(listener.all()).isEmpty();

        kernel.step();
        assertThat(listener.all(RecordingListener.Ready.class)).hasSize(1);
        kernel.release(1);
        assertThat(listener.all(RecordingListener.Executed.class)).isEmpty();
    }

    @Test
    void a_number_used_again_is_another_process() {
        ProcessIdentity first = started(1);
        kernel.exit(first.pid(), ProcessExit.exited(0));
        kernel.runAll();
        kernel.acknowledgeExit(first.pid());
        kernel.nextPid(first.pid());
        ProcessIdentity second = started(2);

        assertThat(second.pid()).isEqualTo(first.pid());
        assertThat(kernel.isAlive(first)).isFalse();
        assertThat(kernel.signal(first, Signal.KILL)).isFalse();
        assertThat(kernel.isAlive(second)).isTrue();
    }

    @Test
    void an_unkillable_process_survives_everything() {
        ProcessIdentity process = started(1);
        kernel.makeUnkillable(process.pid());

        assertThat(kernel.signal(process, Signal.KILL)).isTrue();
        assertThat(kernel.isAlive(process)).isTrue();
        assertThat(kernel.signals()).containsExactly(new FakeKernel.Sent(process.pid(), Signal.KILL, true));
    }

    @Test
    void a_foreign_process_ends_with_its_status_and_is_told_only_if_watched() {
        ProcessIdentity watched = kernel.foreign(50, 50, order(1));
        ProcessIdentity unwatched = kernel.foreign(60, 50, order(2));
        kernel.watch(watched);
        kernel.exit(unwatched.pid(), ProcessExit.exited(0));
        kernel.exit(watched.pid(), ProcessExit.exited(3));
        kernel.runAll();

        assertThat(listener.all()).containsExactly(new RecordingListener.Exited(watched.pid(), ProcessExit.exited(3)));
        assertThat(kernel.signalGroup(watched, Signal.TERM)).isFalse();
    }
}
