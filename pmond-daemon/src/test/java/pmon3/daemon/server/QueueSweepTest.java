package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pmon3.daemon.kernel.ChannelFiles;
import pmon3.daemon.kernel.ScarceDescriptors;
import pmon3.ipc.OwnUid;
import pmon3.ipc.QueuesToOneself;
import pmon3.ipc.StreamLayout;

/** What clients leave that are killed while they ask. */
@ExtendWith(QueuesToOneself.class)
class QueueSweepTest {
    private static final long A_MINUTE_AND_MORE_NS = TimeUnit.SECONDS.toNanos(QueueSweep.STALE_SEC + 1);

    private ChannelPlace place;
    private Path mount;
    private int directory;
    /** All mounts of the machine show the same queues. */
    private final List<Path> made = new ArrayList<>();

    @BeforeEach
    void mount() throws IOException {
        assumeTrue(QueuePlace.canMount());
        place = ChannelPlace.withQueues();
        mount = Path.of(place.queue().posixMqDirectory());
        directory = ChannelFiles.openDirectory(mount.toString());
    }

    @AfterEach
    void unmount() throws IOException {
        if (place != null) {
            for (Path queue : made) {
                Files.deleteIfExists(queue);
            }
            ChannelFiles.close(directory);
            place.close();
        }
    }

    @Test
    void a_queue_that_was_left_goes_after_a_minute_and_nothing_is_looked_for_where_none_was_made() throws Exception {
        String ours = "ours-" + UUID.randomUUID() + ".";
        String theirs = "theirs-" + UUID.randomUUID() + ".";
        QueueSweep sweep = new QueueSweep(directory, ours);
        assertThat(sweep.dueInNs(0)).isEqualTo(Long.MAX_VALUE);
        Path left = queue(ours + "1");
        Path others = queue(theirs + "1");
        sweep.made(theirs + "1", 0);
        assertThat(sweep.dueInNs(0)).isEqualTo(Long.MAX_VALUE);
        sweep.made(ours + "1", 0);
        assertThat(sweep.dueInNs(0)).isEqualTo(A_MINUTE_AND_MORE_NS);
        long madeEpochSec = Files.getLastModifiedTime(left).to(TimeUnit.SECONDS);

        sweep.sweepIfDue(A_MINUTE_AND_MORE_NS, madeEpochSec + QueueSweep.STALE_SEC);
        assertThat(left).exists();
        assertThat(sweep.dueInNs(A_MINUTE_AND_MORE_NS)).isEqualTo(A_MINUTE_AND_MORE_NS);
        sweep.sweepIfDue(2 * A_MINUTE_AND_MORE_NS, madeEpochSec + QueueSweep.STALE_SEC + 1);
        assertThat(left).doesNotExist();
        assertThat(others).exists();
        assertThat(sweep.dueInNs(2 * A_MINUTE_AND_MORE_NS)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_directory_that_cannot_be_listed_is_looked_through_again_later() throws Exception {
        int unreadable = folderOfEndedProcess();
        String ours = "ours-" + UUID.randomUUID() + ".";
        try {
            QueueSweep sweep = new QueueSweep(unreadable, ours);
            sweep.made(ours + "1", 0);
            sweep.sweepIfDue(A_MINUTE_AND_MORE_NS, 0);
            assertThat(sweep.dueInNs(A_MINUTE_AND_MORE_NS)).isEqualTo(A_MINUTE_AND_MORE_NS);
            assertThatThrownBy(() -> sweep.sweep(0)).isInstanceOf(IOException.class);
        } finally {
            ChannelFiles.close(unreadable);
        }
    }

    /** Can be opened, and fails when it is read: EINVAL. */
    private static int folderOfEndedProcess() throws Exception {
        Process sleeping = new ProcessBuilder("/bin/sleep", "60").start();
        try {
            return ChannelFiles.openDirectory("/proc/" + sleeping.pid() + "/net");
        } finally {
            sleeping.destroyForcibly().waitFor();
        }
    }

    @Test
    void the_porter_looks_once_more_after_any_queue_that_a_client_made() throws Exception {
        try (QueuePorter porter = porter(fd -> 0)) {
            assertThat(porter.dueInNs()).isEqualTo(Long.MAX_VALUE);
            queue(prefix() + UUID.randomUUID().toString().replace("-", "") + StreamLayout.QUEUE_OF_ANSWER);
            porter.letIn(new NoGuests());
            assertThat(porter.dueInNs()).isBetween(1L, A_MINUTE_AND_MORE_NS);
        }
    }

    @Test
    void a_pairing_that_fails_leaves_nothing_open() throws Exception {
        String stem = UUID.randomUUID().toString().replace("-", "");
        queue(prefix() + stem + StreamLayout.QUEUE_OF_ANSWER);
        try (QueuePorter porter = porter(fd -> {
                    throw new OutOfMemoryError("no memory outside of the heap");
                });
                ScarceDescriptors scarce = ScarceDescriptors.takeAll()) {
            scarce.giveBack(1);
            assertThatThrownBy(() -> porter.pair(directory, OwnUid.read(), stem))
                    .isInstanceOf(OutOfMemoryError.class);
            assertThat(scarce.takeFree()).isEqualTo(1);
        }
    }

    private QueuePorter porter(IntUnaryOperator messageBytes) throws IOException {
        IntakeRate rate = new IntakeRate(OwnUid.read(), System.nanoTime());
        return new QueuePorter(place.policy(), mount.toString(), new ChannelCount(OwnUid.read()), rate, messageBytes);
    }

    private String prefix() {
        return StreamLayout.queuePrefix(
                        place.directory(), (int) ProcessHandle.current().pid())
                + ".";
    }

    private Path queue(String name) throws IOException {
        Path queue = Files.createFile(
                mount.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        made.add(queue);
        return queue;
    }

    private static final class NoGuests implements Porter.Guests {
        @Override
        public void welcome(Visitor visitor) {
            throw new AssertionError("nobody asks");
        }

        @Override
        public void refused() {
            throw new AssertionError("nobody asks");
        }

        @Override
        public void cannot() {
            throw new AssertionError("nobody asks");
        }
    }
}
