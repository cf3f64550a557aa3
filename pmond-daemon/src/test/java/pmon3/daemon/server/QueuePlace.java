package pmon3.daemon.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import pmon3.ipc.OwnUid;

/** Message queues mounted in a test's own folder, and the client's program for them, compiled once for this JVM. */
final class QueuePlace {
    private static final String SOURCE = "../pmon3-cli/src/main/c/pmon3-mq.c";
    private static final long LIMIT_S = 60;
    private static final Path HOME = compile();

    private QueuePlace() {}

    /** The folder of programs; from now on clients of this JVM find it. */
    static Path home() {
        System.setProperty("pmon3.home", HOME.toString());
        return HOME;
    }

    /** Whether this user can mount queues. */
    static boolean canMount() {
        return OwnUid.read() == 0;
    }

    static Path mount(Path folder) {
        try {
            home();
            Path mount = Files.createDirectory(folder.resolve("mqueue"));
            run(List.of("mount", "-t", "mqueue", "none", mount.toString()));
            return mount;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void unmount(Path folder) {
        if (Files.exists(folder.resolve("mqueue"))) {
            run(List.of("umount", "--lazy", folder.resolve("mqueue").toString()));
        }
    }

    private static Path compile() {
        try {
            Path home = Files.createTempDirectory("pmon3-test-home-");
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path folder = Files.createDirectory(home.resolve("lib"));
            Path binary = folder.resolve("pmon3-mq");
            run(List.of(
                    "cc",
                    "-std=c17",
                    "-O2",
                    "-static",
                    "-Wall",
                    "-Wextra",
                    "-Werror",
                    "-D_FORTIFY_SOURCE=2",
                    "-o",
                    binary.toString(),
                    SOURCE));
            home.toFile().deleteOnExit();
            folder.toFile().deleteOnExit();
            binary.toFile().deleteOnExit();
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("failed: " + command);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
