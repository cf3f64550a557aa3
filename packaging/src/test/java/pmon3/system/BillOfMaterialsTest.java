package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The tree names all that it holds of others, and none of that has a known vulnerability. Maven with {@code -o} leaves the
 * document out; without, it needs no network once it has its plugins.
 */
class BillOfMaterialsTest {
    /** {@code group:name <TAB> first good version <TAB> what is mended in it}. */
    private static final String KNOWN = "known-vulnerabilities.tsv";

    @Test
    void namesEachJarOfTheTreeAndNoOther() throws IOException {
        assertThat(jars())
                .containsExactlyInAnyOrderElementsOf(BillOfMaterials.components().stream()
                        .filter(BillOfMaterials.Component::isPlainJar)
                        .map(component -> component.name() + ".jar")
                        .filter(jar -> !jar.equals("packaging.jar"))
                        .toList());
    }

    @Test
    void namesWhatIsUnderAnotherName() {
        assertThat(BillOfMaterials.components())
                .extracting(BillOfMaterials.Component::coordinates, BillOfMaterials.Component::qualifiers)
                .contains(
                        tuple("info.picocli:picocli", "classifier=sources&type=jar"),
                        tuple("com.github.jnr:jffi", "classifier=native&type=jar"));
    }

    @Test
    void saysNothingThatDiffersBetweenTwoBuildsOfOneCommit() {
        assertThat(Tree.text(BillOfMaterials.FILE))
                .contains("\"bomFormat\" : \"CycloneDX\"")
                .doesNotContain("serialNumber", "\"timestamp\"");
    }

    @Test
    void namesNothingWithAKnownVulnerability() throws IOException {
        List<BillOfMaterials.Component> components = BillOfMaterials.components();
        for (String[] known : known()) {
            List<BillOfMaterials.Component> meant = components.stream()
                    .filter(component -> component.coordinates().equals(known[0]))
                    .toList();
            assertThat(meant)
                    .as("%s is not in the tree: take its line away", known[0])
                    .isNotEmpty();
            assertThat(meant)
                    .as("%s: %s, mended in %s", known[0], known[2], known[1])
                    .allMatch(component -> !isOlder(component.version(), known[1]));
        }
    }

    @Test
    void versionsAreComparedByTheirNumbers() {
        assertThat(isOlder("3.9.1", "3.10")).isTrue();
        assertThat(isOlder("3.50", "3.50.2")).isTrue();
        assertThat(isOlder("3.50.2", "3.50.2")).isFalse();
        assertThat(isOlder("4.0", "3.50.2")).isFalse();
        assertThat(isOlder("2.0.20", "2.0.3")).isFalse();
    }

    private static List<String> jars() throws IOException {
        try (Stream<Path> files = Files.list(Tree.home().resolve("lib"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .toList();
        }
    }

    private static List<String[]> known() throws IOException {
        try (InputStream stream = BillOfMaterialsTest.class.getResourceAsStream("/" + KNOWN)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .toList();
        }
    }

    /** Versions of numbers alone. */
    private static boolean isOlder(String version, String than) {
        int[] left = numbers(version);
        int[] right = numbers(than);
        int length = Math.max(left.length, right.length);
        return Arrays.compare(Arrays.copyOf(left, length), Arrays.copyOf(right, length)) < 0;
    }

    private static int[] numbers(String version) {
        return Stream.of(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
    }
}
