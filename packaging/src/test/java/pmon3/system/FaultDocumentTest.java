package pmon3.system;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** docs/OPERATIONS.md names the tests that show what it says: they exist. */
class FaultDocumentTest {
    private static final int AT_LEAST = 20;

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        ParityTest.assertNamedTestsExist("docs/OPERATIONS.md", AT_LEAST);
    }
}
