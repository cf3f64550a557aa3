package pmon3.system;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** docs/SECURITY.md names the tests that show what it says: they exist. */
class SecurityDocumentTest {
    private static final int AT_LEAST = 20;

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        ParityTest.assertNamedTestsExist("docs/SECURITY.md", AT_LEAST);
    }
}
