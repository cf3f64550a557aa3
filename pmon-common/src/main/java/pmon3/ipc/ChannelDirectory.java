package pmon3.ipc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import pmon3.config.Settings;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * Where a pmond takes requests, as a client sees it. A directory is believed only if it belongs to root or to the caller,
 * for anybody may make one in {@code /dev/shm}; pmond lives while it holds a write lock on the lock file, which only its
 * owner can open for writing. The client asks by trying for a shared lock: shared locks stand in nobody's way but a
 * writer's, and pmond takes its own on a new file that nobody else has seen.
 *
 * @param path the directory
 * @param lives whether a pmond holds the lock
 * @param version the protocol it speaks; 0 if none lives, or it had no space to tell
 * @param pid its process; 0 if none lives, or it had no space to tell
 * @param transports what it serves, separated by spaces; empty if none lives, or it had no space to tell
 */
public record ChannelDirectory(Path path, boolean lives, int version, int pid, String transports) {
    private static final String SKIP_CHECK_VARIABLE = "PMON3_SKIP_RUNCHECK";
    private static final String BASE_NAME = "pmon3_mem";
    private static final int ROOT = 0;
    private static final int WRITABLE_BY_OTHERS = 0022;
    private static final int ENTERED_BY_OTHERS = 0003;
    private static final int LOCK_FILE_MAX_BYTES = 128;
    /** A pmond always serves something; one that cannot write into its lock file lives nevertheless, and is the caller's. */
    private static final String NOT_TOLD = "";

    /** The directory of root's pmond. */
    public static Path ofRoot(Settings.Queue queue) {
        return Path.of(queue.shmemDirectory(), BASE_NAME + suffix(queue));
    }

    /** The directory of that user's rootless pmond. */
    public static Path ofUser(Settings.Queue queue, int uid) {
        return Path.of(queue.shmemDirectory(), BASE_NAME + "_u" + Integer.toUnsignedString(uid) + suffix(queue));
    }

    /** The directory that a pmond run by this user serves. */
    public static Path servedBy(Settings.Queue queue, int uid) {
        return uid == ROOT ? ofRoot(queue) : ofUser(queue, uid);
    }

    /**
     * Which pmond a client talks to: its own user's if that lives, else root's.
     *
     * @throws PmonException UNREACHABLE if root's directory cannot be believed, NOT_PERMITTED if it may not be entered
     */
    public static ChannelDirectory choose(Settings.Queue queue) {
        int uid = OwnUid.read();
        if (uid != ROOT) {
            ChannelDirectory own = ofOwnUser(queue, uid);
            if (own.lives()) {
                return own;
            }
        }
        return look(ofRoot(queue), uid);
    }

    /**
     * The pmond that {@link #choose} finds, if it can be asked in this way.
     *
     * @throws PmonException UNREACHABLE if none lives (not with {@code PMON3_SKIP_RUNCHECK=true}) or it does not serve this
     *     transport, PROTOCOL if it speaks another version, NOT_PERMITTED if its directory is closed to the caller
     */
    static ChannelDirectory find(Settings.Queue queue, String transport) {
        ChannelDirectory directory = choose(queue);
        if (directory.lives()) {
            directory.check(transport);
        } else if (!"true".equals(System.getenv(SKIP_CHECK_VARIABLE))) {
            throw new PmonException(
                    ErrorCode.UNREACHABLE, "pmond must be running (nobody serves " + directory.path() + ")");
        }
        return directory;
    }

    private void check(String transport) {
        if (transports.equals(NOT_TOLD)) {
            throw new PmonException(
                    ErrorCode.UNREACHABLE,
                    "pmond lives, but cannot be asked: no space was left for its lock file in " + path
                            + "; free some there, and it can a second later");
        }
        if (version != ChannelLayout.PROTOCOL_VERSION) {
            throw new PmonException(
                    ErrorCode.PROTOCOL,
                    "pmond (pid " + pid + ") speaks version " + version + " of the protocol, this pmon3 version "
                            + ChannelLayout.PROTOCOL_VERSION
                            + (version < ChannelLayout.PROTOCOL_VERSION
                                    ? ": restart pmond"
                                    : ": use the pmon3 that was installed with it"));
        }
        if ((" " + transports + " ").indexOf(" " + transport + " ") < 0) {
            throw new PmonException(
                    ErrorCode.UNREACHABLE,
                    "pmond (pid " + pid + ") serves " + transports + ", not " + transport
                            + ": restart it if message_queue.transport was changed; else its log says why");
        }
    }

