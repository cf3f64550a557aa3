package pmon3.cli.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import pmon3.ipc.Reply;
import pmon3.model.PmonException;

/**
 * Follows one log by its path, a look at a time. A log that was renamed or deleted is read to its end before the new one
 * at the path, and goes on being read until the next rotation: a program that keeps its descriptor still writes there. A
 * log that was truncated is read from its start; that is seen by its size, or, if it has grown past the old place again,
 * by the bytes before that place.
 *
 * <p>Used by one thread.
 */
final class LogFollower implements AutoCloseable {
    private static final int MARK_BYTES = 64;

    private final String name;
    private final Path path;
    private final LogOutput out;
    private Place current;
    private Place previous;
    private boolean refusalSaid;

    LogFollower(Reply.LogPath log, LogOutput out) {
        this.name = log.name();
        this.path = Path.of(log.path());
        this.out = out;
    }

    /** Shows the wanted lines of the log as it is; what comes later is shown by {@link #look}. */
    void start(Lines lines) throws IOException {
        out.of(name);
        try {
            LogFile file = LogFile.open(path);
            long end = file.size();
            current = new Place(file);
            current.moveTo(file.copy(file.startOf(lines, end), end, out));
        } catch (NoSuchFileException e) {
            out.error("there is no log of " + name + " yet, waiting for " + path);
        }
    }

    /** Shows what has come since the last look. */
    void look() throws IOException {
        if (previous != null) {
            previous.drain();
        }
        if (current != null) {
            current.drain();
        }
        if (isAnotherFile()) {
            followNewFile();
        }
    }

    private boolean isAnotherFile() throws IOException {
        try {
            Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            return current == null || !key.equals(current.file.key());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private void followNewFile() throws IOException {
        LogFile file = opened();
        if (file == null) {
            return;
        }
        if (previous != null) {
            previous.file.close();
        }
        previous = current;
        if (previous != null) {
            previous.drain();
        }
        current = new Place(file);
        current.drain();
    }

    /** Null if it vanished again or may not be read; it is tried again at the next look. */
    private LogFile opened() throws IOException {
        try {
            LogFile file = LogFile.open(path);
            refusalSaid = false;
            return file;
        } catch (NoSuchFileException e) {
            return null;
        } catch (PmonException e) {
            if (!refusalSaid) {
                out.error(e.getMessage());
                refusalSaid = true;
            }
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        if (previous != null) {
            previous.file.close();
        }
        if (current != null) {
            current.file.close();
        }
    }

    /** How far a file has been shown. */
    private final class Place {
        private final LogFile file;
        private long position;
        private byte[] mark = new byte[0];

        Place(LogFile file) {
            this.file = file;
        }

        void drain() throws IOException {
            long size = file.size();
            if (size < position || !Arrays.equals(mark, markBefore(position))) {
                position = 0;
            }
            if (size > position) {
                out.of(name);
                moveTo(file.copy(position, size, out));
            }
        }

        void moveTo(long newPosition) throws IOException {
            position = newPosition;
            mark = markBefore(newPosition);
        }

        private byte[] markBefore(long place) throws IOException {
            int length = (int) Math.min(MARK_BYTES, place);
            return file.bytes(place - length, length);
        }
    }
}
