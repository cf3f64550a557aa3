package pmon3.daemon.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.daemon.kernel.ChannelFiles;
import pmon3.daemon.kernel.DirectoryWatch;
import pmon3.daemon.kernel.FileStatus;
import pmon3.daemon.kernel.OwnProcess;
import pmon3.daemon.kernel.Queues;
import pmon3.ipc.ChannelLayout;
import pmon3.ipc.StreamLayout;

/**
 * POSIX message queues: a client makes one for the answer and then one for the request, whose name tells pmond, and whose
 * first message names the other: nobody can foresee a name and take it before. Both must be of one user, with mode 0600: then
 * only that user could put messages there, and that is who asks. Nothing in that file system can be renamed, linked or given
 * away.
 */
final class QueuePorter implements Porter {
    /** As {@code message_queue.transport} names it. */
    static final String NAME = "posix_mq";

    private static final Logger log = LoggerFactory.getLogger(QueuePorter.class);
    private static final String FILE_SYSTEM = "mqueue";
    private static final int OWNER_READS_AND_WRITES = 0600;

    private final Path mount;
    private final String prefix;
    private final ChannelCount count;
    private final IntakeRate rate;
    private final IntUnaryOperator messageBytes;
    private final int directory;
    private final QueueSweep sweep;
    private final DirectoryWatch watch;
    private int lastRefusedUid;
    /** What was made before the watch began is found by a look. */
    private boolean looked;

    /**
     * @param rate of the thread that uses this
     * @throws IOException if no queues are mounted there
     */
    QueuePorter(DirectoryPolicy policy, String mounted, ChannelCount count, IntakeRate rate) throws IOException {
        this(policy, mounted, count, rate, Queues::messageBytes);
    }

    /** @param messageBytes how long a queue's messages may be, 0 for what is no queue */
    QueuePorter(
            DirectoryPolicy policy, String mounted, ChannelCount count, IntakeRate rate, IntUnaryOperator messageBytes)
            throws IOException {
        this.mount = Path.of(mounted);
        if (!holdsQueues(mount)) {
            throw new IOException("no file system of message queues is mounted at " + mount + ": run 'mount -t mqueue"
                    + " mqueue " + mount + "', or see message_queue.directory.posix_mq");
        }
        Path channelDirectory = Path.of(policy.path());
        this.prefix = StreamLayout.queuePrefix(channelDirectory, OwnProcess.pid()) + ".";
        this.count = count;
        this.rate = rate;
        this.messageBytes = messageBytes;
        this.directory = ChannelFiles.openDirectory(mount.toString());
        this.sweep = new QueueSweep(directory, StreamLayout.queueBase(channelDirectory) + ".");
        this.watch = watch();
    }

    /** What clients of a pmond that is gone have left is removed first. */
    private DirectoryWatch watch() throws IOException {
        boolean watched = false;
        try {
            sweep.sweep(nowEpochSec());
            DirectoryWatch made = DirectoryWatch.ofCreations(directory);
            watched = true;
            return made;
        } finally {
            if (!watched) {
                ChannelFiles.close(directory);
            }
        }
    }

    private static long nowEpochSec() {
        return System.currentTimeMillis() / 1000;
    }

    @Override
    public long dueInNs() {
        return sweep.dueInNs(System.nanoTime());
    }

    @Override
    public void doWhatIsDue() {
        sweep.sweepIfDue(System.nanoTime(), nowEpochSec());
    }

    private static boolean holdsQueues(Path mount) {
        try {
            return Files.getFileStore(mount).type().equals(FILE_SYSTEM);
        } catch (IOException e) {
            // Nothing is there, or it is part of no file system that this pmond knows of: in a chroot, of no mounted
            // one.
            return false;
        }
    }

    @Override
    public String place() {
        return mount.toString();
    }

    @Override
    public int descriptor() {
        return watch.descriptor();
    }

    @Override
    public void letIn(Guests guests) {
        if (!looked) {
            looked = true;
            lookThrough(guests);
        }
        watch.tell(new DirectoryWatch.Listener() {
            @Override
            public void appeared(String name) {
                receive(name, guests);
            }

            @Override
            public void overflowed() {
                lookThrough(guests);
            }

            @Override
            public void disturbed() {
                log.warn("{} was taken away: nobody can ask by {} until pmond is started again", mount, NAME);
            }
        });
    }

    @Override
    public String lastRefused() {
        return "uid " + Integer.toUnsignedString(lastRefusedUid);
    }

    @Override
    public int mostVisitors() {
        return ServerLimits.MAX_CHANNELS;
    }

    @Override
    public void renew() {
        // The queues have nothing to do with the channel directory.
    }

    @Override
    public void close() {
        watch.close();
        ChannelFiles.close(directory);
    }

    private void lookThrough(Guests guests) {
        try {
            ChannelFiles.list(directory, name -> receive(name, guests));
        } catch (IOException e) {
            log.warn("cannot list {}", mount, e);
        }
    }

    private void receive(String name, Guests guests) {
        sweep.made(name, System.nanoTime());
        if (!name.startsWith(prefix)
                || !RandomName.hasForm(name.substring(prefix.length()), StreamLayout.QUEUE_OF_REQUEST)) {
            return;
        }
        int requests = ChannelFiles.openStrange(directory, name);
        Runnable close = () -> close(requests);
        Accepting.admit(guests, () -> visitor(requests, name), close, close);
    }

    private Optional<QueueVisitor> visitor(int requests, String name) {
        ChannelFiles.remove(directory, name);
        Optional<Integer> uid = owner(requests);
        if (uid.isPresent() && rate.allows(uid.get())) {
            return Optional.of(new QueueVisitor(requests, uid.get(), this));
        }
        lastRefusedUid = uid.orElse(lastRefusedUid);
        return Optional.empty();
    }

    /**
     * Opens the queue for the answer that a client names.
     *
     * @param requests the queue for the request, of that user
     * @return empty if the name is none, or the queue is not as it must be; then nothing is left open
     */
    Optional<QueueStream> pair(int requests, int uid, String stem) {
        if (!RandomName.hasForm(stem, "")) {
            return Optional.empty();
        }
        String name = prefix + stem + StreamLayout.QUEUE_OF_ANSWER;
        int answers = ChannelFiles.openStrange(directory, name);
        boolean paired = false;
        try {
            int bytes = owner(answers).filter(owner -> owner == uid).isPresent() ? messageBytes.applyAsInt(answers) : 0;
            if (bytes < ChannelLayout.FRAME_HEADER_BYTES) {
                return Optional.empty();
            }
            ChannelFiles.remove(directory, name);
            QueueStream stream = new QueueStream(requests, answers, bytes);
            paired = true;
            return Optional.of(stream);
        } finally {
            if (!paired) {
                close(answers);
            }
        }
    }

    ChannelCount count() {
        return count;
    }

    /** Whose queue it is, if nobody else could open it. */
    private static Optional<Integer> owner(int fd) {
        if (fd < 0) {
            return Optional.empty();
        }
        return ChannelFiles.status(fd)
                .filter(FileStatus::isRegular)
                .filter(status -> status.links() <= 1 && status.permissions() == OWNER_READS_AND_WRITES)
                .map(FileStatus::uid);
    }

    private static void close(int fd) {
        if (fd >= 0) {
            ChannelFiles.close(fd);
        }
    }
}
