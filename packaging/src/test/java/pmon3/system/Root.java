package pmon3.system;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** What only root can test, and the programs of the machine that every user of it can start. */
final class Root {
    /** As {@link Command} has it; a program only in somebody's home is none that others can start. */
    private static final String[] FOLDERS = {"/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin"};

    private Root() {}

    /** Skips the test where it is not run by root. */
    static void required() {
        assumeTrue(is(), "needs root: processes of several users are started");
    }

    static boolean is() {
        return Proc.of((int) ProcessHandle.current().pid())
                .flatMap(Proc::uid)
                .filter(uid -> uid == 0)
                .isPresent();
    }

    static String program(String name) {
        for (String folder : FOLDERS) {
            Path file = Path.of(folder, name);
            if (Files.isExecutable(file)) {
                return file.toString();
            }
        }
        throw new AssertionError(name + " is not installed; packaging/test installs it");
    }
}
