package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the client's start may load: counts, which no noise of the machine changes. */
class ClientStartTest {
    private static final int FIRST_THAT_LINKS = 24;
    /** What was counted, for {@code ls} of one process: 658 on 17 and 987 on 25, which loads all that the archive holds. */
    private static final int CLASSES_WITH_ARCHIVE = 658;

    private static final int CLASSES_LINKED = 987;
    /** Another release of the same Java loads some others. */
    private static final double TOLERANCE = 1.08;
    /** What the VM spins for itself and no archive holds. */
    private static final int NOT_ARCHIVED = 3;

    @RegisterExtension
    private final PmondFixture pmond = new PmondFixture();

    @ParameterizedTest
    @MethodSource("pmon3.system.EachJavaTest#javas")
    void listLoadsFewClassesAndAllFromTheArchive(Path java, @TempDir Path folder) throws IOException {
        pmond.java(java).start();
        pmond.run("exec", "/bin/sleep", "--name", "one", "-a", "10000").ok();
        Path log = folder.resolve("classes");
        pmond.client("ls")
                .with("PMON3_JAVA_HOME", logging(java, folder, log).toString())
                .run()
                .ok();

        List<String> classes = Files.readAllLines(log);
        List<String> others = classes.stream()
                .filter(line -> !line.contains("shared objects file"))
                .toList();
        System.out.printf(
                "figure: classes that ls loads on %s: %d, %d not archived%n", java, classes.size(), others.size());
        assertThat(others).hasSizeLessThanOrEqualTo(NOT_ARCHIVED);
        assertThat(classes).hasSizeLessThanOrEqualTo((int) (counted(java) * TOLERANCE));
    }

    private static int counted(Path java) throws IOException {
        boolean linked = Files.readAllLines(java.resolve("release")).stream()
                .filter(line -> line.startsWith("JAVA_VERSION="))
                .anyMatch(line -> Integer.parseInt(line.split("[\".]")[1]) >= FIRST_THAT_LINKS);
        return linked ? CLASSES_LINKED : CLASSES_WITH_ARCHIVE;
    }

    /** A folder that passes for that Java and has it log what it loads, with an option after those that silence it. */
    private static Path logging(Path java, Path folder, Path log) throws IOException {
        Path home = folder.resolve("java");
        Files.createDirectories(home.resolve("bin"));
        Files.copy(java.resolve("release"), home.resolve("release"));
        Path program = home.resolve("bin/java");
        Files.writeString(program, """
                #!/bin/sh
                for word do
                    shift
                    [ "$word" != -cp ] || set -- "$@" -Xlog:class+load:file=%s
                    set -- "$@" "$word"
                done
                exec %s/bin/java "$@"
                """.formatted(log, java));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }
}
