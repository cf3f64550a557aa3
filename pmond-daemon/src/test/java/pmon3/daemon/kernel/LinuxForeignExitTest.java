package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pmon3.model.ProcessExit;

/** How those ended that are not our children, which Linux tells from 6.15 on. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LinuxForeignExitTest extends LinuxKernelTestBase {
    /** The shell reaps it at once, and stays. */
    private static final String REAPING = "sh -c '%s' & wait; sleep 1000";

    /** A parent that never reaps: what it was before it became another program has forked. */
    private static final String CARELESS = "sh -c '%s' & exec sleep 1000";

    private static final String WAITING = "echo $$ > %1$s; while [ ! -e %1$s.go ]; do sleep 0.01; done; %2$s";

    /** Of Linux 6.15 and later. */
    private static boolean isTold() {
        String[] release = System.getProperty("os.version").split("\\D+");
        int major = Integer.parseInt(release[0]);
        return major > 6 || major == 6 && Integer.parseInt(release[1]) >= 15;
    }

    @ParameterizedTest
    @CsvSource({"exit 7,EXITED,7", "exit 0,EXITED,0", "kill -9 $$,SIGNALED,9"})
    void it_is_told_by_the_kernel_once_its_parent_has_reaped_it(String end, ProcessExit.Kind kind, int value) {
        Assumptions.assumeTrue(isTold(), "Linux before 6.15 does not tell it");
        assertThat(exitOf(REAPING, end)).isEqualTo(new ProcessExit(kind, value));
    }

    @Test
    void it_is_unknown_and_told_all_the_same_while_nobody_reaps_it() {
        assertThat(exitOf(CARELESS, "exit 7")).isEqualTo(ProcessExit.UNKNOWN);
    }

    private ProcessExit exitOf(String parent, String end) {
        Path file = samples.folder().resolve("pid");
        String child = String.format(WAITING, file, end);
        start(samples.script(
                ticket(), String.format(parent, child), LinuxSamplePrograms.own(), new LogTarget.Chosen("/dev/null")));
        ProcessIdentity watched = listener.await(
                "its number",
                () -> Optional.of(file)
                        .filter(Files::exists)
                        .map(LinuxKernelTestBase::read)
                        .filter(text -> text.endsWith("\n"))
                        .flatMap(text -> kernel.identify(Integer.parseInt(text.trim()))));
        kernel.watch(watched);
        run(samples.script(
                ticket(), "touch " + file + ".go", LinuxSamplePrograms.own(), new LogTarget.Chosen("/dev/null")));
        return listener.awaitExited(watched.pid());
    }
}
