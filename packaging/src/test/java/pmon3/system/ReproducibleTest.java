package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One commit gives the same bytes: built twice, at different times, in different folders, by users with other habits. */
@Tag("long")
class ReproducibleTest {
    private static final Path SOURCES = Path.of("..").toAbsolutePath().normalize();
    private static final Duration BUILT = Duration.ofMinutes(12);

    @TempDir
    Path folder;

    @Test
    void twoBuildsOfOneCommitAreTheSame() throws IOException {
        assumeTrue(Files.exists(SOURCES.resolve(".git")), "needs the git checkout, whose commit is built");
        Path one = folder.resolve("one");
        Path other = folder.resolve("a/folder/with/a/longer/name");
        Map<String, String> first = built(one, "022", "UTC", "C.UTF-8");
        Map<String, String> second = built(other, "077", "Asia/Tokyo", "en_US.ISO-8859-1");
        assertThat(first.keySet())
                .anyMatch(name -> name.endsWith(".deb"))
                .anyMatch(name -> name.endsWith(".rpm"))
                .anyMatch(name -> name.endsWith(".tar.gz"))
                .contains("pmond-daemon.jar", "pmon3-cli.jar", "picocli-17.jar", "pmon3-spawn", "sbom.cdx.json");
        assertThat(second).isEqualTo(first);
    }

    /** @return the digests of packages, jars and what else the tree has, by file name */
    private static Map<String, String> built(Path checkout, String mask, String zone, String locale)
            throws IOException {
        Files.createDirectories(checkout.getParent());
        Command.of(
                        "bash",
                        "-euc",
                        "umask " + mask + "; git -c safe.directory=" + SOURCES + " -c safe.directory=" + SOURCES
                                + "/.git clone --quiet --no-hardlinks \"$1\" \"$2\"; cd \"$2\"; packaging/build; packaging/package",
                        "build",
                        SOURCES.toString(),
                        checkout.toString())
                .with("HOME", System.getProperty("user.home"))
                .with("TZ", zone)
                .with("LC_ALL", locale)
                .within(BUILT)
                .run()
                .ok();
        Path target = checkout.resolve("packaging/target");
        Map<String, String> digests = new TreeMap<>();
        for (String part : new String[] {"packages", "pmon3/lib", "pmon3"}) {
            try (Stream<Path> files = Files.list(target.resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String sum =
                            Command.of("sha256sum", file.toString()).run().ok().out();
                    digests.put(file.getFileName().toString(), sum.substring(0, sum.indexOf(' ')));
                }
            }
        }
        return digests;
    }
}
