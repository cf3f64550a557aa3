package pmon3.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.cli.FakeSurroundings;
import pmon3.model.PmonException;

class UserPathsTest {
    private Path home;

    @BeforeEach
    void makeFolders(@TempDir Path folder) throws IOException {
        home = folder.toRealPath();
        Files.createDirectories(home.resolve("real/deep"));
        Files.createDirectory(home.resolve("bin"));
        Files.createSymbolicLink(home.resolve("link"), home.resolve("real/deep"));
    }

    private String absolute(String pwd, String path) throws IOException {
        FakeSurroundings surroundings = new FakeSurroundings()
                .with("PWD", pwd)
                .in(Path.of(pwd.isEmpty() ? home.toString() : pwd).toRealPath().toString());
        return new UserPaths(surroundings).absolute(path);
    }

    @Test
    void anAbsolutePathStaysAndLosesWhatMeansNothing() throws IOException {
        assertThat(absolute(home.toString(), "/usr//bin/./env")).isEqualTo("/usr/bin/env");
        assertThat(absolute(home.toString(), "/usr/bin/../bin/env")).isEqualTo("/usr/bin/env");
        assertThat(absolute(home.toString(), "/../..")).isEqualTo("/");
    }

    @Test
    void aRelativePathIsTakenFromTheLogicalDirectoryLinksIncluded() throws IOException {
        assertThat(absolute(home + "/link", "./server")).isEqualTo(home + "/link/server");
        assertThat(absolute("", "bin/server")).isEqualTo(home + "/bin/server");
    }

    @Test
    void aPwdThatIsNotTheWorkingDirectoryIsNotBelieved() {
        FakeSurroundings surroundings =
                new FakeSurroundings().with("PWD", home + "/bin").in(home.toString());

        assertThat(new UserPaths(surroundings).absolute("x")).isEqualTo(home + "/x");
        assertThat(new UserPaths(surroundings.with("PWD", "relative")).absolute("x"))
                .isEqualTo(home + "/x");
    }

    @Test
    void aWorkingDirectoryThatIsNoUtf8IsRefusedRatherThanMistaken() {
        UserPaths paths = new UserPaths(new FakeSurroundings().in("/tmp/\ufffd"));

        assertThatThrownBy(() -> paths.absolute("x"))
                .isInstanceOf(PmonException.class)
                .hasMessage("the working directory's name is not valid UTF-8; give the whole path");
        assertThat(paths.absolute("/x")).isEqualTo("/x");
    }

    @Test
    void theFolderAboveARealFolderIsNamedDirectly() throws IOException {
        assertThat(absolute(home + "/bin", "../real/x")).isEqualTo(home + "/real/x");
    }

    @Test
    void theFolderAboveALinkIsLeftToTheKernelBecauseItIsElsewhere() throws IOException {
        assertThat(absolute(home.toString(), "link/../x")).isEqualTo(home + "/link/../x");
        assertThat(absolute(home + "/link", "../x")).isEqualTo(home + "/link/../x");
        assertThat(absolute(home + "/link", "../../bin/x")).isEqualTo(home + "/link/../../bin/x");
    }

    @Test
    void aFolderThatDoesNotExistIsNotTakenForGranted() throws IOException {
        assertThat(absolute(home.toString(), "missing/../bin/x")).isEqualTo(home + "/missing/../bin/x");
    }
}
