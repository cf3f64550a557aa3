package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The main job on each Java of the machine; the other tests run on the one that the tree has recorded. */
class EachJavaTest {
    private static final Path FOLDER = Path.of("/usr/lib/jvm");
    private static final int OLDEST = 17;

    static Stream<Path> javas() throws IOException {
        try (Stream<Path> found = Files.list(FOLDER)) {
            return found.filter(EachJavaTest::fits).map(EachJavaTest::real).distinct().sorted().toList().stream();
        }
    }

    private static boolean fits(Path home) {
        try {
            return Files.isExecutable(home.resolve("bin/java"))
                    && Files.readAllLines(home.resolve("release")).stream()
                            .filter(line -> line.startsWith("JAVA_VERSION="))
                            .anyMatch(line -> Integer.parseInt(line.split("[\".]")[1]) >= OLDEST);
        } catch (IOException e) {
            return false;
        }
    }

    private static Path real(Path home) {
        try {
            return home.toRealPath();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("javas")
    void keepsAProgramAliveThroughKillsAndACrash(Path home) {
        try (PmondFixture pmond = new PmondFixture().java(home)) {
            pmond.start();
            Proc daemon = Proc.of(pmond.pid()).orElseThrow();
            assertThat(daemon.executes(real(home).resolve("bin/java"))).isTrue();
            assertThat(pmond.pmondLog()).doesNotContain("WARNING").doesNotContain("warning");
            Ran exec = pmond.run("exec", "/bin/sleep", "--name", "web", "--args", "10000")
                    .ok();
            assertThat(exec.err()).isEmpty();
            int first = pmond.row("web").orElseThrow().pid();
            Proc.signal(first, Proc.SIGKILL);
            TableRow second =
                    pmond.awaitRow("web", "runs again", row -> row.status().equals("running") && row.pid() != first);
            assertThat(second.restarts()).isEqualTo(1);
            pmond.kill();
            pmond.start();
            assertThat(pmond.row("web").orElseThrow().pid()).isEqualTo(second.pid());
            pmond.run("stop", "web").ok();
            assertThat(pmond.living()).isEmpty();
            pmond.run("del", "web").ok();
            assertThat(pmond.ls()).isEmpty();
            assertThat(pmond.stop()).isZero();
            assertThat(pmond.pmondLog()).doesNotContain("ERROR").doesNotContain("Exception");
        }
    }
}
