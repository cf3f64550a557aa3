package pmon3.ipc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import pmon3.config.ConfigText;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * The secrets of the transport tcp: lines of a user, white space and that user's token, which has 32 to 256 visible ASCII
 * characters. Empty lines and those that begin with {@code #} count for nothing. Whoever can read the file is all of them,
 * so it is used only if it belongs to its reader and nobody else may read or write it.
 */
public final class TokenFile {
    private static final int MAX_BYTES = 1 << 20;
    private static final int SHORTEST_TOKEN = 32;
    private static final int LONGEST_TOKEN = 256;
    private static final int OTHERS = 0077;

    private TokenFile() {}

    /**
     * Reads the file.
     *
     * @param uid whose it must be
     * @return tokens by user; empty if there is no such file
     * @throws PmonException BAD_CONFIGURATION in one line that names the file, and shows no token
     */
    public static Map<String, String> read(Path file, int uid) {
        try {
            Map<String, Object> facts = Files.readAttributes(file, "unix:uid,mode");
            if ((Integer) facts.get("uid") != uid || ((Integer) facts.get("mode") & OTHERS) != 0) {
                throw bad(file + " holds secrets and must be its reader's alone: run 'chown "
                        + Integer.toUnsignedString(uid) + " " + file + "' and 'chmod 600 " + file + "'");
            }
            return parse(file, ConfigText.read(file, MAX_BYTES).orElse(""));
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (IOException e) {
            throw ConfigText.unreadable(file, e);
        }
    }

    private static Map<String, String> parse(Path file, String text) {
        Map<String, String> tokens = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String stripped = line.strip();
            if (stripped.isEmpty() || stripped.startsWith("#")) {
                continue;
            }
            int space = firstSpace(stripped);
            if (space < 0) {
                throw bad(file + ", line " + number + ": expected a user, a space and the user's token");
            }
            String token = stripped.substring(space).strip();
            check(file + ", line " + number, token);
            if (tokens.put(stripped.substring(0, space), token) != null) {
                throw bad(file + ", line " + number + ": the user stands here twice");
            }
        }
        return tokens;
    }

    private static void check(String place, String token) {
        if (token.length() < SHORTEST_TOKEN || token.length() > LONGEST_TOKEN) {
            throw bad(place + ": the token has " + token.length() + " characters, not " + SHORTEST_TOKEN + " to "
                    + LONGEST_TOKEN + "; 'openssl rand -hex 32' makes one");
        }
        for (int i = 0; i < token.length(); i++) {
            if (token.charAt(i) <= ' ' || token.charAt(i) > '~') {
                throw bad(place + ": the token holds white space or what is not ASCII");
            }
        }
    }

    private static int firstSpace(String line) {
        for (int i = 0; i < line.length(); i++) {
            if (Character.isWhitespace(line.charAt(i))) {
                return i;
            }
        }
        return -1;
    }

    private static PmonException bad(String line) {
        return new PmonException(ErrorCode.BAD_CONFIGURATION, line);
    }
}
