package pmon3.cli.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** An open log, read in blocks at positions; only what is shown, and the blocks up to it, are ever read. */
final class LogFile implements AutoCloseable {
    static final int BLOCK_BYTES = 64 * 1024;

    private final FileChannel channel;
    private final Object key;
    private final byte[] block = new byte[BLOCK_BYTES];

    private LogFile(FileChannel channel, Object key) {
        this.channel = channel;
        this.key = key;
    }

    /**
     * @throws NoSuchFileException if there is none
     * @throws PmonException NOT_PERMITTED if the caller may not read it, FAILED if it is no regular file
     */
    static LogFile open(Path path) throws IOException {
        try {
            // A FIFO would block the open, so look first.
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new PmonException(ErrorCode.FAILED, "the log " + path + " is not a regular file");
            }
            return new LogFile(FileChannel.open(path, StandardOpenOption.READ), attributes.fileKey());
        } catch (AccessDeniedException e) {
            throw new PmonException(ErrorCode.NOT_PERMITTED, "you may not read the log " + path, e);
        }
    }

    /** Tells files apart, by device and inode; stays true while this one is open. */
    Object key() {
        return key;
    }

    long size() throws IOException {
        return channel.size();
    }

    /** Where the wanted lines begin in the first {@code end} bytes. A line without its end counts. */
    long startOf(Lines lines, long end) throws IOException {
        return lines.fromStart() ? startOfLine(lines.count(), end) : startOfLast(lines.count(), end);
    }

    private long startOfLast(long count, long end) throws IOException {
        if (count == 0) {
            return end;
        }
        long remaining = count;
        long blockEnd = end;
        while (blockEnd > 0) {
            long blockStart = Math.max(0, blockEnd - BLOCK_BYTES);
            int read = read(blockStart, (int) (blockEnd - blockStart));
            for (int i = read - 1; i >= 0; i--) {
                boolean endsLastLine = blockStart + i == end - 1;
                if (block[i] == '\n' && !endsLastLine && --remaining == 0) {
                    return blockStart + i + 1;
                }
            }
            blockEnd = blockStart;
        }
        return 0;
    }

    private long startOfLine(long number, long end) throws IOException {
        long remaining = number - 1;
        long at = 0;
        while (remaining > 0 && at < end) {
            int read = read(at, (int) Math.min(BLOCK_BYTES, end - at));
            if (read == 0) {
                return at;
            }
            for (int i = 0; i < read; i++) {
                if (block[i] == '\n' && --remaining == 0) {
                    return at + i + 1;
                }
            }
            at += read;
        }
        return remaining > 0 ? end : at;
    }

    /** Writes the bytes from one position to another, or to the end if that comes first; returns where it stopped. */
    long copy(long from, long to, LogOutput out) throws IOException {
        long at = from;
        while (at < to) {
            int read = read(at, (int) Math.min(BLOCK_BYTES, to - at));
            if (read == 0) {
                break;
            }
            out.write(block, read);
            at += read;
        }
        return at;
    }

    /** Up to {@code length} bytes at a position; fewer at the end. */
    byte[] bytes(long from, int length) throws IOException {
        int read = read(from, Math.min(length, BLOCK_BYTES));
        byte[] bytes = new byte[read];
        System.arraycopy(block, 0, bytes, 0, read);
        return bytes;
    }

    private int read(long from, int length) throws IOException {
        ByteBuffer target = ByteBuffer.wrap(block, 0, length);
        while (target.hasRemaining()) {
            if (channel.read(target, from + target.position()) < 0) {
                break;
            }
        }
        return target.position();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
