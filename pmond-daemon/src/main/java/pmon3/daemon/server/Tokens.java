package pmon3.daemon.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.config.TrustedFile;
import pmon3.ipc.TokenFile;
import pmon3.model.PmonException;

/** The tokens as the file has them now; it is read again once it has changed. Used by one thread. */
final class Tokens {
    private static final Logger log = LoggerFactory.getLogger(Tokens.class);
    /** What changes with every change of a file, its owner and rights included. */
    private static final String STAMP = "unix:dev,ino,size,lastModifiedTime,ctime,mode,uid";

    private static final long SETTLED_MS = 1000;

    private final Path file;
    private final int ownUid;
    private Optional<Map<String, Object>> stamp;
    private Map<String, String> known;
    private String lastProblem = "";

    /** @throws PmonException BAD_CONFIGURATION if the file cannot be used */
    Tokens(Path file, int ownUid) {
        this.file = file;
        this.ownUid = ownUid;
        this.stamp = stamp().filter(Tokens::isSettled);
        this.known = read();
    }

    /** By user; none if the file cannot be used any more, which the log says once. */
    Map<String, String> now() {
        Optional<Map<String, Object>> found = stamp();
        if (found.isEmpty() || !found.equals(stamp)) {
            known = readAgain();
            stamp = found.filter(Tokens::isSettled);
        }
        return known;
    }

    private Map<String, String> readAgain() {
        try {
            Map<String, String> tokens = read();
            lastProblem = "";
            return tokens;
        } catch (PmonException e) {
            if (!lastProblem.equals(e.getMessage())) {
                lastProblem = e.getMessage();
                log.error("nobody can ask by tcp: {}", lastProblem);
            }
            return Map.of();
        }
    }

    private Map<String, String> read() {
        return TokenFile.read(ownUid == 0 ? TrustedFile.resolveIfThere(file).orElse(file) : file, ownUid);
    }

    /** Whether the next change is sure to have another time: the kernel's stamps are milliseconds apart. */
    private static boolean isSettled(Map<String, Object> found) {
        return !(found.get("ctime") instanceof FileTime changed)
                || System.currentTimeMillis() - changed.toMillis() > SETTLED_MS;
    }

    /** Taken before the file is read, so that a change meanwhile is seen the next time. */
    private Optional<Map<String, Object>> stamp() {
        try {
            return Optional.of(Files.readAttributes(file, STAMP));
        } catch (NoSuchFileException e) {
            return Optional.of(Map.of());
        } catch (IOException e) {
            log.debug("{}: {}", file, e.getMessage());
            return Optional.empty();
        }
    }
}
