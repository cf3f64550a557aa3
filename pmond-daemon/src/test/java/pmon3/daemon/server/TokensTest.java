package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.ipc.OwnUid;

class TokensTest {
    private static final String ONE = "a".repeat(32);
    private static final String OTHER = "b".repeat(32);

    @TempDir
    private Path folder;

    @Test
    void a_file_that_stays_the_same_is_not_read_again_and_each_change_counts_at_once() throws Exception {
        Path file = folder.resolve("tokens");
        write(file, "ann " + ONE);
        Tokens tokens = new Tokens(file, OwnUid.read());
        write(file, "ann " + OTHER);
        assertThat(tokens.now()).isEqualTo(Map.of("ann", OTHER));
        Eventually.await("it is kept", () -> tokens.now() == tokens.now());

        write(file, "ann " + ONE);
        assertThat(tokens.now()).isEqualTo(Map.of("ann", ONE));
        Eventually.await("it is kept", () -> tokens.now() == tokens.now());

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(tokens.now()).isEmpty();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(tokens.now()).isEqualTo(Map.of("ann", ONE));
        Files.delete(file);
        assertThat(tokens.now()).isEmpty();
    }

    private static void write(Path file, String text) throws Exception {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
