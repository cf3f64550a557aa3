package pmon3.daemon.kernel;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Predicate;
import jnr.ffi.Pointer;

/**
 * Opens the daemon's own log as root in a directory that may be hostile: everything is done by the directory's
 * descriptor, no link is followed, nothing that exists is ever chowned, and what does not belong there is renamed aside
 * (openat(2), fchown(2), renameat2(2)).
 */
final class OwnLog {
    private static final int ATTEMPTS = 8;
    private static final int CREATION_MODE = 0600;
    private static final int PERMISSION_BITS = 0777;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final int APPENDING =
            Linux.O_WRONLY | Linux.O_APPEND | Linux.O_NOFOLLOW | Linux.O_NONBLOCK | Linux.O_NOCTTY | Linux.O_CLOEXEC;

    private final LogTarget.Own target;
    private final int directory;
    private final Pointer name;
    private final String path;
    private final Clock clock;
    private boolean created;

    /**
     * An opened log.
     *
     * @param fd for appending, close-on-exec
     * @param created what was made now; empty if it existed
     */
    record Opened(int fd, Optional<FileFacts> created) {}

    private OwnLog(LogTarget.Own target, int directory, Clock clock) {
        this.target = target;
        this.directory = directory;
        this.name = LibC.text(target.fileName());
        this.path = target.directory() + "/" + target.fileName();
        this.clock = clock;
    }

    static Opened open(LogTarget.Own target, Clock clock) throws ErrnoException {
        int directory = openDirectory(target.directory(), target.fileName());
        try {
            OwnLog log = new OwnLog(target, directory, clock);
            int fd = log.open();
            return new Opened(fd, log.created ? Optional.of(log.facts(fd)) : Optional.empty());
        } finally {
            Descriptors.close(directory);
        }
    }

    /** Removes the name if it is what {@link #open} makes for that user, none is as good; anything else stays. */
    static void discard(String directoryPath, String fileName, int uid) throws ErrnoException {
        discard(directoryPath, fileName, facts -> isLogOf(uid, facts));
    }

    /** Removes the name if it is still that of the file that was made, and nobody has written to it. */
    static void takeBack(LogTarget.Own target, FileFacts created) throws ErrnoException {
        discard(target.directory(), target.fileName(), facts -> facts.isSameFile(created) && facts.size() == 0);
    }

    private static void discard(String directoryPath, String fileName, Predicate<FileFacts> meant)
            throws ErrnoException {
        int directory = openDirectory(directoryPath, fileName);
        try {
            Pointer name = LibC.text(fileName);
            String path = directoryPath + "/" + fileName;
            boolean gone = !meant.test(FileFacts.ofName(directory, name, path))
                    || LibC.calls().unlinkat(directory, name, 0) == 0;
            if (!gone) {
                throw ErrnoException.last(path);
            }
        } catch (ErrnoException failure) {
            if (!failure.isMissing()) {
                throw failure;
            }
        } finally {
            Descriptors.close(directory);
        }
    }

    private static int openDirectory(String path, String fileName) throws ErrnoException {
        if (fileName.indexOf('/') >= 0 || fileName.isEmpty()) {
            throw new ErrnoException(fileName, Errno.EINVAL);
        }
        int flags = Linux.O_RDONLY | Linux.O_DIRECTORY | Linux.O_CLOEXEC;
        int directory = LibC.calls().open(LibC.text(path), flags, 0);
        if (directory < 0) {
            throw ErrnoException.last(path);
        }
        return Descriptors.raise(directory, path);
    }

