package pmon3.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * Whether a file that decides what root executes is root's alone: itself, each link that leads to it and all folders above
 * them belong to root, and nobody else may write them. What was judged is read by the path that it was found at, through no
 * link, so that nobody can exchange it in between.
 */
public final class TrustedFile {
    private static final int GROUP_AND_OTHER_WRITE = 0022;
    private static final int STICKY = 01000;
    /** As many as the kernel follows (path_resolution(7)). */
    private static final int LINKS_FOLLOWED = 40;

    private TrustedFile() {}

    /**
     * What is wrong, in one line with what to do about it; empty if only root can write the file, or if there is none.
     *
     * @throws PmonException (BAD_CONFIGURATION) if that cannot be told
     */
    public static Optional<String> problem(Path file) {
        try {
            return problemAt(file, file.toRealPath());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw ConfigText.unreadable(file, e);
        }
    }

    /**
     * The file with all links resolved, as it was looked at; empty if there is none.
     *
     * @throws PmonException (BAD_CONFIGURATION) if others than root can write it, or if it cannot be seen
     */
    public static Optional<Path> resolveIfThere(Path file) {
        try {
            return Optional.of(judged(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw ConfigText.unreadable(file, e);
        }
    }

    /**
     * What is wrong with the folders above: whoever can write one of them can put another in the place of the next.
     *
     * @param path absolute; a folder that is a link is judged by what it leads to
     */
    public static Optional<String> problemAbove(Path path) throws IOException {
        for (Path folder = path.getParent(); folder != null; folder = folder.getParent()) {
            Optional<String> problem = problemOf(folder, true);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    /**
     * What is wrong with the links on the way to something that is used by this path again and again: whoever can replace one
     * of them can have another thing used.
     *
     * @param path absolute
     */
    public static Optional<String> problemOnTheWay(Path path) throws IOException {
        for (Path at = path; at != null; at = at.getParent()) {
            Optional<String> problem = Files.isSymbolicLink(at) ? problemOfLinks(at) : Optional.empty();
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    /**
     * The file with all links resolved, as it was looked at.
     *
     * @throws PmonException (BAD_CONFIGURATION) if others than root can write it, or if it is missing or cannot be seen
     */
    public static Path resolve(Path file) {
        try {
            return judged(file);
        } catch (NoSuchFileException e) {
            throw new PmonException(ErrorCode.BAD_CONFIGURATION, file + ": no such file or directory", e);
        } catch (IOException e) {
            throw ConfigText.unreadable(file, e);
        }
    }

    private static Path judged(Path file) throws IOException {
        Path real = file.toRealPath();
        Optional<String> problem = problemAt(file, real);
        if (problem.isPresent()) {
            throw new PmonException(ErrorCode.BAD_CONFIGURATION, problem.get());
        }
        return real;
    }

    private static Optional<String> problemAt(Path file, Path real) throws IOException {
        Optional<String> problem = problemOf(real, Files.isDirectory(real));
        if (problem.isEmpty()) {
            problem = problemAbove(real);
        }
        return problem.isPresent() ? problem : problemOfLinks(file.toAbsolutePath());
    }

    /** Who can replace a link, or a folder above it, could have root read another file. */
    private static Optional<String> problemOfLinks(Path file) throws IOException {
        Path at = file;
        for (int links = 0; links < LINKS_FOLLOWED && Files.isSymbolicLink(at); links++) {
            int uid = (Integer) Files.getAttribute(at, "unix:uid", LinkOption.NOFOLLOW_LINKS);
            Optional<String> problem = uid == 0 ? problemAbove(at) : judge(at, false, uid, 0);
            if (problem.isPresent()) {
                return problem;
            }
            at = at.resolveSibling(Files.readSymbolicLink(at));
        }
        return problemAbove(at);
    }

    private static Optional<String> problemOf(Path path, boolean isFolder) throws IOException {
        Map<String, Object> stat = Files.readAttributes(path, "unix:uid,mode");
        return judge(path, isFolder, (Integer) stat.get("uid"), (Integer) stat.get("mode"));
    }

    /** The rule itself. In a sticky folder nobody can replace root's file. */
    static Optional<String> judge(Path path, boolean isFolder, int uid, int mode) {
        if (uid != 0) {
            return Optional.of(path + " belongs to uid " + uid
                    + ", who could have root execute anything: run 'chown root " + path + "'");
        }
        if ((mode & GROUP_AND_OTHER_WRITE) != 0 && !(isFolder && (mode & STICKY) != 0)) {
            return Optional.of(path + " can be written by others than root, who could have root execute anything: run"
                    + " 'chmod go-w " + path + "'");
        }
        return Optional.empty();
    }
}
