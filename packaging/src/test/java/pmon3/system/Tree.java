package pmon3.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;

/** The built tree that the tests drive. */
public final class Tree {
    private static final Path BUILT = built();
    private static Path forEveryone;

    private Tree() {}

    public static Path home() {
        return BUILT;
    }

    /** The tree where any user of the system may run it: a copy in the temporary folder if the built one is out of reach. */
    public static synchronized Path forEveryone() {
        if (forEveryone == null) {
            forEveryone = reachable(BUILT) ? BUILT : archived(copy());
        }
        return forEveryone;
    }

    private static Path built() {
        String home = System.getProperty("pmon3.home");
        if (home == null) {
            throw new IllegalStateException("the property pmon3.home must name the built tree");
        }
        return Path.of(home);
    }

    private static boolean reachable(Path folder) {
        try {
            for (Path at = folder; at != null; at = at.getParent()) {
                if (!Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of a test's own, which is removed at the end of the run. */
    static Path copy() {
        try {
            Path folder = Files.createTempDirectory("pmon3-tree");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
            Command.of("cp", "-a", BUILT.toString(), folder + "/pmon3").run().ok();
            Command.of("chmod", "-R", "a+rX", folder.toString()).run().ok();
            return folder.resolve("pmon3");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Class-data archives hold the path of the tree that they were made in: a copy needs its own. */
    private static Path archived(Path tree) {
        Command.of(tree + "/lib/archive-classes")
                .within(Duration.ofMinutes(3))
                .run()
                .ok();
        return tree;
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void remove(Path folder) {
        Command.of("rm", "-rf", "--one-file-system", folder.toString()).run().ok();
    }
}
