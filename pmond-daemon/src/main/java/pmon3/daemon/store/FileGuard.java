package pmon3.daemon.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether what stands under an open database's names is what was opened, and whole. Has one descriptor of its own from
 * before the connection is made until after it is closed: to close any of a file gives up all locks that this process has
 * on it (fcntl(2)), SQLite's too, and a program that then leaves takes itself for the last and removes the -wal.
 */
final class FileGuard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileGuard.class);

    /** Of the -wal, and of each frame in it before its page (sqlite.org/fileformat2.html, 4.1). */
    private static final int LOG_HEADER_BYTES = 32;

    private static final int FRAME_HEADER_BYTES = 24;
    /** In the database's header: two bytes, the higher first; 1 stands for 65,536. */
    private static final int PAGE_SIZE_OFFSET = 16;

    private static final int LARGEST_PAGE_BYTES = 65_536;

    /** Tells how many frames the -wal is to have. */
    interface Frames {
        long count() throws SQLException;
    }

    private final Path file;
    private final RandomAccessFile open;
    /** Device and inode. */
    private final Object identity;
    /** Of the -wal, where there is one: what is in none of the names is lost. */
    private Optional<Object> logIdentity = Optional.empty();
    /** How long the -wal was when it was last seen: SQLite writes over it, and shortens it only in a checkpoint. */
    private long logBytes;

    private FileGuard(Path file, RandomAccessFile open, Object identity) {
        this.file = file;
        this.open = open;
        this.identity = identity;
    }

    /** Before a connection is made to that file. */
    static FileGuard open(Path file) {
        try {
            Object identity = identity(file);
            return new FileGuard(file, new RandomAccessFile(file.toFile(), "r"), identity);
        } catch (IOException e) {
            throw StoreErrors.of("cannot open", file, "check its owner and mode", e);
        }
    }

    /** From now on the -wal is missed, if there is one. */
    void guardLog() {
        try {
            logIdentity = Optional.of(identity(log()));
        } catch (NoSuchFileException e) {
            LOG.debug("{} has no -wal", file);
        } catch (IOException e) {
            throw StoreErrors.of("cannot find", log(), "check its owner and mode", e);
        }
    }

    /** The -wal is as it should be. */
    void sawLog() {
        logBytes = logLength();
    }

    private Path log() {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    private long logLength() {
        return log().toFile().length();
    }

    /**
     * @param frames asked only where the -wal has become shorter
     * @throws LostDatabaseException if what is committed would be lost
     */
    void check(Frames frames) {
        boolean inPlace;
        try {
            inPlace = identity.equals(identity(file));
        } catch (NoSuchFileException e) {
            throw StoreErrors.lost("cannot find " + file + ": it was removed while pmond had it open");
        } catch (IOException e) {
            throw StoreErrors.of("cannot find", file, "put it back and start pmond again", e);
        }
        if (!inPlace) {
            throw StoreErrors.of("cannot store in " + file
                    + ": it was replaced while pmond had it open; start pmond again to use the new one");
        }
        DataDirectory.checkMagic(file, start(DataDirectory.magicBytes()));
        if (file.toFile().length() == 0) {
            throw StoreErrors.lost("cannot store in " + file + ": it was emptied while pmond had it open");
        }
        logIdentity.ifPresent(guarded -> checkLog(guarded, frames));
    }

    private void checkLog(Object guarded, Frames frames) {
        try {
            if (!guarded.equals(identity(log()))) {
                throw StoreErrors.lost("cannot store in " + file + ": its -wal was replaced while pmond had it open");
            }
        } catch (NoSuchFileException e) {
            throw StoreErrors.lost("cannot store in " + file + ": its -wal was removed while pmond had it open");
        } catch (IOException e) {
            throw StoreErrors.of("cannot find", log(), "put it back and start pmond again", e);
        }
        if (logLength() < logBytes) {
            checkShorterLog(frames);
        }
    }

    /** Another program's checkpoint has put it all into the database, or else somebody has cut it off. */
    private void checkShorterLog(Frames frames) {
        long needed = bytesOf(frames);
        long found = logLength();
        if (found < needed) {
            throw cutOff();
        }
        LOG.debug("another program has written the -wal into {}", file);
        logBytes = found;
    }

    private long bytesOf(Frames frames) {
        try {
            long count = frames.count();
            return count == 0 ? 0 : LOG_HEADER_BYTES + count * (FRAME_HEADER_BYTES + pageBytes());
        } catch (SQLException e) {
            throw StoreErrors.isShortRead(e) ? cutOff() : StoreErrors.of("cannot read the -wal of", file, e);
        }
    }

    private LostDatabaseException cutOff() {
        return StoreErrors.lost("cannot store in " + file + ": its -wal was cut off while pmond had it open");
    }

    private long pageBytes() {
        byte[] start = start(PAGE_SIZE_OFFSET + 2);
        int high = Byte.toUnsignedInt(start[PAGE_SIZE_OFFSET]);
        int size = high << Byte.SIZE | Byte.toUnsignedInt(start[PAGE_SIZE_OFFSET + 1]);
        return size == 1 ? LARGEST_PAGE_BYTES : size;
    }

    /** The first bytes of the file, fewer if it has fewer. */
    private byte[] start(int bytes) {
        try {
            byte[] start = new byte[(int) Math.min(bytes, open.length())];
            open.seek(0);
            open.readFully(start);
            return start;
        } catch (IOException e) {
            throw StoreErrors.of("cannot read", file, "check its owner and mode", e);
        }
    }

    private static Object identity(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    @Override
    public void close() {
        try {
            open.close();
        } catch (IOException e) {
            throw StoreErrors.of("cannot close", file, "check its disk", e);
        }
    }
}
