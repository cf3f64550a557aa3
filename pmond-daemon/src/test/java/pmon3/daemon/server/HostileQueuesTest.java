package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pmon3.ipc.ChannelLayout;
import pmon3.ipc.QueuesToOneself;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;
import pmon3.ipc.StreamLayout;
import pmon3.model.PmonException;

/** Queues that no honest client made, or with what none says: never handled, let go in the end, and nobody else's loss. */
@ExtendWith(QueuesToOneself.class)
class HostileQueuesTest {
    private static final int SOME = 16;

    private final List<Process> started = new ArrayList<>();
    private final AtomicInteger handled = new AtomicInteger();
    private ChannelPlace place;

    @BeforeEach
    void serve() {
        assumeTrue(QueuePlace.canMount());
        place = ChannelPlace.withQueues();
        place.serve((caller, request, answer) -> {
            handled.incrementAndGet();
            if (request instanceof Request.ListProcesses) {
                for (int i = 0; i < 200; i++) {
                    answer.send(new Reply.Text("x".repeat(100_000)));
                }
            }
            return 0;
        });
        assertHonestIsServed();
    }

    @AfterEach
    void close() throws Exception {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
        if (place != null) {
            place.close();
        }
    }

    @Test
    void a_queue_that_others_may_open_or_that_nobody_fills_is_removed() throws Exception {
        long before = descriptors();
        for (String mode : List.of("rw-rw-rw-", "rw-r-----", "rwx------", "rw-------")) {
            Path queue = mount().resolve(prefix() + randomName() + StreamLayout.QUEUE_OF_REQUEST);
            Files.createFile(queue, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
            Eventually.await("its name is gone", () -> Files.notExists(queue));
            assertHonestIsServed();
        }
        Eventually.await("all are closed", () -> descriptors() <= before + 1);
    }

    @Test
    void names_that_are_no_requests_are_no_concern_of_pmonds() throws Exception {
        for (String name : List.of(
                prefix() + "x.req",
                prefix() + randomName() + ".ans",
                "pmon3_mq.1." + randomName() + ".req",
                "somebody-elses")) {
            Path queue = Files.createFile(mount().resolve(name + "-" + UUID.randomUUID()));
            assertHonestIsServed();
            assertThat(queue).exists();
            Files.delete(queue);
        }
    }

    @Test
    void half_a_request_is_given_up_after_a_while() throws Exception {
        long before = descriptors();
        ByteBuffer whole = RawRequest.of(new Request.Reset(List.of("a".repeat(30_000))));
        for (int length : new int[] {0, 1, 24, 1000, 20_000}) {
            Process half = carrier();
            half.getOutputStream().write(whole.array(), 0, length);
            half.getOutputStream().flush();
            assertHonestIsServed();
        }
        endAll();
        Eventually.await("all are closed", () -> descriptors() <= before + SOME);
        assertThat(handled).hasValue(6);
    }

    @Test
    void random_bytes_cost_neither_descriptors_nor_the_answers_of_others() throws Exception {
        Random random = new Random(5);
        for (int i = 0; i < 30; i++) {
            byte[] bytes = new byte[24 + random.nextInt(5000)];
            random.nextBytes(bytes);
            Process noise = carrier();
            try (OutputStream out = noise.getOutputStream()) {
                out.write(bytes);
                out.flush();
                Eventually.await("it is answered", () -> noise.getInputStream().available() > 0);
            }
        }
        assertHonestIsServed();
        assertThat(handled).hasValue(2);
    }

    @Test
    void who_never_reads_is_given_up_and_nobody_waits_for_that() throws Exception {
        ByteBuffer request = RawRequest.of(new Request.ListProcesses());
        for (int i = 0; i < ServerLimits.MAX_RUNNING_PER_USER; i++) {
            OutputStream out = carrier().getOutputStream();
            out.write(request.array(), 0, request.limit());
            out.flush();
        }
        Eventually.await("all are at work", () -> handled.get() == ServerLimits.MAX_RUNNING_PER_USER + 1);
        assertHonestIsServed();
        long open = descriptors();
        Eventually.await("all are given up", () -> descriptors() <= open - 2 * ServerLimits.MAX_RUNNING_PER_USER);
    }

    @Test
    void a_client_that_is_killed_leaves_no_queue() throws Exception {
        for (int i = 0; i < 20; i++) {
            Process killed = carrier();
            OutputStream out = killed.getOutputStream();
            out.write(1);
            out.flush();
            Eventually.await("pmond has removed both names", () -> queuesWithoutNameOf(killed) == 2);
            killed.destroyForcibly().waitFor();
        }
        assertHonestIsServed();
        assertThat(queues()).isZero();
    }

    @Test
    void where_the_limit_of_a_users_queues_is_reached_nothing_is_done_and_it_is_said() throws Exception {
        List<String> command = new ArrayList<>(List.of("prlimit", "--msgqueue=100"));
        command.addAll(command());
        Process limited = start(command);
        assertThat(limited.waitFor()).isEqualTo(3);
        assertThat(new String(limited.getErrorStream().readAllBytes())).contains("cannot make the queue");
        assertThat(queues()).isZero();
    }

    @Test
    void where_no_queues_are_mounted_both_sides_say_so_in_one_line() throws Exception {
        try (ChannelPlace other = ChannelPlace.of(QueuePorter.NAME)) {
            assertThatThrownBy(() -> other.serve((caller, request, answer) -> 0))
                    .isInstanceOf(PmonException.class)
                    .hasMessageContaining("no file system of message queues is mounted at")
                    .hasMessageContaining("mount -t mqueue");
        }
        Process client = start(List.of(command().get(0), place.shmem().toString(), "pmon3_mq.1", "1000"));
        assertThat(client.waitFor()).isEqualTo(1);
        assertThat(new String(client.getErrorStream().readAllBytes()).lines())
                .singleElement()
                .asString()
                .contains("no file system of message queues is mounted at " + place.shmem());
    }

    private void assertHonestIsServed() {
        assertThat(place.ask(new Request.Ping())).containsExactly(new Reply.Done(0));
    }

    private Process carrier() throws IOException {
        return start(command());
    }

    private List<String> command() {
        return List.of(QueuePlace.home().resolve("lib/pmon3-mq").toString(), mount().toString(), stem(), "5000");
    }

    private Process start(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        started.add(process);
        return process;
    }

    private void endAll() throws Exception {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
            process.getInputStream().close();
            process.getErrorStream().close();
        }
    }

    private Path mount() {
        return Path.of(place.queue().posixMqDirectory());
    }

    private String stem() {
        return StreamLayout.queuePrefix(
                place.directory(), (int) ProcessHandle.current().pid());
    }

    private String prefix() {
        return stem() + ".";
    }

    private long queuesWithoutNameOf(Process client) throws IOException {
        long count = 0;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/" + client.pid() + "/fd"))) {
            for (Path descriptor : descriptors) {
                String target = Files.readSymbolicLink(descriptor).toString();
                count += target.contains(prefix()) && target.endsWith(" (deleted)") ? 1 : 0;
            }
        }
        return count;
    }

    private long queues() throws IOException {
        try (Stream<Path> names = Files.list(mount())) {
            return names.filter(path -> path.getFileName().toString().startsWith(prefix()))
                    .count();
        }
    }

    private static String randomName() {
        String digits = UUID.randomUUID().toString().replace("-", "");
        assertThat(digits).hasSize(ChannelLayout.NAME_DIGITS);
        return digits;
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