    /** Somebody who can write in the directory may change the name at any moment, so a few times round. */
    private int open() throws ErrnoException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                if (isOurs(FileFacts.ofName(directory, name, path))) {
                    int fd = openExisting();
                    if (fd >= 0) {
                        return fd;
                    }
                }
                renameAside();
            } catch (ErrnoException failure) {
                if (!failure.isMissing()) {
                    throw failure;
                }
                int fd = create();
                if (fd >= 0) {
                    return fd;
                }
            }
        }
        throw new ErrnoException(path, Errno.EAGAIN);
    }

    private FileFacts facts(int fd) throws ErrnoException {
        try {
            return FileFacts.ofDescriptor(fd, path);
        } catch (ErrnoException failure) {
            Descriptors.close(fd);
            throw failure;
        }
    }

    private boolean isOurs(FileFacts facts) {
        return isLogOf(target.uid(), facts);
    }

    private static boolean isLogOf(int uid, FileFacts facts) {
        return facts.isRegular() && facts.links() == 1 && facts.uid() == uid;
    }

    /** @return -1 if the name was changed to something else meanwhile */
    private int openExisting() throws ErrnoException {
        int fd = LibC.calls().openat(directory, name, APPENDING, 0);
        if (fd < 0) {
            throw ErrnoException.last(path);
        }
        fd = Descriptors.raise(fd, path);
        try {
            if (isOurs(FileFacts.ofDescriptor(fd, path))) {
                return blocking(fd);
            }
        } catch (ErrnoException failure) {
            Descriptors.close(fd);
            throw failure;
        }
        Descriptors.close(fd);
        return -1;
    }

    /**
     * Until mode and owner are set it is open to nobody but root; the mode is set last, as fchown(2) may clear bits, and
     * by descriptor, so that the umask has no part in it.
     *
     * @return -1 if the name is taken now
     */
    private int create() throws ErrnoException {
        int fd = LibC.calls().openat(directory, name, APPENDING | Linux.O_CREAT | Linux.O_EXCL, CREATION_MODE);
        if (fd < 0) {
            ErrnoException failure = ErrnoException.last(path);
            if (failure.isTaken()) {
                return -1;
            }
            throw failure;
        }
        fd = raiseOrRemove(fd);
        boolean given = LibC.calls().fchown(fd, target.uid(), target.gid()) == 0
                && LibC.calls().fchmod(fd, target.mode() & PERMISSION_BITS) == 0;
        if (!given) {
            ErrnoException failure = ErrnoException.last(path + ": cannot be given to its user");
            LibC.calls().unlinkat(directory, name, 0);
            Descriptors.close(fd);
            throw failure;
        }
        created = true;
        return blocking(fd);
    }

    private int raiseOrRemove(int fd) throws ErrnoException {
        try {
            return Descriptors.raise(fd, path);
        } catch (ErrnoException failure) {
            LibC.calls().unlinkat(directory, name, 0);
            throw failure;
        }
    }

    private int blocking(int fd) throws ErrnoException {
        if (LibC.calls().fcntl(fd, Linux.F_SETFL, Linux.O_APPEND) != 0) {
            ErrnoException failure = ErrnoException.last(path);
            Descriptors.close(fd);
            throw failure;
        }
        return fd;
    }

    private void renameAside() throws ErrnoException {
        String aside = target.fileName() + "-" + STAMP.format(clock.instant());
        for (int number = 0; number < ATTEMPTS; number++) {
            Pointer free = LibC.text(number == 0 ? aside : aside + "." + number);
            if (LibC.calls().renameat2(directory, name, directory, free, Linux.RENAME_NOREPLACE) == 0) {
                return;
            }
            int errno = LibC.errno();
            if (errno == Errno.EINVAL || errno == Errno.ENOSYS) {
                errno = renameWithoutGuard(free);
            }
            if (errno == 0 || errno == Errno.ENOENT) {
                return;
            }
            if (errno != Errno.EEXIST) {
                throw new ErrnoException(path + ": cannot be renamed aside", errno);
            }
        }
        throw new ErrnoException(path + ": cannot be renamed aside", Errno.EEXIST);
    }

    /** For file systems that do not know RENAME_NOREPLACE. */
    private int renameWithoutGuard(Pointer free) throws ErrnoException {
        try {
            FileFacts.ofName(directory, free, path);
            return Errno.EEXIST;
        } catch (ErrnoException failure) {
            if (!failure.isMissing()) {
                throw failure;
            }
        }
        return LibC.calls().renameat(directory, name, directory, free) == 0 ? 0 : LibC.errno();
    }
}
