package pmon3.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedFileTest {
    private static final Path FILE = Path.of("/etc/pmon3/config/config.yml");

    @TempDir
    Path folder;

    @Test
    void rootsOwnFileIsTrusted() {
        assertThat(TrustedFile.judge(FILE, false, 0, 0100644)).isEmpty();
        assertThat(TrustedFile.judge(FILE, false, 0, 0100600)).isEmpty();
    }

    @Test
    void aFileOfSomebodyElseIsNot() {
        assertThat(TrustedFile.judge(FILE, false, 1000, 0100600))
                .hasValueSatisfying(line -> assertThat(line).contains("uid 1000", "chown root " + FILE));
    }

    @Test
    void aFileThatOthersCanWriteIsNot() {
        assertThat(TrustedFile.judge(FILE, false, 0, 0100664))
                .hasValueSatisfying(line -> assertThat(line).contains("chmod go-w " + FILE));
        assertThat(TrustedFile.judge(FILE, false, 0, 0100602)).isPresent();
        assertThat(TrustedFile.judge(FILE, false, 0, 0101602)).isPresent();
    }

    @Test
    void aFolderThatOthersCanWriteIsTrustedOnlyIfItIsSticky() {
        assertThat(TrustedFile.judge(FILE.getParent(), true, 0, 040777)).isPresent();
        assertThat(TrustedFile.judge(FILE.getParent(), true, 0, 041777)).isEmpty();
    }

    @Test
    void aMissingFileIsNoProblem() {
        assertThat(TrustedFile.problem(folder.resolve("none"))).isEmpty();
    }

    @Test
    void whoeverElseCanWriteTheRealFileOrItsFolderIsFoundBehindALink() throws IOException {
        Path file = Files.writeString(folder.resolve("c.yml"), "");
        Assumptions.assumeTrue((Integer) Files.getAttribute(file, "unix:uid") == 0, "only root owns root's files");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThat(TrustedFile.problem(link)).isEmpty();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(TrustedFile.problem(link)).isPresent();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        assertThatThrownBy(() -> TrustedFile.resolve(link))
                .hasMessageStartingWith(file.toRealPath() + " can be written");
    }

    @Test
    void aLinkThatOthersCanReplaceIsFoundWhereverItLeads() throws IOException {
        Path file = Files.writeString(folder.resolve("c.yml"), "");
        Assumptions.assumeTrue((Integer) Files.getAttribute(file, "unix:uid") == 0, "only root owns root's files");
        Path open = Files.createDirectory(folder.resolve("open"));
        Path link = Files.createSymbolicLink(open.resolve("link"), file);
        Path first = Files.createSymbolicLink(folder.resolve("first"), link);
        assertThat(TrustedFile.problem(first)).isEmpty();
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(TrustedFile.problem(first))
                .hasValueSatisfying(line -> assertThat(line).startsWith(open + " can be written"));
        Files.setAttribute(open, "unix:mode", 01777);
        assertThat(TrustedFile.problem(first)).isEmpty();
        Files.setAttribute(link, "unix:uid", 1000, LinkOption.NOFOLLOW_LINKS);
        assertThat(TrustedFile.problem(first))
                .hasValueSatisfying(line -> assertThat(line).startsWith(link + " belongs to uid 1000"));
        assertThat(ConfigText.read(first, 10)).contains("");
        assertThatThrownBy(() -> ConfigText.readTrusted(first, 10)).hasMessageContaining("belongs to uid 1000");
    }

    @Test
    void whoeverElseCanWriteAnyFolderAboveIsFound() throws IOException {
        Path file =
                Files.writeString(Files.createDirectories(folder.resolve("a/b")).resolve("c.yml"), "");
        Assumptions.assumeTrue((Integer) Files.getAttribute(file, "unix:uid") == 0, "only root owns root's files");
        assertThat(TrustedFile.problem(file)).isEmpty();
        assertThat(TrustedFile.resolve(file)).isEqualTo(file.toRealPath());
        Path grandparent = folder.resolve("a");
        Files.setPosixFilePermissions(grandparent, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> TrustedFile.resolve(file))
                .hasMessageStartingWith(grandparent.toRealPath() + " can be written");
        Files.setAttribute(grandparent, "unix:mode", 01777);
        assertThat(TrustedFile.problem(file)).isEmpty();
    }
}
