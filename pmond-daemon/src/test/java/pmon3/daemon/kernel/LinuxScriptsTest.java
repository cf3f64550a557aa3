package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import pmon3.model.ProcessExit;

/** Scripts of pmond's own, run to their end or to that of their time. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LinuxScriptsTest extends LinuxKernelTestBase {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private int scripts;

    private ScriptOrder script(String body, Duration limit) {
        Path file = samples.write("event-" + ++scripts, "#!/bin/sh\n" + body + "\n", "rwxr-xr-x");
        return order(file.toString(), limit);
    }

    private ScriptOrder order(String file, Duration limit) {
        return new ScriptOrder(
                file,
                List.of(file, "one", "{\"name\":\"$(touch pwned)'\\\"\"}"),
                List.of("PATH=/usr/bin:/bin", "ANSWER=42"),
                LinuxSamplePrograms.own(),
                "{\"id\":1}\n",
                limit);
    }

    private ScriptEnd run(ScriptOrder order) {
        return kernel.scripts().run(order, (bytes, length) -> {
            output.write(bytes, 0, length);
            return true;
        });
    }

    private String output() {
        return output.toString(StandardCharsets.UTF_8);
    }

    private int pidIn(Path file) {
        listener.awaitTrue(
                "a pid in " + file, () -> Files.exists(file) && !read(file).isBlank());
        return Integer.parseInt(read(file).trim());
    }

    private void awaitGone(int pid) {
        listener.awaitTrue(pid + " is gone", () -> kernel.identify(pid).isEmpty());
    }

    @Test
    void it_has_its_arguments_its_input_its_environment_and_both_outputs() {
        ScriptOrder order = script("echo \"$# $1 $2 $ANSWER $PWD\"; cat; echo wrong >&2", LONG);

        assertThat(run(order)).isEqualTo(new ScriptEnd.Ended(ProcessExit.exited(0)));
        assertThat(output()).isEqualTo("2 one {\"name\":\"$(touch pwned)'\\\"\"} 42 /\n{\"id\":1}\nwrong\n");
    }

    @Test
    void it_has_no_other_descriptors_than_these() {
        run(script("ls /proc/self/fd | tr '\\n' ' '", LONG));

        assertThat(output().trim().split(" ")).hasSizeLessThanOrEqualTo(4).startsWith("0", "1", "2");
    }

    @Test
    void how_it_ended_is_told() {
        assertThat(run(script("exit 7", LONG))).isEqualTo(new ScriptEnd.Ended(ProcessExit.exited(7)));
        assertThat(run(script("kill -9 $$", LONG))).isEqualTo(new ScriptEnd.Ended(ProcessExit.signaled(9)));
    }

    @Test
    void what_cannot_be_run_is_told_with_the_cause() {
        Path text = samples.write("text", "text", "rw-r--r--");

        assertThat(run(order(samples.folder() + "/missing", LONG)))
                .isEqualTo(new ScriptEnd.NotStarted(samples.folder() + "/missing: no such file or directory"));
        assertThat(run(order(text.toString(), LONG)))
                .isEqualTo(new ScriptEnd.NotStarted(text + ": permission denied: its user may not execute it"));
        assertThat(run(order("bare", LONG))).isEqualTo(new ScriptEnd.NotStarted("bare: is not an absolute path"));
    }

    @Test
    void one_that_hangs_is_killed_with_its_children_when_its_time_is_up() {
        Path child = samples.folder().resolve("child");
        ScriptOrder order = script("trap '' TERM; sleep 1000 & echo $! > " + child + "; wait", SHORT);

        assertThat(run(order)).isEqualTo(new ScriptEnd.Killed(SHORT));
        awaitGone(pidIn(child));
    }

    @Test
    void children_with_process_groups_of_their_own_are_killed_as_well() {
        Path child = samples.folder().resolve("child");
        ScriptOrder order = script("set -m; sleep 1000 & echo $! > " + child + "; wait", SHORT);

        assertThat(run(order)).isEqualTo(new ScriptEnd.Killed(SHORT));
        awaitGone(pidIn(child));
    }

    @Test
    void what_it_leaves_behind_with_its_output_open_is_killed_when_the_time_is_up() {
        Path child = samples.folder().resolve("child");
        ScriptOrder order = script("sleep 1000 & echo $! > " + child, SHORT);

        assertThat(run(order)).isEqualTo(new ScriptEnd.LeftoversKilled(ProcessExit.exited(0), SHORT));
        awaitGone(pidIn(child));
    }

    @Test
    void what_it_starts_as_a_daemon_goes_on_and_is_not_waited_for() {
        Path child = samples.folder().resolve("child");
        ScriptOrder order = script("sleep 1000 > /dev/null 2>&1 & echo $! > " + child, LONG);

        assertThat(run(order)).isEqualTo(new ScriptEnd.Ended(ProcessExit.exited(0)));
        ProcessIdentity daemon = kernel.identify(pidIn(child)).orElseThrow();
        assertThat(kernel.signal(daemon, Signal.KILL)).isTrue();
        awaitGone(daemon.pid());
    }

    @Test
    void the_end_of_pmond_kills_what_runs_and_lets_none_start() throws Exception {
        Path own = samples.folder().resolve("own");
        ScriptOrder order = script("echo $$ > " + own + "; sleep 1000", LONG);
        CompletableFuture<ScriptEnd> running = CompletableFuture.supplyAsync(() -> run(order));
        int pid = pidIn(own);
        kernel.scripts().endAll();

        assertThat(running.get(10, TimeUnit.SECONDS)).isEqualTo(new ScriptEnd.CutOff());
        awaitGone(pid);
        assertThat(run(script("echo never", LONG))).isEqualTo(new ScriptEnd.CutOff());
        assertThat(output()).isEmpty();
    }

    @Test
    void a_flood_that_nobody_wants_is_read_slowly() {
        long[] read = {0};
        ScriptEnd end = kernel.scripts().run(script("exec yes", SHORT), (bytes, length) -> {
            read[0] += length;
            return false;
        });

        assertThat(end).isEqualTo(new ScriptEnd.Killed(SHORT));
        assertThat(read[0]).isLessThan(1024 * 1024);
    }

    @Test
    void nothing_of_scripts_stays_open_and_pmonds_processes_are_not_disturbed() throws IOException {
        run(script("true", LONG));
        long before = openDescriptors();
        for (int i = 0; i < 20; i++) {
            run(script("true", LONG));
            run(order(samples.folder() + "/missing", LONG));
        }
        run(samples.script(ticket(), "exit 3", LinuxSamplePrograms.own(), new LogTarget.Chosen("/dev/null")));

        assertThat(openDescriptors()).isEqualTo(before);
        assertThat(listener.all(RecordingListener.Exited.class)).hasSize(1);
    }

    private static long openDescriptors() throws IOException {
        try (var found = Files.list(Path.of("/proc/self/fd"))) {
            return found.count();
        }
    }
}
