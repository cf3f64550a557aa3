package pmon3.config;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Optional;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** A configuration file's text: a regular file of bounded size in UTF-8, read with the caller's own rights. */
public final class ConfigText {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private ConfigText() {}

    /**
     * Reads the whole file.
     *
     * @param maxBytes a larger file is refused
     * @return the text, or empty if there is no such file
     * @throws PmonException (BAD_CONFIGURATION) naming the file if it cannot be read, is no regular file, too large or not
     *     UTF-8
     */
    public static Optional<String> read(Path file, int maxBytes) {
        return read(file, file, maxBytes);
    }

    /**
     * The same for a file that decides what root executes: it is judged, and what was judged is read.
     *
     * @throws PmonException (BAD_CONFIGURATION) also if others than root can write it
     */
    public static Optional<String> readTrusted(Path file, int maxBytes) {
        return TrustedFile.resolveIfThere(file).flatMap(real -> read(real, file, maxBytes));
    }

    private static Optional<String> read(Path file, Path named, int maxBytes) {
        try {
            if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
                throw BadConfiguration.at(named.toString(), "not a regular file");
            }
            return Optional.of(decode(named, bytes(file, maxBytes)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(named, e);
        }
    }

    /** BAD_CONFIGURATION in one line; of the commonest two, Java says nothing but the path. */
    public static PmonException unreadable(Path file, IOException e) {
        return new PmonException(ErrorCode.BAD_CONFIGURATION, file + ": cannot be read: " + why(e), e);
    }

    private static String why(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        return e instanceof AccessDeniedException ? "permission denied" : BadConfiguration.oneLine(e.getMessage());
    }

    /** Not through a channel, whose classes and native library a client would load for this alone. */
    private static byte[] bytes(Path file, int maxBytes) throws IOException {
        try (InputStream in = new FileInputStream(file.toString())) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw BadConfiguration.at(file.toString(), "larger than " + maxBytes + " bytes");
            }
            return bytes;
        }
    }

    private static String decode(Path file, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw BadConfiguration.at(file.toString(), lineOfBadByte(bytes), "not UTF-8", e);
        }
    }

    private static int lineOfBadByte(byte[] bytes) {
        int line = 1;
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '\n') {
                byte[] part = Arrays.copyOfRange(bytes, start, i);
                byte[] again = new String(part, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
                if (!Arrays.equals(part, again)) {
                    return line;
                }
                line++;
                start = i + 1;
            }
        }
        return 0;
    }
}
