package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pmon3.daemon.kernel.SamplePrograms.Sample;
import pmon3.model.ProcessExit;

/** Watching and signalling where the kernel is too old for pidfds, or has none to give. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LinuxWatchTest extends LinuxKernelTestBase {
    private ProcessIdentity grandchild() {
        ProcessIdentity leader = start(samples.order(ticket(), Sample.HAS_CHILDREN));
        List<ProcessTable.Entry> members = listener.await(
                "its children",
                () -> Optional.of(kernel.scan().members(leader.pid())).filter(found -> found.size() == 3));
        return members.stream()
                .filter(entry -> entry.pid() != leader.pid())
                .map(entry -> new ProcessIdentity(entry.pid(), entry.startTicks(), kernel.bootId()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void an_end_is_noticed_by_its_start_time() throws ErrnoException, InterruptedException {
        ProcessIdentity watched = grandchild();
        PidFds none = PidFds.failing(new ProcScanner(), Errno.ENOSYS);
        Poller poller = new Poller();
        RecordingListener told = new RecordingListener(() -> {});
        Watches watches = new Watches(poller, none, told);
        poller.add(watches);
        Thread thread = new Thread(poller);
        thread.start();
        poller.post(() -> watches.add(watched));
        assertThat(none.signal(watched, Signal.KILL)).isTrue();

        assertThat(told.awaitExited(watched.pid())).isEqualTo(ProcessExit.UNKNOWN);
        assertThat(none.signal(watched, Signal.KILL)).isFalse();
        poller.stop();
        thread.join();
        poller.close();
    }

    /** ENFILE, EMFILE and ENOMEM: of the system or of pmond alone. */
    @ParameterizedTest
    @ValueSource(ints = {Errno.ENFILE, Errno.EMFILE, Errno.ENOMEM})
    void a_signal_arrives_when_no_descriptor_is_left(int errno) throws ErrnoException {
        ProcessIdentity adopted = grandchild();
        try (ProcScanner scanner = new ProcScanner()) {
            PidFds full = PidFds.failing(scanner, errno);
            ProcessIdentity another = new ProcessIdentity(adopted.pid(), adopted.startTicks() + 1, adopted.bootId());
            assertThat(full.signal(another, Signal.TERM)).isFalse();
            assertThat(full.signal(adopted, Signal.TERM)).isTrue();
            listener.await("its end", () -> Optional.of(adopted).filter(process -> !kernel.isAlive(process)));
        }
    }

    @Test
    void one_that_cannot_be_looked_at_yet_is_watched_all_the_same(@TempDir Path folder)
            throws IOException, InterruptedException {
        ProcFolder proc = new ProcFolder(folder);
        ProcessIdentity watched = grandchild();
        ProcessIdentity other = new ProcessIdentity(watched.pid(), watched.startTicks() + 1, watched.bootId());
        proc.obstruct(watched.pid());
        RecordingListener told = new RecordingListener(() -> {});
        Poller poller = new Poller();
        AtomicLong nanos = new AtomicLong();
        try (ProcScanner scanner = proc.scanner()) {
            Watches watches = new Watches(poller, new PidFds(scanner), told, nanos::get);
            watches.add(watched);
            watches.add(other);
            assertThat(watches.nanosUntilDue()).isEqualTo(Watches.INTERVAL_NANOS);
            nanos.addAndGet(Watches.INTERVAL_NANOS);
            watches.due();
            assertThat(told.all(RecordingListener.Exited.class)).isEmpty();

            proc.show(watched.pid(), watched.startTicks());
            nanos.addAndGet(Watches.INTERVAL_NANOS - 1);
            watches.due();
            assertThat(told.all(RecordingListener.Exited.class))
                    .as("looked at before it is time, as something else was due")
                    .isEmpty();
            nanos.addAndGet(1);
            watches.due();
            told.awaitExited(other.pid());
            assertThat(told.all(RecordingListener.Exited.class)).hasSize(1);
            assertThat(watches.nanosUntilDue()).isEqualTo(Long.MAX_VALUE);
            watches.close();
        }
        poller.close();
    }

    @Test
    void a_child_that_is_watched_is_told_with_its_status() {
        ProcessIdentity child = start(samples.order(ticket(), Sample.LIVES));
        kernel.watch(child);
        kernel.signal(child, Signal.TERM);

        assertThat(listener.awaitExited(child.pid())).isEqualTo(ProcessExit.signaled(15));
        assertThat(listener.all(RecordingListener.Exited.class)).hasSize(1);
    }
}
