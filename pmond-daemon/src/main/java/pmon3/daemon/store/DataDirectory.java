package pmon3.daemon.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pmon3.config.TrustedFile;

/**
 * The directory of the database, before SQLite sees it: created as configured, and refused, untouched, where somebody else
 * could have put something there. SQLite gives -wal and -shm the mode and the owners of the database itself.
 */
final class DataDirectory {
    static final String DATABASE = "data.db";

    private static final List<String> COMPANIONS = List.of("-wal", "-shm", "-journal");
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    private static final int PERMISSION_BITS = 07777;
    private static final String CHECK_OWNER = "check owner, mode and group of it and the directories above it";

    private final Path directory;
    private final StoreAccess access;

    private DataDirectory(Path directory, StoreAccess access) {
        this.directory = directory;
        this.access = access;
    }

    static DataDirectory of(Path directory, StoreAccess access) {
        return new DataDirectory(directory.toAbsolutePath().normalize(), access);
    }

    /** Creates it if it is missing. */
    void secure() {
        boolean created = !Files.exists(directory, LinkOption.NOFOLLOW_LINKS);
        try {
            if (created) {
                checkBeforeCreation();
                createDirectories();
            }
            Map<String, Object> found = Files.readAttributes(directory, "unix:mode,uid,gid,isDirectory");
            if (!(boolean) found.get("isDirectory")) {
                throw StoreErrors.of("cannot use " + directory + ": it is not a directory; move it away, or set"
                        + " data.directory to another one");
            }
            checkOwner(directory, found);
            checkAbove(directory.toRealPath());
            applyAccess(directory, found, access.directoryMode(), created);
        } catch (IOException e) {
            throw StoreErrors.of("cannot make the data directory", directory, CHECK_OWNER, e);
        }
        if (!Files.isWritable(directory)) {
            throw StoreErrors.of("cannot write to the data directory " + directory
                    + ": check the mount, its owner and its mode, or set data.directory to another one");
        }
    }

    /** Nothing is made where what is made would be refused. */
    private void checkBeforeCreation() throws IOException {
        Path existing = directory.getParent();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing != null) {
            checkAbove(existing.toRealPath().resolve(directory.getFileName()));
        }
    }

    private void createDirectories() throws IOException {
        if (directory.getParent() != null && !Files.exists(directory.getParent())) {
            Files.createDirectories(
                    directory.getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        }
        Files.createDirectory(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** @return the database of this name: a file that may be opened; empty if it is new */
    Path database(String name) {
        Path database = directory.resolve(name);
        boolean created = createIfMissing(database);
        for (String suffix : COMPANIONS) {
            Path companion = directory.resolve(name + suffix);
            if (Files.exists(companion, LinkOption.NOFOLLOW_LINKS)) {
                secureFile(companion, false);
            }
        }
        secureFile(database, created);
        if (!Files.isWritable(database)) {
            throw StoreErrors.of("cannot write " + database + ": check the mount, its owner and its mode");
        }
        checkMagic(database);
        return database;
    }

    private boolean createIfMissing(Path database) {
        if (Files.exists(database, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try {
            Files.createFile(
                    database, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return true;
        } catch (IOException e) {
            throw StoreErrors.of("cannot create", database, "check the data directory's owner, mode and free space", e);
        }
    }

    private void secureFile(Path file, boolean created) {
        try {
            Map<String, Object> found = Files.readAttributes(
                    file,
                    "unix:mode,uid,gid,nlink,isDirectory,isRegularFile,isSymbolicLink",
                    LinkOption.NOFOLLOW_LINKS);
            checkKind(file, found);
            checkOwner(file, found);
            applyAccess(file, found, access.fileMode(), created);
        } catch (IOException e) {
            throw StoreErrors.of("cannot prepare", file, CHECK_OWNER, e);
        }
    }

    private static void checkKind(Path file, Map<String, Object> found) {
        if (!(boolean) found.get("isRegularFile") || (int) found.get("nlink") != 1) {
            throw StoreErrors.of("cannot use " + file + ": it is " + kind(found)
                    + "; put a plain file in its place, or move it away to start with an empty database");
        }
    }

    private static String kind(Map<String, Object> found) {
        if ((boolean) found.get("isDirectory")) {
            return "a directory";
        }
        if ((boolean) found.get("isSymbolicLink")) {
            return "a symbolic link";
        }
        return (boolean) found.get("isRegularFile") ? "a file with several names (hard links)" : "not a regular file";
    }

    private void checkOwner(Path file, Map<String, Object> found) {
        int uid = (int) found.get("uid");
        if (uid != 0 && uid != access.ownUid()) {
            throw StoreErrors.of("cannot use " + file + ": it belongs to uid " + Integer.toUnsignedString(uid)
                    + ", who could put commands in it; check what it holds, then give it to "
                    + (access.privileged() ? "root" : "uid " + Integer.toUnsignedString(access.ownUid()))
                    + " with chown");
        }
    }

    /** Who can write a folder above, or replace a link to it, could put another database there, and with it commands. */
    private void checkAbove(Path real) throws IOException {
        if (!access.privileged()) {
            return;
        }
        Optional<String> above = TrustedFile.problemAbove(real);
        Optional<String> problem = above.isPresent() ? above : TrustedFile.problemOnTheWay(directory);
        if (problem.isPresent()) {
            throw StoreErrors.of("cannot use " + directory + ": " + problem.get());
        }
    }

    /** What exists is a rootless user's own affair; a root pmond enforces what it was told, and what is safe. */
    private void applyAccess(Path file, Map<String, Object> found, int mode, boolean created) throws IOException {
        if (!created && !access.privileged()) {
            return;
        }
        if (access.gid().isPresent() && access.gid().getAsInt() != (int) found.get("gid")) {
            Files.setAttribute(file, "unix:gid", access.gid().getAsInt());
        }
        if (((int) found.get("mode") & PERMISSION_BITS) != mode) {
            Files.setAttribute(file, "unix:mode", mode);
        }
    }

    /** Only while no connection is open to it: see {@link FileGuard}. */
    private static void checkMagic(Path database) {
        try (InputStream in = Files.newInputStream(database)) {
            checkMagic(database, in.readNBytes(MAGIC.length));
        } catch (IOException e) {
            throw StoreErrors.of("cannot read", database, "check its owner and mode", e);
        }
    }

    static int magicBytes() {
        return MAGIC.length;
    }

    /**
     * @param start the first bytes of the file, {@link #magicBytes} if it has so many
     * @throws LostDatabaseException if they are not those of a database; an empty one is none yet
     */
    static void checkMagic(Path database, byte[] start) {
        if (start.length > 0 && !Arrays.equals(start, MAGIC)) {
            throw StoreErrors.lost("cannot open " + database + ": " + StoreErrors.NOT_A_DATABASE);
        }
    }
}
