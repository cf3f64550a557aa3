package pmon3.ipc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * A client's sight of its own channel file, through positional reads and writes: half a microsecond for a word, and no class
 * that maps memory is loaded. What the daemon wrote before it stored a word is seen once the word is seen; what was read
 * before {@link #storeWord} is not read again by anybody after the daemon sees the word. Used by one thread.
 */
final class ChannelView {
    private final FileChannel file;
    private final ByteBuffer word = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    ChannelView(FileChannel file) {
        this.file = file;
    }

    /** The word at this offset, a multiple of 8. */
    long word(int offset) {
        word.clear();
        readFully(word, offset);
        return word.getLong(0);
    }

    void storeWord(int offset, long value) {
        word.clear();
        word.putLong(0, value);
        try {
            file.write(word, offset);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Copies bytes of the file. */
    void read(int offset, byte[] into, int at, int length) {
        readFully(ByteBuffer.wrap(into, at, length), offset);
    }

    private void readFully(ByteBuffer into, int offset) {
        try {
            int end = offset + into.remaining();
            while (into.hasRemaining()) {
                if (file.read(into, end - into.remaining()) < 0) {
                    throw unusable(new IOException("it was cut short"));
                }
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static PmonException unusable(IOException e) {
        return new PmonException(ErrorCode.UNREACHABLE, "cannot read pmond's answer: " + e.getMessage(), e);
    }
}
