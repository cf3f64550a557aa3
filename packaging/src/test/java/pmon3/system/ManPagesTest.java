package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The man pages as the programs that render them take them. */
class ManPagesTest {
    @ParameterizedTest
    @ValueSource(strings = {"pmon3.1", "pmond.8", "pmon3-config.5"})
    void renderWithoutAWarning(String page) {
        Path file = Tree.home().resolve("man").resolve(page);
        Ran lint = Command.of("mandoc", "-T", "lint", "-W", "warning", file.toString())
                .run();
        assertThat(lint.out() + lint.err()).isEmpty();
        Ran groff = Command.of("groff", "-man", "-ww", "-z", "-K", "utf8", file.toString())
                .run();
        assertThat(groff.out() + groff.err()).isEmpty();
    }
}
