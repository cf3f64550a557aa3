package pmon3.daemon.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The helper, compiled once for the tests of this JVM, before there is a kernel whose reaper would reap the compiler. */
final class HelperBinary {
    private static final String SOURCE = "src/main/c/pmon3-spawn.c";
    private static final long COMPILER_LIMIT_S = 60;
    private static final Path PATH = compile();

    private HelperBinary() {}

    static Path path() {
        return PATH;
    }

    private static Path compile() {
        try {
            Path binary = Files.createDirectories(Path.of("target/test-helper"))
                    .resolve("pmon3-spawn")
                    .toAbsolutePath();
            Process compiler = new ProcessBuilder(
                            "cc",
                            "-std=c17",
                            "-O2",
                            "-static",
                            "-Wall",
                            "-Wextra",
                            "-Werror",
                            "-fstack-protector-strong",
                            "-D_FORTIFY_SOURCE=2",
                            "-o",
                            binary.toString(),
                            SOURCE)
                    .inheritIO()
                    .start();
            if (!compiler.waitFor(COMPILER_LIMIT_S, TimeUnit.SECONDS) || compiler.exitValue() != 0) {
                throw new IllegalStateException("cc could not compile " + SOURCE);
            }
            return binary;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }
}
