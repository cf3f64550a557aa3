package pmon3.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of the repository that is made from the code; with {@code -Dpmon3.golden.write=true} it is written instead. */
public final class GoldenFile {
    private GoldenFile() {}

    /** @param path from the repository's root */
    public static void check(String path, String text) throws IOException {
        Path file = Path.of("..").resolve(path);
        if (Boolean.getBoolean("pmon3.golden.write")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(file).content().isEqualTo(text);
    }
}
