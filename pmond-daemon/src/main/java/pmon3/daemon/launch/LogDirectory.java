package pmon3.daemon.launch;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.config.Settings;
import pmon3.daemon.kernel.UserDirectory;
import pmon3.daemon.kernel.UserDirectory.Account;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** The directory of pmond's own logs: made before the first log in it, and left as it is once it is there. */
public final class LogDirectory {
    private static final Logger LOG = LoggerFactory.getLogger("pmond.launch");
    private static final int OTHERS_WRITE = 0002;

    private static final FileAttribute<Set<PosixFilePermission>> PARENTS = permissions("rwxr-xr-x");
    /** Until it has its owner and mode, nobody else gets in. */
    private static final FileAttribute<Set<PosixFilePermission>> AT_FIRST = permissions("rwx------");

    private LogDirectory() {}

    /** Makes it if need be, and warns if everybody can write in it: what is found there is then treated as hostile. */
    public static void prepare(Path directory, Settings.Ownership ownership, UserDirectory users) {
        makeIfMissing(directory, ownership, users);
        try {
            if (((int) Files.getAttribute(directory, "unix:mode") & OTHERS_WRITE) != 0) {
                LOG.warn("{} can be written by everybody: run 'chmod o-w {}'", directory, directory);
            }
        } catch (IOException e) {
            throw refused(directory, e.getMessage());
        }
    }

    /** Called by several threads at once; whoever comes second finds it made. */
    static void makeIfMissing(Path directory, Settings.Ownership ownership, UserDirectory users) {
        if (Files.exists(directory)) {
            return;
        }
        Optional<Integer> uid = ownership
                .user()
                .map(name -> users.byName(name)
                        .map(Account::uid)
                        .orElseThrow(() -> refused(directory, "no such user: " + name)));
        Optional<Integer> gid = ownership
                .group()
                .map(name -> users.groupId(name).orElseThrow(() -> refused(directory, "no such group: " + name)));
        try {
            if (directory.getParent() != null) {
                Files.createDirectories(directory.getParent(), PARENTS);
            }
            Files.createDirectory(directory, AT_FIRST);
            if (gid.isPresent()) {
                Files.setAttribute(directory, "unix:gid", gid.get());
            }
            Files.setAttribute(directory, "unix:mode", ownership.directoryMode());
            if (uid.isPresent()) {
                Files.setAttribute(directory, "unix:uid", uid.get());
            }
        } catch (FileAlreadyExistsException raced) {
            if (!Files.isDirectory(directory)) {
                throw refused(directory, raced.getFile() + " is not a directory");
            }
        } catch (AccessDeniedException e) {
            throw refused(directory, "permission denied");
        } catch (IOException e) {
            throw refused(directory, e.getMessage());
        }
    }

    private static PmonException refused(Path directory, String reason) {
        return new PmonException(ErrorCode.START, "cannot make the log directory " + directory + ": " + reason);
    }

    private static FileAttribute<Set<PosixFilePermission>> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }
}
