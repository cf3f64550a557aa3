package pmon3.daemon.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** The database's file, its backup, and where a damaged one is kept. Names in a directory that only pmond's user writes. */
final class DatabaseFiles {
    static final String BACKUP = DataDirectory.DATABASE + ".backup";
    private static final String BACKUP_IN_THE_MAKING = BACKUP + ".new";
    /** Where one that was lost is made again. */
    static final String IN_THE_MAKING = DataDirectory.DATABASE + ".new";

    private static final List<String> PARTS = List.of("", "-wal", "-shm", "-journal");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Path directory;

    DatabaseFiles(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    Path database() {
        return directory.resolve(DataDirectory.DATABASE);
    }

    Path backup() {
        return directory.resolve(BACKUP);
    }

    /** Where {@code VACUUM INTO} writes: a file that does not exist yet. */
    Path newBackup() throws IOException {
        Path made = directory.resolve(BACKUP_IN_THE_MAKING);
        Files.deleteIfExists(made);
        return made;
    }

    /** Of what was being made when pmond ended, nothing may get into what is made now. */
    void clearTheMaking() throws IOException {
        for (String part : PARTS) {
            Files.deleteIfExists(directory.resolve(IN_THE_MAKING + part));
        }
    }

    Path inTheMaking() {
        return directory.resolve(IN_THE_MAKING);
    }

    /** A plain file; a link is nobody's backup, and an empty one holds nothing. */
    boolean hasBackup() {
        return Files.isRegularFile(backup(), LinkOption.NOFOLLOW_LINKS)
                && backup().toFile().length() > 0;
    }

    /** No installation that has a backup has this: something emptied it, or kept it from being filled. */
    boolean isDatabaseEmpty() {
        return Files.isRegularFile(database(), LinkOption.NOFOLLOW_LINKS)
                && database().toFile().length() == 0;
    }

    boolean hasDatabase() {
        return Files.exists(database(), LinkOption.NOFOLLOW_LINKS);
    }

    Instant backupTime() throws IOException {
        return Files.getLastModifiedTime(backup()).toInstant();
    }

    /** Durable, and in the backup's place at once. */
    void keepAsBackup(Path made) throws IOException {
        sync(made);
        Files.move(made, backup(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(directory);
    }

    /** Moves the database away, with all that belongs to it. @return where what is left of it is now */
    Path setAside(Instant now) throws IOException {
        Path aside = directory.resolve(DataDirectory.DATABASE + ".damaged-" + STAMP.format(now));
        for (String part : PARTS) {
            Path from = directory.resolve(DataDirectory.DATABASE + part);
            if (Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(from, directory.resolve(aside.getFileName() + part), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return aside;
    }

    /** A durable copy of the backup, to be looked at before it takes the place of anything. */
    Path copyBackup() throws IOException {
        Path copy = Files.copy(backup(), directory.resolve(BACKUP_IN_THE_MAKING), StandardCopyOption.REPLACE_EXISTING);
        sync(copy);
        return copy;
    }

    void putInPlace(Path copy) throws IOException {
        Files.move(copy, database(), StandardCopyOption.ATOMIC_MOVE);
        sync(directory);
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
