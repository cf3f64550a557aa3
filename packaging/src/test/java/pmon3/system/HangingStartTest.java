package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A pmond whose start comes to no end, as where the file system of its data is away: every sync is delayed by strace(1). */
class HangingStartTest {
    private static final Duration SEEN = Duration.ofSeconds(20);
    private static final String SYNCS = "?fsync,?fdatasync";

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    /** The database is there and empty: its first sync hangs. */
    @BeforeEach
    void startThatHangs() {
        Root.required();
        Path output = pmond.folder().resolve("strace.txt");
        pmond.startedBy(
                        "strace",
                        "-D",
                        "-f",
                        "-qq",
                        "-o",
                        output.toString(),
                        "-e",
                        "trace=" + SYNCS,
                        "-e",
                        "inject=" + SYNCS + ":delay_enter=100s")
                .launch();
        Await.until("the database's file", SEEN, () -> Files.exists(pmond.database()));
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
