package pmon3.cli.client;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * Makes paths absolute as the user's shell would: against the logical working directory, links not resolved. {@code .}
 * and doubled slashes go; {@code ..} takes the folder before it away only where that is a real folder, because behind a
 * link the kernel goes elsewhere.
 */
public final class UserPaths {
    /** What bytes that are no UTF-8 are read as. */
    private static final char REPLACEMENT = '\ufffd';

    private final Surroundings surroundings;

    public UserPaths(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * @param path as typed, not empty
     * @throws PmonException FAILED if it is relative to a folder whose name is no UTF-8
     */
    public String absolute(String path) {
        return normalized(path.startsWith("/") ? path : logicalDirectory() + "/" + path);
    }

    /** PWD if it is the working directory under the name that the user came by, else the working directory. */
    private String logicalDirectory() {
        String physical = surroundings.workingDirectory();
        if (physical.indexOf(REPLACEMENT) >= 0) {
            throw new PmonException(
                    ErrorCode.FAILED, "the working directory's name is not valid UTF-8; give the whole path");
        }
        String pwd = surroundings.variable("PWD");
        return pwd.startsWith("/") && isSame(pwd, physical) ? pwd : physical;
    }

    private static boolean isSame(String path, String physical) {
        try {
            return new File(path).getCanonicalPath().equals(physical);
        } catch (IOException e) {
            return false;
        }
    }

    private static String normalized(String path) {
        StringBuilder result = new StringBuilder(path.length());
        int from = 0;
        while (from < path.length()) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            append(result, path.substring(from, to));
            from = to + 1;
        }
        return result.length() == 0 ? "/" : result.toString();
    }

    private static void append(StringBuilder result, String part) {
        if (part.isEmpty() || part.equals(".")) {
            return;
        }
        if (part.equals("..") && (result.length() == 0 || isRealFolder(result.toString()))) {
            result.setLength(Math.max(result.lastIndexOf("/"), 0));
            return;
        }
        result.append('/').append(part);
    }

    private static boolean isRealFolder(String path) {
        if (path.endsWith("/..")) {
            return false;
        }
        Path folder = Path.of(path);
        return Files.isDirectory(folder) && !Files.isSymbolicLink(folder);
    }
}
