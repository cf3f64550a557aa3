package pmon3.ipc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * Reads the fields of one message that somebody else wrote: what {@link MessageWriter} writes and nothing else. Whatever
 * the bytes are, the only exception is a {@link PmonException} with {@link ErrorCode#PROTOCOL}, and no more memory is
 * used than a small multiple of the message's size. Used by one thread.
 */
public final class MessageReader {
    /** The most elements that a list may have: each costs a reader several times its bytes. */
    static final int MAX_LIST_ELEMENTS = 16_384;

    private final ByteBuffer buffer;

    /** Reads from the buffer's position to its limit. */
    public MessageReader(ByteBuffer message) {
        this.buffer = message.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    int int8() {
        return need(1).get();
    }

    int int32() {
        return need(Integer.BYTES).getInt();
    }

    long int64() {
        return need(Long.BYTES).getLong();
    }

    double real() {
        return Double.longBitsToDouble(int64());
    }

    boolean flag() {
        int value = int8();
        if (value != 0 && value != 1) {
            throw malformed("a flag that is neither 0 nor 1");
        }
        return value == 1;
    }

    String text() {
        int length = int32();
        if (length < 0) {
            throw malformed("a negative length");
        }
        need(length);
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        for (byte b : bytes) {
            if (b < 0) {
                return decoded(bytes);
            }
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** A copy. */
    ByteBuffer bytes(int mostBytes) {
        int length = int32();
        if (length < 0 || length > mostBytes) {
            throw malformed("an impossible length");
        }
        need(length);
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return ByteBuffer.wrap(bytes);
    }

    List<String> texts() {
        int count = int32();
        if (count < 0 || count > MAX_LIST_ELEMENTS) {
            throw malformed("a list that is too long");
        }
        need((long) count * Integer.BYTES);
        List<String> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(text());
        }
        return values;
    }

    Optional<String> optionalText() {
        return flag() ? Optional.of(text()) : Optional.empty();
    }

    Optional<Boolean> optionalFlag() {
        return flag() ? Optional.of(flag()) : Optional.empty();
    }

    Optional<List<String>> optionalTexts() {
        return flag() ? Optional.of(texts()) : Optional.empty();
    }

    /** Every message ends here: bytes left over are an error. */
    void end() {
        if (buffer.hasRemaining()) {
            throw malformed("bytes after its end");
        }
    }

    static PmonException malformed(String what) {
        return new PmonException(ErrorCode.PROTOCOL, "a message between pmon3 and pmond is malformed: " + what);
    }

    private ByteBuffer need(long bytes) {
        if (buffer.remaining() < bytes) {
            throw malformed("it is too short");
        }
        return buffer;
    }

    private static String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            PmonException malformed = malformed("a text that is not UTF-8");
            malformed.initCause(e);
            throw malformed;
        }
    }
}
