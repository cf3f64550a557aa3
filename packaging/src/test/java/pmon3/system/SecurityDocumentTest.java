package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/SECURITY.md names the tests that show what it says, and the limits: they exist. */
class SecurityDocumentTest {
    private static final int AT_LEAST = 20;
    private static final Pattern LIMIT = Pattern.compile("`([A-Z]\\w+)\\.([A-Z][A-Z_]+)`");
    private static final List<String> MODULES = List.of("pmon-common", "pmond-daemon");

    @Test
    void everyLimitThatIsNamedIsAConstant() throws IOException {
        Matcher named = LIMIT.matcher(Files.readString(Path.of("../docs/SECURITY.md")));
        int count = 0;
        while (named.find()) {
            count++;
            assertThat(source(named.group(1)))
                    .as(named.group())
                    .containsPattern("static final \\w+ " + named.group(2) + " = ");
        }
        assertThat(count).isGreaterThan(AT_LEAST);
    }

    private static String source(String type) throws IOException {
        for (String module : MODULES) {
            try (Stream<Path> all = Files.walk(Path.of("..", module, "src/main/java"))) {
                Optional<Path> found =
                        all.filter(file -> file.endsWith(type + ".java")).findFirst();
                if (found.isPresent()) {
                    return Files.readString(found.get());
                }
            }
        }
        throw new AssertionError("no class " + type);
    }

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        ParityTest.assertNamedTestsExist("docs/SECURITY.md", AT_LEAST);
    }
}
