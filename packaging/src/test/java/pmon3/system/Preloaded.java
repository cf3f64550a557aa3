package pmon3.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A library of the test's own that takes the place of some calls of a pmond's libc, and of no program's that it starts. */
final class Preloaded {
    private Preloaded() {}

    /**
     * For a pmond that is not started yet.
     *
     * @param name of the library's file
     * @param source in C
     * @return the same pmond
     */
    static PmondFixture into(PmondFixture pmond, String name, String source) {
        Path library = pmond.folder().resolve(name + ".so");
        try {
            Path written = Files.writeString(pmond.folder().resolve(name + ".c"), source);
            Command.of(
                            "cc",
                            "-shared",
                            "-fPIC",
                            "-O2",
                            "-Wall",
                            "-Werror",
                            "-o",
                            library.toString(),
                            written.toString())
                    .run()
                    .ok();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pmond.environment("LD_PRELOAD", library.toString());
    }
}
