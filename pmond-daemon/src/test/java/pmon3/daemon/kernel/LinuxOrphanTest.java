package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import pmon3.model.ProcessExit;

/** What becomes our child because its parent ended. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LinuxOrphanTest extends LinuxKernelTestBase {
    @BeforeAll
    static void takeOrphans() throws IOException {
        OwnProcess.becomeSubreaper();
    }

    private ProcessIdentity orphan() {
        SpawnOrder order = samples.script(
                ticket(), "sleep 1000 & exit 0", LinuxSamplePrograms.own(), new LogTarget.Chosen("/dev/null"));
        ProcessIdentity leader = start(order);
        listener.awaitExited(leader.pid());
        ProcessTable.Entry entry = listener.await(
                "the orphan",
                () -> kernel.scan().members(leader.pid()).stream()
                        .filter(member -> member.parent() == OwnProcess.pid())
                        .findFirst());
        return new ProcessIdentity(entry.pid(), entry.startTicks(), kernel.bootId());
    }

    @Test
    void an_orphan_is_reaped_without_a_word() {
        ProcessIdentity orphan = orphan();
        assertThat(kernel.signalGroup(orphan, Signal.KILL)).isFalse();
        kernel.signal(orphan, Signal.KILL);

        listener.awaitTrue(
                "it is reaped", () -> kernel.scan().find(orphan.pid()).isEmpty());
        assertThat(listener.all(RecordingListener.Exited.class)).hasSize(1);
    }

    @Test
    void an_orphan_that_is_watched_is_told_with_its_status() {
        ProcessIdentity orphan = orphan();
        kernel.watch(orphan);
        kernel.watch(orphan);
        kernel.signal(orphan, Signal.KILL);

        assertThat(listener.awaitExited(orphan.pid())).isEqualTo(ProcessExit.signaled(9));
        listener.awaitTrue(
                "it is reaped", () -> kernel.scan().find(orphan.pid()).isEmpty());
        assertThat(listener.all(RecordingListener.Exited.class)).hasSize(2);
    }
}
