package pmon3.daemon.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.config.Settings.Ownership;
import pmon3.daemon.kernel.FakeUserDirectory;
import pmon3.model.PmonException;

class LogDirectoryTest {
    private static final Ownership OWN = new Ownership(Optional.empty(), Optional.empty(), 0775, 0660);

    @TempDir
    Path folder;

    private static void make(Path directory, Ownership ownership) {
        LogDirectory.makeIfMissing(directory, ownership, new FakeUserDirectory());
    }

    @Test
    void isMadeWithItsParentsAndItsMode() throws IOException {
        Path directory = folder.resolve("a/b");
        make(directory, OWN);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwxrwxr-x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.getParent())))
                .isEqualTo("rwxr-xr-x");
    }

    @Test
    void isLeftAsItIsOnceItIsThere() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x---"));
        make(folder, OWN);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx--x---");
    }

    @Test
    void saysWhichPartOfThePathIsInTheWay() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> make(file.resolve("logs"), OWN))
                .isInstanceOf(PmonException.class)
                .hasMessageContaining("cannot make the log directory " + file + "/logs")
                .hasMessageContaining(file + " is not a directory");
    }

    @Test
    void isNotMadeForAGroupThatDoesNotExist() {
        Path directory = folder.resolve("logs");
        Ownership ownership = new Ownership(Optional.empty(), Optional.of("no-such-group"), 0775, 0660);
        assertThatThrownBy(() -> make(directory, ownership))
                .isInstanceOf(PmonException.class)
                .hasMessageContaining("no such group: no-such-group");
        assertThat(directory).doesNotExist();
    }
}
