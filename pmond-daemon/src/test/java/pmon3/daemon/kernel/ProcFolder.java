package pmon3.daemon.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A folder that looks like /proc, in which a process can be made impossible to read. */
final class ProcFolder {
    private final Path folder;

    ProcFolder(Path folder) throws IOException {
        this.folder = folder;
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    ProcScanner scanner() throws ErrnoException {
        return new ProcScanner(folder.toString());
    }

    /** A live process. */
    void show(int pid, long startTicks) {
        write(pid, pid + " (web) S 1 40 41 0 -1 0 100 0 0 0 7 8 0 0 20 0 1 0 " + startTicks + " 5558272 441 0\n");
    }

    /** As another user's with hidepid=1, for whoever is not root. */
    void hide(int pid) throws IOException {
        show(pid, 1);
        Files.setPosixFilePermissions(folder.resolve(pid + "/stat"), PosixFilePermissions.fromString("---------"));
    }

    /** Reading it fails for a reason that says nothing of the process: its name leads to itself. */
    void obstruct(int pid) throws IOException {
        Path stat =
                Files.createDirectories(folder.resolve(Integer.toString(pid))).resolve("stat");
        Files.deleteIfExists(stat);
        Files.createSymbolicLink(stat, stat);
    }

    private void write(int pid, String line) {
        try {
            Path stat = Files.createDirectories(folder.resolve(Integer.toString(pid)))
                    .resolve("stat");
            Path whole = Files.writeString(folder.resolve("whole"), line);
            Files.move(whole, stat, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
