package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import pmon3.daemon.kernel.SamplePrograms.Sample;
import pmon3.model.ProcessExit;

/** Starts in numbers, late ones, broken ones, and a pmond that goes away in between. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LinuxSpawnTest extends LinuxKernelTestBase {
    private static final int MANY = 300;

    private SpawnOrder order(Sample sample) {
        return samples.order(ticket(), sample);
    }

    private SpawnOrder with(List<String> argv, String file) {
        SpawnOrder like = order(Sample.LIVES);
        return new SpawnOrder(
                like.ticket(), file, argv, like.environment(), like.directory(), like.credentials(), like.log());
    }

    private SpawnOrder leavingMark(Path mark) {
        return samples.script(ticket(), "touch " + mark, LinuxSamplePrograms.own(), new LogTarget.Chosen("/dev/null"));
    }

    @Test
    @Timeout(20)
    void three_hundred_start_within_two_seconds() {
        long begun = System.nanoTime();
        List<SpawnOrder> orders = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            orders.add(order(Sample.LIVES));
        }
        orders.forEach(kernel::spawn);
        for (SpawnOrder order : orders) {
            listener.awaitReady(order.ticket());
            kernel.release(order.ticket());
        }
        listener.awaitTrue(
                "all are executed",
                () -> listener.all(RecordingListener.Executed.class).size() == MANY);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void ends_that_nobody_acknowledges_do_not_hold_up_other_ends() {
        RecordingListener slow = new RecordingListener(() -> {});
        List<SpawnOrder> orders = new ArrayList<>();
        List<ProcessIdentity> processes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            orders.add(order(Sample.LIVES));
        }
        orders.forEach(order -> processes.add(start(order)));
        long begun = System.nanoTime();
        processes.forEach(process -> kernel.signal(process, Signal.KILL));
        slow.awaitTrue(
                "all ends are told",
                () -> listener.all(RecordingListener.Exited.class).size() == orders.size());

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
        assertThat(kernel.scan().find(processes.get(0).pid())).isPresent();
    }

    @Test
    void a_helper_that_somebody_kills_is_a_failed_start() {
        SpawnOrder order = order(Sample.LIVES);
        kernel.spawn(order);
        ProcessIdentity helper = listener.awaitReady(order.ticket());
        kernel.signal(helper, Signal.KILL);

        assertThat(listener.awaitFailed(order.ticket()))
                .isEqualTo("/bin/sleep: the spawn helper ended while it waited for go");
        kernel.release(order.ticket());
        assertThat(listener.all(RecordingListener.Executed.class)).isEmpty();
        assertThat(listener.all(RecordingListener.Exited.class)).isEmpty();
    }

    @Test
    void a_helper_killed_while_go_is_on_its_way_has_failed_or_ended() {
        SpawnOrder order = order(Sample.LIVES);
        kernel.spawn(order);
        ProcessIdentity helper = listener.awaitReady(order.ticket());
        kernel.signal(helper, Signal.KILL);
        kernel.release(order.ticket());

        listener.awaitTrue(
                "it is told in one of the two ways",
                () -> listener.all(RecordingListener.Failed.class).size()
                                + listener.all(RecordingListener.Exited.class).size()
                        == 1);
        assertThat(listener.all(RecordingListener.Executed.class))
                .hasSameSizeAs(listener.all(RecordingListener.Exited.class));
    }

    @Test
    void a_pmond_that_goes_away_before_go_leaves_nothing_and_nothing_is_executed() throws IOException {
        Path mark = samples.folder().resolve("mark");
        SpawnOrder order = leavingMark(mark);
        kernel.spawn(order);
        ProcessIdentity helper = listener.awaitReady(order.ticket());
        kernel.close();

        listener.awaitTrue(
                "the helper ends by itself", () -> WaitStatus.peek(helper.pid()).isPresent());
        assertThat(WaitStatus.peek(helper.pid()).orElseThrow().exit()).isEqualTo(ProcessExit.exited(125));
        WaitStatus.reap(helper.pid());
        assertThat(mark).doesNotExist();
        startKernelAgain();
    }

    /** The base class's clean-up looks at it. */
    private void startKernelAgain() throws IOException {
        kernel = new LinuxKernel(HelperBinary.path(), inherited(), stepLimit());
        kernel.start(new RecordingListener(() -> {}));
    }

    @Test
    void nothing_of_a_start_called_off_while_waiting_its_turn_happens() {
        List<SpawnOrder> orders = new ArrayList<>();
        for (int i = 0; i <= SpawnQueue.USER_LIMIT; i++) {
            orders.add(order(Sample.LIVES));
        }
        orders.forEach(kernel::spawn);
        SpawnOrder last = orders.get(SpawnQueue.USER_LIMIT);
        listener.awaitTrue(
                "all the others are ready",
                () -> listener.all(RecordingListener.Ready.class).size() == SpawnQueue.USER_LIMIT);
        kernel.abort(last.ticket());

        assertThat(listener.awaitFailed(last.ticket())).isEqualTo("the start was called off");
        assertThat(listener.all(RecordingListener.Ready.class)).hasSize(SpawnQueue.USER_LIMIT);
    }

    @Test
    void orders_that_cannot_be_expressed_fail_with_the_reason() {
        assertThat(failureOf(with(List.of("name", "a\0b"), "/bin/sleep")))
                .isEqualTo("paths, arguments and variables cannot contain a NUL");
        assertThat(failureOf(with(List.of(), "/bin/sleep"))).isEqualTo("a program needs a name");
        assertThat(failureOf(with(List.of("name"), "sleep"))).isEqualTo("sleep: is not an absolute path");
        assertThat(failureOf(with(List.of("name", "x".repeat(17 * 1024 * 1024)), "/bin/sleep")))
                .isEqualTo("arguments and environment are larger than 16 MiB");
    }

    @Test
    void an_argument_too_long_for_the_kernel_is_told_after_go() {
        SpawnOrder order = with(List.of("name", "x".repeat(200 * 1024)), "/bin/sleep");
        kernel.spawn(order);
        listener.awaitReady(order.ticket());
        kernel.release(order.ticket());

        assertThat(listener.awaitFailed(order.ticket())).isEqualTo("/bin/sleep: argument list too long");
    }

    @Test
    void a_file_that_is_no_program_at_all_is_told_after_go() {
        Path file = samples.write("noise", "\u0001\u0002", "rwxr-xr-x");
        SpawnOrder order = with(List.of("name"), file.toString());
        kernel.spawn(order);
        listener.awaitReady(order.ticket());
        kernel.release(order.ticket());

        assertThat(listener.awaitFailed(order.ticket()))
                .isEqualTo(
                        file + ": exec format error: no program, and no script that begins with #! and an interpreter");
    }

    @Test
    void a_helper_that_cannot_be_identified_is_a_failed_start_at_once() throws IOException, InterruptedException {
        kernel.close();
        Children children = new Children();
        Poller poller = new Poller();
        RecordingListener told = new RecordingListener(() -> {});
        ProcScanner closed = new ProcScanner();
        closed.close();
        Spawns spawns = new Spawns(
                children,
                closed,
                poller,
                new HelperLaunch(children, new SpawnHelper(HelperBinary.path()), inherited()),
                stepLimit(),
                kernel.bootId(),
                told);
        SpawnOrder order = order(Sample.LIVES);
        poller.post(() -> spawns.submit(order));
        Thread thread = new Thread(poller);
        thread.start();
        Children.Child failed = told.await(
                "the failure",
                () -> children.all().stream()
                        .filter(child -> child.phase() == Children.Phase.FAILED)
                        .findFirst());

        assertThat(failed.reason()).startsWith("/proc/" + failed.pid() + "/stat: ");
        told.awaitTrue("it is killed", () -> WaitStatus.peek(failed.pid()).isPresent());
        children.reap(failed.pid());
        poller.stop();
        thread.join();
        poller.close();
        startKernelAgain();
    }

    @Test
    void a_missing_helper_is_a_failed_start() throws IOException {
        LinuxKernel crippled = new LinuxKernel(Path.of("/nonexistent/pmon3-spawn"), inherited());
        RecordingListener told = new RecordingListener(() -> {});
        crippled.start(told);
        SpawnOrder order = order(Sample.LIVES);
        crippled.spawn(order);

        assertThat(told.awaitFailed(order.ticket()))
                .isEqualTo("the spawn helper could not be started: no such file or directory");
        crippled.close();
    }

    @Test
    void a_failed_start_leaves_no_descriptor_open() throws IOException {
        failureOf(order(Sample.MISSING));
        long before = openDescriptors();
        for (int i = 0; i < 10; i++) {
            failureOf(order(Sample.MISSING));
            run(order(Sample.RETURNS_SEVEN));
        }

        assertThat(openDescriptors()).isEqualTo(before);
    }

    private static long openDescriptors() throws IOException {
        try (var found = Files.list(Path.of("/proc/self/fd"))) {
            return found.count();
        }
    }
}
