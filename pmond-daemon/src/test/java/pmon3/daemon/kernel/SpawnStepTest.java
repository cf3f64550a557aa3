package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SpawnStepTest {
    private static final Pattern STEP = Pattern.compile("^    STEP_([A-Z_]+) = (\\d+),?$", Pattern.MULTILINE);
    private static final SpawnOrder ORDER = new SpawnOrder(
            1,
            "/srv/app/web",
            List.of("web"),
            List.of(),
            "/srv/app",
            new Credentials(1000, 100, List.of()),
            new LogTarget.Chosen("/srv/web.log"));

    @Test
    void the_helper_and_pmond_number_the_steps_alike() throws IOException {
        Map<String, Integer> helper = STEP.matcher(Files.readString(Path.of("src/main/c/pmon3-spawn.c")))
                .results()
                .collect(Collectors.toMap(found -> found.group(1), found -> Integer.parseInt(found.group(2))));
        Map<String, Integer> ours =
                Arrays.stream(SpawnStep.values()).collect(Collectors.toMap(SpawnStep::name, SpawnStep::number));
        ours.put("READY", 0);

        assertThat(helper).isEqualTo(ours);
    }

    @Test
    void every_step_says_in_one_line_what_failed() {
        for (SpawnStep step : SpawnStep.values()) {
            assertThat(SpawnStep.describe(step.number(), 13, ORDER))
                    .isNotBlank()
                    .doesNotContain("\n")
                    .doesNotContain("null");
        }
        assertThat(SpawnStep.describe(99, 13, ORDER)).isEqualTo("spawn helper: unknown failure 99, permission denied");
    }

    @Test
    void the_path_that_failed_comes_first() {
        assertThat(SpawnStep.describe(SpawnStep.PROGRAM.number(), 13, ORDER))
                .isEqualTo("/srv/app/web: permission denied: its user may not execute it");
        assertThat(SpawnStep.describe(SpawnStep.LOG.number(), 30, ORDER))
                .isEqualTo("/srv/web.log: read-only file system");
        assertThat(SpawnStep.describe(SpawnStep.DIRECTORY.number(), 13, ORDER))
                .isEqualTo("/srv/app: permission denied");
    }

    @Test
    void a_program_in_a_missing_folder_is_missing_itself() {
        assertThat(SpawnStep.describe(SpawnStep.DIRECTORY.number(), Errno.ENOENT, ORDER))
                .isEqualTo("/srv/app/web: no such file or directory");
    }

    @Test
    void a_limit_of_processes_is_called_so() {
        assertThat(SpawnStep.describe(SpawnStep.EXECUTE.number(), Errno.EAGAIN, ORDER))
                .isEqualTo("/srv/app/web: its user may not have more processes");
    }
}
