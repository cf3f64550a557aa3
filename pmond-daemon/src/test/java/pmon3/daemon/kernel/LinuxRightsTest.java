package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** What a program has when it runs, and above all what it has not. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LinuxRightsTest extends LinuxKernelTestBase {
    private static final int OPEN_FILES = 123;
    private static final int OOM_SCORE = 7;
    private static final int UMASK = 0027;
    private static final String NO_BITS = "0000000000000000";

    @Override
    protected Inherited inherited() throws IOException {
        List<Inherited.Limit> limits = Inherited.capture().limits().stream()
                .map(limit -> limit.resource() == Linux.RLIMIT_NOFILE
                        ? new Inherited.Limit(limit.resource(), OPEN_FILES, limit.hard())
                        : limit)
                .toList();
        return new Inherited(limits, OOM_SCORE, UMASK);
    }

    private SpawnOrder script(String body, Credentials credentials) {
        LogTarget log =
                new LogTarget.Own(samples.folder().toString(), "out.log", 0640, credentials.uid(), credentials.gid());
        return samples.script(ticket(), body, credentials, log);
    }

    private String output(String body, Credentials credentials) {
        run(script(body, credentials));
        return read(samples.folder().resolve("out.log"));
    }

    private Map<String, String> status(Credentials credentials) {
        return Arrays.stream(output("exec cat /proc/self/status", credentials).split("\n"))
                .map(line -> line.split(":\\s*", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1].trim()));
    }

    private static void assumeRoot() {
        assumeTrue(OwnProcess.effectiveUid() == ROOT, "needs root");
    }

    @Test
    void another_users_program_has_nothing_of_root() {
        assumeRoot();
        Map<String, String> status = status(new Credentials(NOBODY, NOBODY, List.of(NOBODY, 100, 33, 100)));

        assertThat(status)
                .containsEntry("Uid", "65534\t65534\t65534\t65534")
                .containsEntry("Gid", "65534\t65534\t65534\t65534")
                .containsEntry("Groups", "33 100 65534")
                .containsEntry("CapInh", NO_BITS)
                .containsEntry("CapPrm", NO_BITS)
                .containsEntry("CapEff", NO_BITS)
                .containsEntry("CapAmb", NO_BITS);
    }

    @Test
    void large_numbers_of_users_and_groups_are_taken() {
        assumeRoot();
        Map<String, String> status = status(new Credentials(-16, -16, List.of(-16, 5, -17)));

        assertThat(status)
                .containsEntry("Uid", "4294967280\t4294967280\t4294967280\t4294967280")
                .containsEntry("Groups", "5 4294967279 4294967280");
    }

    @Test
    void no_groups_means_none() {
        assumeRoot();
        assertThat(status(new Credentials(NOBODY, NOBODY, List.of()))).containsEntry("Groups", "");
    }

    @Test
    void no_signal_is_blocked_or_ignored() {
        Map<String, String> status = status(LinuxSamplePrograms.own());

        assertThat(status).containsEntry("SigBlk", NO_BITS).containsEntry("SigIgn", NO_BITS);
    }

    @Test
    void limits_oom_score_and_umask_are_those_pmond_was_started_with() {
        String output = output("ulimit -Sn; cat /proc/self/oom_score_adj; umask", LinuxSamplePrograms.own());

        assertThat(output).isEqualTo("123\n7\n0027\n");
    }

    @Test
    void only_the_standard_descriptors_are_open() {
        String output = output("exec ls -l /proc/self/fd", LinuxSamplePrograms.own());

        // The listing's own descriptor is the fourth.
        assertThat(output.lines().filter(line -> line.contains(" -> ")))
                .hasSize(4)
                .anyMatch(line -> line.contains(" 0 -> /dev/null"))
                .anyMatch(line -> line.contains(" 1 -> " + samples.folder() + "/out.log"))
                .anyMatch(line -> line.contains(" 2 -> " + samples.folder() + "/out.log"))
                .anyMatch(line -> line.contains(" 3 -> /proc/"));
    }

    @Test
    void it_leads_a_session_and_a_group_of_its_own() {
        ProcessIdentity process = start(script("exec sleep 1000", LinuxSamplePrograms.own()));
        ProcessTable.Entry entry = kernel.scan().find(process.pid()).orElseThrow();

        assertThat(entry.session()).isEqualTo(process.pid());
        assertThat(entry.group()).isEqualTo(process.pid());
    }

    @Test
    void the_environment_and_the_directory_are_those_of_the_order() {
        String output = output("env | grep -v -e ^PWD= -e ^_= -e ^OLDPWD= | sort; pwd", LinuxSamplePrograms.own());

        assertThat(output).isEqualTo("ANSWER=42\nPATH=/usr/bin:/bin\n" + samples.folder() + "\n");
    }

    @Test
    void the_name_comes_first_in_argv_and_words_stay_as_they_are() {
        List<String> argv = List.of("my name ünïcode", "", "a b", "$HOME `id`", "-c");
        SpawnOrder sleep = samples.order(ticket(), SamplePrograms.Sample.LIVES);
        SpawnOrder order = new SpawnOrder(
                sleep.ticket(),
                samples.write("echo", "#!/bin/sh\nsleep 1000\n", "rwxr-xr-x").toString(),
                argv,
                sleep.environment(),
                sleep.directory(),
                sleep.credentials(),
                sleep.log());
        ProcessIdentity process = start(order);

        // A script's argv[0] is replaced by its interpreter's (execve(2)).
        assertThat(kernel.facts(process.pid()).orElseThrow().argv())
                .containsExactly("/bin/sh", order.file(), "", "a b", "$HOME `id`", "-c");
    }

    @Test
    void a_folder_that_the_user_may_not_enter_is_named() {
        assumeRoot();
        SpawnOrder inherited = script("", nobody());
        SpawnOrder order = new SpawnOrder(
                inherited.ticket(),
                inherited.file(),
                inherited.argv(),
                inherited.environment(),
                "/root",
                nobody(),
                inherited.log());

        assertThat(failureOf(order)).isEqualTo("/root: permission denied");
    }

    @Test
    void a_program_that_the_user_may_not_execute_is_named() {
        assumeRoot();
        String file = samples.write("roots", "#!/bin/sh\n", "rwx------").toString();
        SpawnOrder script = script("", nobody());
        SpawnOrder order = new SpawnOrder(
                script.ticket(), file, script.argv(), script.environment(), script.directory(), nobody(), script.log());

        assertThat(failureOf(order)).isEqualTo(file + ": permission denied: its user may not execute it");
    }
}
