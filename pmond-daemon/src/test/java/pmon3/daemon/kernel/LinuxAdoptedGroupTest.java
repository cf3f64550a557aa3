package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The groups of leaders that are not our children, as those of adopted programs are. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LinuxAdoptedGroupTest extends LinuxKernelTestBase {
    /** Of the kernel's own: it takes pidfds of groups, or knows none of this. */
    private static final int NONE = 0;

    /** Each link of the chain forks the next and ends, some hundred times a second. */
    private static final String CHAIN = "chain() { (chain) & }\n(chain) &\nwhile :; do sleep 1000; done";

    /** A session's leader whose parent is another program of ours. */
    private ProcessIdentity foreignLeader() {
        SpawnOrder inner = script(CHAIN);
        SpawnOrder outer = script("setsid " + inner.file() + " & wait");
        ProcessIdentity parent = start(outer);
        ProcessTable.Entry leader = listener.await(
                "a leader of its own",
                () -> kernel.scan().all().stream()
                        .filter(entry -> entry.session() == entry.pid() && entry.parent() == parent.pid())
                        .filter(entry -> links(entry.pid()) > 0)
                        .max(Comparator.comparing(ProcessTable.Entry::startTicks)));
        return new ProcessIdentity(leader.pid(), leader.startTicks(), kernel.bootId());
    }

    private SpawnOrder script(String body) {
        return samples.script(ticket(), body, LinuxSamplePrograms.own(), new LogTarget.Chosen("/dev/null"));
    }

    private int links(int leader) {
        return kernel.scan().members(leader).size() - 1;
    }

    /** With and without the kernel's help: EINVAL as before 6.9, EMFILE as without a descriptor. */
    @ParameterizedTest
    @ValueSource(ints = {NONE, Errno.ENOSYS, Errno.EMFILE})
    void a_chain_of_forks_does_not_escape_its_end(int errno) throws ErrnoException {
        ProcessIdentity leader = foreignLeader();
        try (ProcScanner scanner = new ProcScanner()) {
            PidFds pidFds = errno == NONE ? new PidFds(scanner) : PidFds.failing(scanner, errno);
            ProcessIdentity another = new ProcessIdentity(leader.pid(), leader.startTicks() + 1, leader.bootId());
            assertThat(pidFds.signalGroup(another, Signal.KILL)).isFalse();
            assertThat(pidFds.signalGroup(leader, Signal.KILL)).isTrue();
        }
        Optional<List<ProcessTable.Entry>> none = Optional.of(List.of());
        listener.await(
                "nothing of it lives",
                () -> none.filter(ignored -> kernel.scan().members(leader.pid()).isEmpty()));
        assertThat(kernel.signalGroup(leader, Signal.KILL)).isFalse();
    }
}