    String whoServes() {
        return (lives ? "pmond (pid " + pid + ")" : "nobody") + " serves " + path;
    }

    /** Whether the caller's own rootless pmond lives; never for root, and false whenever that cannot be told. */
    public static boolean ownPmondLives(Settings.Queue queue) {
        int uid = OwnUid.read();
        return uid != ROOT && ofOwnUser(queue, uid).lives();
    }

    /** Asks again. */
    boolean livesStill() {
        try {
            return askLock(path, ownerOf(path)).lives();
        } catch (IOException | PmonException e) {
            return false;
        }
    }

    private static ChannelDirectory ofOwnUser(Settings.Queue queue, int uid) {
        Path path = ofUser(queue, uid);
        try {
            if (ownerOf(path) == uid) {
                return look(path, uid);
            }
        } catch (IOException | PmonException e) {
            return new ChannelDirectory(path, false, 0, 0, "");
        }
        return new ChannelDirectory(path, false, 0, 0, "");
    }

    private static ChannelDirectory look(Path path, int uid) {
        try {
            int owner = ownerOf(path);
            if (owner != ROOT && owner != uid) {
                throw new PmonException(
                        ErrorCode.UNREACHABLE,
                        "pmond must be running: " + path + " belongs to uid " + Integer.toUnsignedString(owner)
                                + ", not to a pmond");
            }
            return askLock(path, owner);
        } catch (NoSuchFileException e) {
            return new ChannelDirectory(path, false, 0, 0, "");
        } catch (AccessDeniedException e) {
            throw closed(path, e);
        } catch (IOException e) {
            throw new PmonException(
                    ErrorCode.UNREACHABLE, "cannot look for pmond in " + path + ": " + e.getMessage(), e);
        }
    }

    /** Why a directory that is there may not be entered: it is not for everybody, or pmond has had too much of this user. */
    static PmonException closed(Path path, AccessDeniedException cause) {
        if (isOpenToEverybody(path)) {
            return new PmonException(
                    ErrorCode.LIMIT,
                    "pmond has shut out uid " + Integer.toUnsignedString(OwnUid.read())
                            + " for up to 5 minutes, because of a flood of requests; its log has the time",
                    cause);
        }
        return new PmonException(
                ErrorCode.NOT_PERMITTED, "not permitted to ask pmond: " + path + " is closed to you", cause);
    }

    private static boolean isOpenToEverybody(Path path) {
        try {
            Integer mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            return (mode & ENTERED_BY_OTHERS) == ENTERED_BY_OTHERS;
        } catch (IOException e) {
            return false;
        }
    }

    private static int ownerOf(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    private static ChannelDirectory askLock(Path path, int owner) throws IOException {
        Path file = path.resolve(ChannelLayout.LOCK_FILE);
        Map<String, Object> facts = Files.readAttributes(file, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
        if ((Integer) facts.get("uid") != owner || ((Integer) facts.get("mode") & WRITABLE_BY_OTHERS) != 0) {
            throw new PmonException(
                    ErrorCode.UNREACHABLE, "pmond must be running: " + file + " was not made by a pmond");
        }
        try (FileChannel lock = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            return isHeld(lock) ? holder(path, lock) : new ChannelDirectory(path, false, 0, 0, "");
        }
    }

    /** One at a time: the JDK takes two attempts in one process for an overlap, whatever pmond holds. */
    private static synchronized boolean isHeld(FileChannel lock) throws IOException {
        return lock.tryLock(0, 1, true) == null;
    }

    private static ChannelDirectory holder(Path path, FileChannel lock) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LOCK_FILE_MAX_BYTES);
        int length = Math.max(0, lock.read(bytes, 0));
        if (length == 0) {
            return new ChannelDirectory(path, true, 0, 0, NOT_TOLD);
        }
        String text = new String(bytes.array(), 0, length, StandardCharsets.ISO_8859_1);
        int space = text.indexOf(' ');
        int end = text.indexOf('\n');
        try {
            int version = Integer.parseInt(text, 0, space, 10);
            int pid = Integer.parseInt(text, space + 1, end, 10);
            int last = text.indexOf('\n', end + 1);
            return new ChannelDirectory(path, true, version, pid, last < 0 ? "shmem" : text.substring(end + 1, last));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new PmonException(ErrorCode.PROTOCOL, path.resolve(ChannelLayout.LOCK_FILE) + " is not readable", e);
        }
    }

    private static String suffix(Settings.Queue queue) {
        return queue.nameSuffix().isEmpty() ? "" : "_" + queue.nameSuffix();
    }
}
