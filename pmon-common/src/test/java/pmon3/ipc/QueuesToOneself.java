package pmon3.ipc;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Has one test class at a time make message queues, of all that this user runs on this machine: the kernel counts the bytes of
 * all of a user's queues together (RLIMIT_MSGQUEUE in getrlimit(2)), whatever run of the tests they are from.
 */
public final class QueuesToOneself implements BeforeAllCallback, AfterAllCallback {
    private static final Path LOCK = Path.of(
            System.getProperty("java.io.tmpdir"), "pmon3-tests-queues-of-" + System.getProperty("user.name") + ".lock");

    /** For several classes that may have their turns before this one. */
    private static final Duration DEADLINE = Duration.ofMinutes(10);

    private static final long PAUSE_NS = 20_000_000;

    private FileChannel lock;

    /** Waits for those that other runs have at work; the kernel frees the lock of one that was killed. */
    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        lock = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        long sinceNs = System.nanoTime();
        while (lock.tryLock() == null) {
            if (System.nanoTime() - sinceNs > DEADLINE.toNanos()) {
                throw new IllegalStateException("other runs of the tests have held " + LOCK + " for " + DEADLINE
                        + "; 'fuser " + LOCK + "' tells which");
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (lock != null) {
            lock.close();
        }
    }
}
