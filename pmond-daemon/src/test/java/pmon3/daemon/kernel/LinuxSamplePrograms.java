package pmon3.daemon.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Shell scripts in a folder that every user can read. */
final class LinuxSamplePrograms implements SamplePrograms {
    private final Path folder;

    LinuxSamplePrograms() throws IOException {
        folder = Files.createTempDirectory("pmon3-kernel-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Path folder() {
        return folder;
    }

    /** A script of one user, run with that user's rights. */
    SpawnOrder script(long ticket, String body, Credentials credentials, LogTarget log) {
        Path file = write("script-" + ticket, "#!/bin/sh\n" + body + "\n", "rwxr-xr-x");
        return new SpawnOrder(
                ticket,
                file.toString(),
                List.of("name-of-it"),
                List.of("PATH=/usr/bin:/bin", "ANSWER=42"),
                folder.toString(),
                credentials,
                log);
    }

    @Override
    public SpawnOrder order(long ticket, Sample sample) {
        return switch (sample) {
            case LIVES -> program(ticket, "/bin/sleep", "sleeper", "1000");
            case RETURNS_SEVEN -> script(ticket, "exit 7");
            case HAS_CHILDREN -> script(ticket, "sleep 1000 & sleep 1000 & wait");
            case IGNORES_TERM -> script(ticket, "trap '' TERM; sleep 1000");
            case MISSING -> program(ticket, folder + "/missing", "missing");
            case DIRECTORY -> program(ticket, folder.toString(), "folder");
            case NOT_EXECUTABLE ->
                program(ticket, write("text", "text", "rw-r--r--").toString(), "text");
            case WITHOUT_INTERPRETER ->
                program(
                        ticket,
                        write("orphan", "#!" + folder + "/gone\n", "rwxr-xr-x").toString(),
                        "orphan");
        };
    }

    private SpawnOrder script(long ticket, String body) {
        return script(ticket, body, own(), new LogTarget.Chosen("/dev/null"));
    }

    private SpawnOrder program(long ticket, String file, String... argv) {
        return new SpawnOrder(
                ticket,
                file,
                List.of(argv),
                List.of("PATH=/usr/bin:/bin"),
                folder.toString(),
                own(),
                new LogTarget.Chosen("/dev/null"));
    }

    static Credentials own() {
        int uid = OwnProcess.effectiveUid();
        return new Credentials(uid, uid, List.of());
    }

    Path write(String name, String content, String permissions) {
        try {
            Path file = Files.writeString(folder.resolve(name), content);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
