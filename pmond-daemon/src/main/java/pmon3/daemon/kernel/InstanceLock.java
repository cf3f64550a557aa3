package pmon3.daemon.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One pmond for a data directory: a file with the holder's pid, locked by flock(2) as long as the holder lives. The file
 * is never removed, so that all lock the same one.
 */
public final class InstanceLock implements AutoCloseable {
    private static final int MODE = 0600;
    private static final int PID_BYTES = 32;
    private static final int ATTEMPTS = 8;

    private final OpenFile file;

    private InstanceLock(OpenFile file) {
        this.file = file;
    }

    /** Empty if another process holds it. */
    public static Optional<InstanceLock> tryAcquire(String path) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            OpenFile file = NativeFiles.openOrCreate(path, MODE);
            try {
                if (!file.tryLock()) {
                    file.close();
                    return Optional.empty();
                }
                if (isStillAt(path, file)) {
                    writePid(file);
                    return Optional.of(new InstanceLock(file));
                }
            } catch (IOException failure) {
                file.close();
                throw failure;
            }
            file.close();
        }
        throw new IOException(path + ": is being replaced again and again");
    }

    /** What is locked is of use only while its name leads to it. */
    private static boolean isStillAt(String path, OpenFile file) throws IOException {
        FileFacts opened = file.facts();
        if (!opened.isRegular()) {
            throw new IOException(path + ": is not a regular file");
        }
        try {
            return NativeFiles.lstat(path).isSameFile(opened);
        } catch (ErrnoException failure) {
            if (failure.isMissing()) {
                return false;
            }
            throw failure;
        }
    }

    private static void writePid(OpenFile file) throws IOException {
        byte[] text = (OwnProcess.pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        file.truncate(0);
        file.write(0, text, 0, text.length);
    }

    /** What the holder has written about itself; for messages only. */
    public static String holder(String path) {
        try (OpenFile file = NativeFiles.openNoFollow(path)) {
            byte[] text = new byte[PID_BYTES];
            int length = file.read(0, text, 0, text.length);
            return new String(text, 0, length, StandardCharsets.US_ASCII).trim();
        } catch (IOException unreadable) {
            return "unknown";
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
