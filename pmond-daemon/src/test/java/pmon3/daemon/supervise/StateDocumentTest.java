package pmon3.daemon.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The document says what the code does. */
class StateDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/state-machine.md");

    @Test
    void docsStateMachineIsWhatTheMachineDoes() throws IOException {
        String now = StateDocument.text();
        if (Boolean.getBoolean("pmon3.docs.write")) {
            Files.writeString(DOCUMENT, now);
        }
        assertThat(DOCUMENT)
                .as("run this test with -Dpmon3.docs.write=true and look at the difference")
                .content()
                .isEqualTo(now);
    }
}
