package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import pmon3.daemon.kernel.SamplePrograms.Sample;
import pmon3.model.ProcessExit;

/** What every {@link Kernel} does, the real one and the one that tests are stepped with. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
abstract class KernelContract {
    private static final long TICKET = 41;

    protected Kernel kernel;
    protected RecordingListener listener;
    protected SamplePrograms samples;

    protected abstract Kernel createKernel() throws IOException;

    protected abstract SamplePrograms createSamples() throws IOException;

    /** Makes a stepped kernel go on. */
    protected abstract void progress();

    @BeforeEach
    void startKernel() throws IOException {
        samples = createSamples();
        kernel = createKernel();
        listener = new RecordingListener(this::progress);
        kernel.start(listener);
    }

    @AfterEach
    void endEverything() {
        for (RecordingListener.Ready ready : listener.all(RecordingListener.Ready.class)) {
            kernel.abort(ready.ticket());
            for (ProcessTable.Entry member :
                    kernel.scan().members(ready.identity().pid())) {
                kernel.signal(new ProcessIdentity(member.pid(), member.startTicks(), kernel.bootId()), Signal.KILL);
            }
        }
        listener.awaitTrue("nothing of the test lives", () -> {
            listener.all(RecordingListener.Exited.class).forEach(exited -> kernel.acknowledgeExit(exited.pid()));
            ProcessTable table = kernel.scan();
            return listener.all(RecordingListener.Ready.class).stream()
                    .allMatch(ready -> isGone(table, ready.identity()));
        });
        kernel.close();
        samples.close();
    }

    private static boolean isGone(ProcessTable table, ProcessIdentity process) {
        Optional<ProcessTable.Entry> entry = table.find(process.pid());
        return entry.isEmpty() || entry.get().startTicks() != process.startTicks();
    }

    protected ProcessIdentity ready(Sample sample) {
        kernel.spawn(samples.order(TICKET, sample));
        return listener.awaitReady(TICKET);
    }

    protected ProcessIdentity started(Sample sample) {
        ProcessIdentity process = ready(sample);
        kernel.release(TICKET);
        listener.awaitExecuted(TICKET);
        return process;
    }

    protected List<ProcessTable.Entry> awaitMembers(ProcessIdentity leader, int count) {
        return listener.await(
                count + " members",
                () -> Optional.of(kernel.scan().members(leader.pid())).filter(members -> members.size() == count));
    }

    private ProcessIdentity identity(ProcessTable.Entry entry) {
        return new ProcessIdentity(entry.pid(), entry.startTicks(), kernel.bootId());
    }

    @Test
    void a_helper_gets_ready_and_becomes_the_program_when_it_is_released() {
        ProcessIdentity process = started(Sample.LIVES);

        assertThat(kernel.identify(process.pid())).contains(process);
        assertThat(kernel.isAlive(process)).isTrue();
        assertThat(kernel.scan().members(process.pid())).hasSize(1);
    }

    @Test
    void a_reading_of_one_session_has_its_members_and_nobody_elses() {
        ProcessIdentity process = started(Sample.HAS_CHILDREN);
        awaitMembers(process, 3);

        ProcessTable table = kernel.scan(Set.of(process.pid()));

        assertThat(table.members(process.pid())).hasSize(3);
        assertThat(table.all()).allMatch(entry -> entry.session() == process.pid());
        assertThat(table.find(process.pid()).orElseThrow().startTicks()).isEqualTo(process.startTicks());
    }

    @Test
    void a_reading_of_one_session_has_the_zombie_of_its_leader() {
        ProcessIdentity process = started(Sample.RETURNS_SEVEN);
        listener.awaitExited(process.pid());

        ProcessTable table = kernel.scan(Set.of(process.pid()));

        assertThat(table.find(process.pid()).orElseThrow().isLive()).isFalse();
        assertThat(table.members(process.pid())).isEmpty();
    }

    @Test
    void nothing_is_executed_without_a_release() {
        ProcessIdentity process = ready(Sample.LIVES);

        assertThat(kernel.scan().find(process.pid()).orElseThrow().comm()).isEqualTo("pmon3-spawn");
        assertThat(listener.all(RecordingListener.Executed.class)).isEmpty();
    }

    @Test
    void a_release_of_an_unknown_ticket_is_ignored() {
        kernel.release(TICKET + 1);
        started(Sample.LIVES);
    }

    @Test
    void an_exit_code_is_told_after_the_execution() {
        ProcessIdentity process = started(Sample.RETURNS_SEVEN);

        assertThat(listener.awaitExited(process.pid())).isEqualTo(ProcessExit.exited(7));
        assertThat(listener.all())
                .containsExactly(
                        new RecordingListener.Ready(TICKET, process),
                        new RecordingListener.Executed(TICKET),
                        new RecordingListener.Exited(process.pid(), ProcessExit.exited(7)));
    }

    @Test
    void a_deadly_signal_is_told() {
        ProcessIdentity process = started(Sample.LIVES);

        assertThat(kernel.signal(process, Signal.KILL)).isTrue();
        assertThat(listener.awaitExited(process.pid())).isEqualTo(ProcessExit.signaled(9));
    }

    @Test
    void a_number_stays_taken_until_its_end_was_acknowledged() {
        ProcessIdentity process = started(Sample.RETURNS_SEVEN);
        listener.awaitExited(process.pid());

        assertThat(kernel.scan().find(process.pid()).orElseThrow().isLive()).isFalse();
        assertThat(kernel.isAlive(process)).isFalse();
        assertThat(kernel.identify(process.pid())).isEmpty();

        kernel.acknowledgeExit(process.pid());
        kernel.acknowledgeExit(process.pid());
        listener.awaitTrue(
                "it is reaped", () -> kernel.scan().find(process.pid()).isEmpty());
        assertThat(listener.all(RecordingListener.Exited.class)).hasSize(1);
    }

    @Test
    void a_number_is_given_up_after_a_second_without_acknowledgement() {
        ProcessIdentity process = started(Sample.RETURNS_SEVEN);
        listener.awaitExited(process.pid());

        listener.awaitTrue(
                "it is reaped", () -> kernel.scan().find(process.pid()).isEmpty());
        kernel.acknowledgeExit(process.pid());
    }

    @Test
    void a_missing_program_fails_before_it_is_ready() {
        SpawnOrder order = samples.order(TICKET, Sample.MISSING);
        kernel.spawn(order);

        assertThat(listener.awaitFailed(TICKET)).isEqualTo(order.file() + ": no such file or directory");
        assertThat(listener.all()).hasSize(1);
    }

    @Test
    void a_directory_is_no_program() {
        SpawnOrder order = samples.order(TICKET, Sample.DIRECTORY);
        kernel.spawn(order);

        assertThat(listener.awaitFailed(TICKET)).isEqualTo(order.file() + ": is a directory");
    }

    @Test
    void a_file_without_execute_permission_is_no_program() {
        SpawnOrder order = samples.order(TICKET, Sample.NOT_EXECUTABLE);
        kernel.spawn(order);

        assertThat(listener.awaitFailed(TICKET))
                .isEqualTo(order.file() + ": permission denied: its user may not execute it");
    }

    @Test
    void a_missing_interpreter_fails_after_the_release() {
        ProcessIdentity helper = ready(Sample.WITHOUT_INTERPRETER);
        kernel.release(TICKET);

        assertThat(listener.awaitFailed(TICKET)).endsWith(": the interpreter named in it does not exist");
        assertThat(kernel.scan().find(helper.pid())).isEmpty();
        assertThat(listener.all(RecordingListener.Executed.class)).isEmpty();
    }

    @Test
    void a_start_that_is_called_off_at_once_fails() {
        kernel.spawn(samples.order(TICKET, Sample.LIVES));
        kernel.abort(TICKET);

        assertThat(listener.awaitFailed(TICKET)).isEqualTo("the start was called off");
    }

    @Test
    void a_start_that_is_called_off_when_ready_leaves_nothing() {
        ProcessIdentity helper = ready(Sample.LIVES);
        kernel.abort(TICKET);

        assertThat(listener.awaitFailed(TICKET)).isEqualTo("the start was called off");
        assertThat(kernel.scan().find(helper.pid())).isEmpty();
        assertThat(listener.all(RecordingListener.Exited.class)).isEmpty();
    }

    @Test
    void a_start_that_is_called_off_after_the_release_ends_in_one_way_only() {
        ProcessIdentity helper = ready(Sample.HAS_CHILDREN);
        kernel.release(TICKET);
        kernel.abort(TICKET);

        listener.awaitTrue("it is decided", () -> listener.all().size() == 2);
        if (listener.all(RecordingListener.Executed.class).isEmpty()) {
            assertThat(listener.awaitFailed(TICKET)).isEqualTo("the start was called off");
            assertThat(kernel.scan().members(helper.pid())).isEmpty();
        } else {
            assertThat(kernel.isAlive(helper)).isTrue();
        }
    }

    @Test
    void an_executed_program_can_no_longer_be_called_off() {
        ProcessIdentity process = started(Sample.LIVES);
        kernel.abort(TICKET);
        kernel.spawn(samples.order(TICKET + 1, Sample.MISSING));
        listener.awaitFailed(TICKET + 1);

        assertThat(kernel.isAlive(process)).isTrue();
    }

    @Test
    void a_groups_signal_reaches_the_leader_and_its_children() {
        ProcessIdentity leader = started(Sample.HAS_CHILDREN);
        awaitMembers(leader, 3);

        assertThat(kernel.signalGroup(leader, Signal.TERM)).isTrue();
        assertThat(listener.awaitExited(leader.pid())).isEqualTo(ProcessExit.signaled(15));
        awaitMembers(leader, 0);
    }

    @Test
    void a_group_is_signalled_only_through_its_leader_and_only_until_that_is_reaped() {
        ProcessIdentity leader = started(Sample.HAS_CHILDREN);
        ProcessIdentity foreign = awaitMembers(leader, 3).stream()
                .filter(entry -> entry.pid() != leader.pid())
                .map(entry -> new ProcessIdentity(entry.pid(), entry.startTicks(), kernel.bootId()))
                .findFirst()
                .orElseThrow();
        assertThat(kernel.signalGroup(foreign, Signal.KILL)).isFalse();

        kernel.signal(leader, Signal.KILL);
        listener.awaitExited(leader.pid());
        kernel.acknowledgeExit(leader.pid());
        listener.awaitTrue(
                "it is reaped", () -> kernel.scan().find(leader.pid()).isEmpty());

        assertThat(kernel.signalGroup(leader, Signal.KILL)).isFalse();
        assertThat(kernel.scan().members(leader.pid())).hasSize(2);
    }

    @Test
    void a_group_is_not_signalled_for_whoever_had_its_leaders_number_before() {
        ProcessIdentity leader = started(Sample.HAS_CHILDREN);
        awaitMembers(leader, 3);
        ProcessIdentity before = new ProcessIdentity(leader.pid(), leader.startTicks() - 1, leader.bootId());
        assertThat(kernel.signalGroup(before, Signal.KILL)).isFalse();
        assertThat(kernel.scan().members(leader.pid())).hasSize(3);
    }

    @Test
    void members_that_ignore_the_polite_signal_end_by_the_other() {
        ProcessIdentity leader = started(Sample.IGNORES_TERM);
        awaitMembers(leader, 2);

        kernel.signalGroup(leader, Signal.TERM);
        assertThat(kernel.scan().members(leader.pid())).hasSize(2);
        kernel.signalGroup(leader, Signal.KILL);
        listener.awaitExited(leader.pid());
        awaitMembers(leader, 0);
    }

    @Test
    void a_signal_is_refused_for_another_start_time_and_another_boot() {
        ProcessIdentity process = started(Sample.LIVES);
        ProcessIdentity former = new ProcessIdentity(process.pid(), process.startTicks() + 1, kernel.bootId());
        ProcessIdentity otherBoot = new ProcessIdentity(process.pid(), process.startTicks(), "another boot");

        assertThat(kernel.signal(former, Signal.KILL)).isFalse();
        assertThat(kernel.signal(otherBoot, Signal.KILL)).isFalse();
        assertThat(kernel.isAlive(former)).isFalse();
        assertThat(kernel.isAlive(otherBoot)).isFalse();
        assertThat(kernel.isAlive(process)).isTrue();
    }

    @Test
    void a_signal_to_one_that_has_ended_is_refused() {
        ProcessIdentity process = started(Sample.RETURNS_SEVEN);
        listener.awaitExited(process.pid());

        assertThat(kernel.signal(process, Signal.TERM)).isFalse();
    }

    @Test
    void the_end_of_a_watched_process_that_is_no_child_is_told() {
        ProcessIdentity leader = started(Sample.HAS_CHILDREN);
        ProcessIdentity watched = awaitMembers(leader, 3).stream()
                .filter(entry -> entry.pid() != leader.pid())
                .map(this::identity)
                .findFirst()
                .orElseThrow();
        kernel.watch(watched);
        kernel.signal(watched, Signal.KILL);

        assertThat(listener.awaitExited(watched.pid())).isIn(ProcessExit.UNKNOWN, ProcessExit.signaled(9));
    }

    @Test
    void a_watched_process_that_is_already_gone_is_told_at_once() {
        ProcessIdentity process = started(Sample.LIVES);
        kernel.watch(new ProcessIdentity(process.pid(), process.startTicks() + 1, kernel.bootId()));

        assertThat(listener.awaitExited(process.pid())).isEqualTo(ProcessExit.UNKNOWN);
    }

    @Test
    void the_facts_of_a_process_are_those_it_was_started_with() {
        ProcessIdentity process = started(Sample.LIVES);
        SpawnOrder order = samples.order(TICKET, Sample.LIVES);
        ProcessFacts facts = kernel.facts(process.pid()).orElseThrow();

        assertThat(facts.identity()).isEqualTo(process);
        assertThat(facts.uid()).isEqualTo(order.credentials().uid());
        assertThat(facts.argv()).isEqualTo(order.argv());
    }
}
