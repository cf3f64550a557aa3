package pmon3.daemon.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.daemon.kernel.ChannelFiles;
import pmon3.daemon.kernel.DirectoryAccess;
import pmon3.daemon.kernel.FileStatus;
import pmon3.ipc.ChannelLayout;
import pmon3.ipc.OwnUid;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * The channel directory, held: by flock(2), which only its owner can even open it for, so that one pmond serves it; and by
 * the lock file that tells clients that this pmond lives. That one is always a new file, locked before it has its name:
 * a client that holds a lock on an old one is in nobody's way. While all this is set up the directory is closed to all.
 * None of it needs space, but for the text of the lock file, so that a full file system keeps no pmond from starting.
 */
final class ServedDirectory implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ServedDirectory.class);
    private static final int PRIVATE = 0700;
    private static final int LOCK_FILE_MODE = 0644;
    private static final int ATTEMPTS = 100;

    private final DirectoryPolicy policy;
    private final int directory;
    private final int lockFile;

    private ServedDirectory(DirectoryPolicy policy, int directory, int lockFile) {
        this.policy = policy;
        this.directory = directory;
        this.lockFile = lockFile;
    }

    /**
     * Makes the directory, or mends the one that is there.
     *
     * @throws PmonException FAILED if it is served by another pmond, foreign to a rootless one, or cannot be made
     */
    static ServedDirectory open(DirectoryPolicy policy) {
        try {
            int directory = openOwn(policy);
            try {
                return hold(policy, directory);
            } catch (IOException | RuntimeException | Error e) {
                ChannelFiles.close(directory);
                throw e;
            }
        } catch (IOException e) {
            throw new PmonException(ErrorCode.FAILED, policy.path() + ": " + e.getMessage(), e);
        }
    }

    int descriptor() {
        return directory;
    }

    int lockFile() {
        return lockFile;
    }

    /** Whether clients that follow the names come to this directory and this lock file. */
    boolean isInPlace() {
        return isSame(ChannelFiles.status(policy.path()), ChannelFiles.status(directory))
                && isSame(ChannelFiles.status(directory, ChannelLayout.LOCK_FILE), ChannelFiles.status(lockFile));
    }

    /** The transports that the lock file names; none while there is no space for its text. */
    List<String> told() {
        boolean hasText = ChannelFiles.status(lockFile)
                .filter(file -> file.sizeBytes() > 0)
                .isPresent();
        return hasText ? policy.transports() : List.of();
    }

    /**
     * From now on the lock file says that these transports are served, some of the policy's.
     *
     * @return false if there is no space for its text: then clients see that a pmond lives, and cannot ask it
     */
    boolean tellServed(List<String> transports) {
        return writeLock(lockFile, policy, transports);
    }

    /** From now on clients see that no pmond lives. */
    @Override
    public void close() {
        if (isInPlace()) {
            ChannelFiles.remove(directory, ChannelLayout.LOCK_FILE);
        }
        ChannelFiles.close(lockFile);
        ChannelFiles.close(directory);
    }

    private static boolean isSame(Optional<FileStatus> one, Optional<FileStatus> other) {
        return one.isPresent() && other.isPresent() && one.get().isSameFile(other.get());
    }

    private static int openOwn(DirectoryPolicy policy) throws IOException {
        int uid = OwnUid.read();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<FileStatus> found = ChannelFiles.status(policy.path());
            if (found.isEmpty()) {
                makeNew(policy);
            } else if (found.get().isDirectory() && found.get().uid() == uid) {
                return openChecked(policy, uid);
            } else {
                setAside(policy, found.get());
            }
        }
        throw new IOException("somebody keeps putting something else there");
    }

    private static int openChecked(DirectoryPolicy policy, int uid) throws IOException {
        int directory = ChannelFiles.openDirectory(policy.path());
        Optional<FileStatus> opened = ChannelFiles.status(directory);
        if (opened.isEmpty() || opened.get().uid() != uid) {
            ChannelFiles.close(directory);
            throw new IOException("somebody puts other things there at this moment");
        }
        return directory;
    }

    /** Under another name first: the first name could be taken by then, and must not be taken over. */
    private static void makeNew(DirectoryPolicy policy) throws IOException {
        String fresh = policy.path() + ".new-" + UUID.randomUUID();
        ChannelFiles.makeDirectory(fresh, PRIVATE);
        if (!ChannelFiles.renameNew(fresh, policy.path())) {
            Files.deleteIfExists(Path.of(fresh));
        }
    }

    /** In one step, so that nobody can put the next foreign thing there in between. */
    private static void setAside(DirectoryPolicy policy, FileStatus found) throws IOException {
        String owner = "uid " + Integer.toUnsignedString(found.uid());
        if (!policy.setsAside()) {
            throw new PmonException(
                    ErrorCode.FAILED,
                    policy.path() + " is " + (found.isDirectory() ? "a directory of " : "not a directory, and of ")
                            + owner + ": remove it, or choose another message_queue.name_suffix");
        }
        String aside = policy.path() + ".aside-" + UUID.randomUUID();
        ChannelFiles.makeDirectory(aside, PRIVATE);
        if (ChannelFiles.exchange(aside, policy.path())) {
            log.warn("{} was not pmond's but of {}: renamed to {}", policy.path(), owner, aside);
        } else {
            Files.deleteIfExists(Path.of(aside));
        }
    }

    private static ServedDirectory hold(DirectoryPolicy policy, int directory) throws IOException {
        if (!ChannelFiles.lockWhole(directory)) {
            throw new PmonException(ErrorCode.FAILED, "pmond is already running: it serves " + policy.path());
        }
        ChannelFiles.changeMode(directory, PRIVATE);
        // A pmond that was killed may have left one.
        DirectoryAccess.refuse(directory, PRIVATE, List.of());
        if (policy.gid().isPresent()) {
            ChannelFiles.changeGroup(directory, policy.gid().getAsInt());
        }
        int lockFile = publishLock(directory, policy);
        ChannelFiles.changeMode(directory, policy.mode());
        return new ServedDirectory(policy, directory, lockFile);
    }

    private static int publishLock(int directory, DirectoryPolicy policy) throws IOException {
        String unfinished = ChannelLayout.LOCK_FILE + "-" + UUID.randomUUID();
        int fd = ChannelFiles.create(directory, unfinished, LOCK_FILE_MODE);
        try {
            if (!writeLock(fd, policy, policy.transports())) {
                log.error(
                        "{}: no space is left for the lock file: what runs is kept alive, and pmond cannot be asked"
                                + " before there is",
                        policy.path());
            }
            ChannelFiles.lockForWriting(fd);
            ChannelFiles.renameOver(directory, unfinished, ChannelLayout.LOCK_FILE);
            return fd;
        } catch (IOException e) {
            ChannelFiles.remove(directory, unfinished);
            ChannelFiles.close(fd);
            throw e;
        }
    }

    /** Always as long as with all transports, filled up with line ends, so that nothing of a longer text remains. */
    private static boolean writeLock(int fd, DirectoryPolicy policy, List<String> transports) {
        int length = lockText(policy.transports()).length();
        String text = lockText(transports);
        ByteBuffer bytes = ChannelFiles.direct(length);
        bytes.put((text + "\n".repeat(length - text.length())).getBytes(StandardCharsets.US_ASCII))
                .flip();
        return ChannelFiles.write(fd, bytes, 0);
    }

    private static String lockText(List<String> transports) {
        return ChannelLayout.PROTOCOL_VERSION + " " + ProcessHandle.current().pid() + "\n"
                + String.join(" ", transports) + "\n";
    }
}
