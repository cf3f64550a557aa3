package pmon3.ipc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * Writes the fields of one message, little endian, into a buffer that grows. A text is its length in bytes (4 bytes) and
 * UTF-8; a list is its length (4 bytes) and its elements; an optional value is a byte 0 or 1 and the value. Used by one
 * thread.
 */
public final class MessageWriter {
    private static final int FIRST_CAPACITY_BYTES = 512;

    private ByteBuffer buffer = ByteBuffer.allocate(FIRST_CAPACITY_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    /** What was written so far: a view from 0 to the end, valid until the next write. */
    public ByteBuffer written() {
        return buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN).flip();
    }

    /** What {@link #written} is a view of, from index 0 on, valid until the next write. */
    byte[] array() {
        return buffer.array();
    }

    /** Forgets what was written, keeps the memory. */
    public void clear() {
        buffer.clear();
    }

    int position() {
        return buffer.position();
    }

    /** Takes back what was written after this position. */
    void truncate(int position) {
        buffer.position(position);
    }

    /** Replaces four bytes that were written before. */
    void putInt32(int position, int value) {
        buffer.putInt(position, value);
    }

    void int8(int value) {
        room(1).put((byte) value);
    }

    void int32(int value) {
        room(Integer.BYTES).putInt(value);
    }

    void int64(long value) {
        room(Long.BYTES).putLong(value);
    }

    void real(double value) {
        int64(Double.doubleToRawLongBits(value));
    }

    void flag(boolean value) {
        int8(value ? 1 : 0);
    }

    void text(String value) {
        if (!isUnicode(value)) {
            throw new PmonException(ErrorCode.FAILED, "a text holds half a character (an unpaired surrogate)");
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        int32(bytes.length);
        room(bytes.length).put(bytes);
    }

    void bytes(ByteBuffer value) {
        int32(value.remaining());
        room(value.remaining()).put(value);
    }

    void texts(List<String> values) {
        if (values.size() > MessageReader.MAX_LIST_ELEMENTS) {
            throw new PmonException(ErrorCode.LIMIT, "a list has " + values.size() + " elements");
        }
        int32(values.size());
        for (String value : values) {
            text(value);
        }
    }

    void optionalText(Optional<String> value) {
        flag(value.isPresent());
        if (value.isPresent()) {
            text(value.get());
        }
    }

    void optionalFlag(Optional<Boolean> value) {
        flag(value.isPresent());
        if (value.isPresent()) {
            flag(value.get());
        }
    }

    void optionalTexts(Optional<List<String>> value) {
        flag(value.isPresent());
        if (value.isPresent()) {
            texts(value.get());
        }
    }

    private static boolean isUnicode(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < value.length()
                        && Character.isLowSurrogate(value.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            int position = buffer.position();
            int capacity = Math.max(Math.addExact(position, bytes), (int) Math.min(2L * buffer.capacity(), 1 << 30));
            buffer = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), capacity))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .position(position);
        }
        return buffer;
    }
}
