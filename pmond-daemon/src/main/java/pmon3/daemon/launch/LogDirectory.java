package pmon3.daemon.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.config.Settings;
import pmon3.daemon.kernel.UserDirectory;
import pmon3.daemon.kernel.UserDirectory.Account;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** The directory of pmond's own logs: made as configured if it is missing, else left as it is. */
public final class LogDirectory {
    private static final Logger LOG = LoggerFactory.getLogger("pmond.launch");
    private static final int OTHERS_WRITE = 0002;

    private LogDirectory() {}

    /** @throws PmonException if there can be no such directory: no program's output would have a place */
    public static void prepare(Path directory, Settings.Ownership ownership, UserDirectory users) {
        try {
            if (!Files.exists(directory)) {
                create(directory, ownership, users);
            }
            Map<String, Object> found = Files.readAttributes(directory, "unix:mode,isDirectory");
            if (!(boolean) found.get("isDirectory")) {
                throw refused(directory, "it is not a directory", null);
            }
            if (((int) found.get("mode") & OTHERS_WRITE) != 0) {
                LOG.warn("{} can be written by everybody: run 'chmod o-w {}'", directory, directory);
            }
        } catch (IOException e) {
            throw refused(directory, e.getMessage(), e);
        }
    }

    private static void create(Path directory, Settings.Ownership ownership, UserDirectory users) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        if (ownership.user().isPresent()) {
            String name = ownership.user().get();
            Account user =
                    users.byName(name).orElseThrow(() -> refused(directory, "user " + name + " does not exist", null));
            Files.setAttribute(directory, "unix:uid", user.uid(), LinkOption.NOFOLLOW_LINKS);
        }
        if (ownership.group().isPresent()) {
            String name = ownership.group().get();
            int gid = users.groupId(name)
                    .orElseThrow(() -> refused(directory, "group " + name + " does not exist", null));
            Files.setAttribute(directory, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
        }
        Files.setAttribute(directory, "unix:mode", ownership.directoryMode(), LinkOption.NOFOLLOW_LINKS);
    }

    private static PmonException refused(Path directory, String why, Throwable cause) {
        return new PmonException(
                ErrorCode.FAILED,
                "cannot use " + directory + " for logs: " + why + "; check it or set logs.directory to another one",
                cause);
    }
}
