package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A pmond whose start comes to no end, as where the file system of its data is away: its first sync hangs. */
class HangingStartTest {
    private static final Duration SEEN = Duration.ofSeconds(20);
    private static final String HANGS = "PMON3_TEST_HANGS";
    private static final String LIBRARY = """
            #include <fcntl.h>
            #include <stdlib.h>
            #include <unistd.h>

            static void hang(void) {
                close(creat(getenv("PMON3_TEST_HANGS"), 0600));
                for (;;) pause();
            }

            int fsync(int file) { (void)file; hang(); return 0; }
            int fdatasync(int file) { (void)file; hang(); return 0; }
            """;

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    @BeforeEach
    void startThatHangs() {
        Path hangs = pmond.folder().resolve("hangs");
        Preloaded.into(pmond, "hanging", LIBRARY)
                .environment(HANGS, hangs.toString())
                .launch();
        Await.until("the sync that hangs", SEEN, () -> Files.exists(hangs));
    }

    @Test
    void theSecondRequestToEndIsNotKeptWaiting() {
        Proc.signal(pmond.pid(), Proc.SIGTERM);
        awaitLine("pmond was asked to end");
        Proc.signal(pmond.pid(), Proc.SIGTERM);
        assertThat(pmond.awaitEnd()).isEqualTo(1);
        assertThat(pmond.pmondLog())
                .contains("asked again while it still starts up")
                .doesNotContain("is ready");
    }

    private void awaitLine(String text) {
        Await.until("the line: " + text, SEEN, () -> pmond.pmondLog().contains(text));
    }
}
