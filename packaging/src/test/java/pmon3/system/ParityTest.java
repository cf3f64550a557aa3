package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/PARITY.md names tests: they exist. */
class ParityTest {
    private static final int AT_LEAST = 30;
    private static final Path SOURCES = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        assertNamedTestsExist("docs/PARITY.md", AT_LEAST);
    }

    /** Of a document that names more than so many tests. */
    static void assertNamedTestsExist(String document, int atLeast) throws IOException {
        Map<String, String> tests = tests();
        Matcher named = NAMED.matcher(Files.readString(SOURCES.resolve(document)));
        int count = 0;
        while (named.find()) {
            count++;
            assertThat(tests).containsKey(named.group(1));
            if (named.group(2) != null) {
                assertThat(tests.get(named.group(1))).contains(" " + named.group(2) + "(");
            }
        }
        assertThat(count).isGreaterThan(atLeast);
    }

    /** Name to source; two modules may have a test of one name. */
    private static Map<String, String> tests() throws IOException {
        try (Stream<Path> modules = Files.list(SOURCES)) {
            return modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .flatMap(ParityTest::testsBelow)
                    .collect(Collectors.toMap(ParityTest::name, ParityTest::read, String::concat));
        }
    }

    private static String read(Path test) {
        try {
            return Files.readString(test);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> testsBelow(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith("Test.java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path test) {
        String file = test.getFileName().toString();
        return file.substring(0, file.length() - ".java".length());
    }
}
