package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import jnr.ffi.Pointer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.model.ProcessExit;

/** The helper alone, with orders that pmond would never write: it refuses them and never breaks. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SpawnHelperTest {
    private static final int HEADER_WORDS = 12;
    private static final int ORDERS_REFUSED = 10;
    private static final int EPERM = 1;
    private static final int READY = 0;
    /** Any value for limits, users and groups is sound as such; these are not. */
    private static final List<Integer> CHECKED_WORDS = List.of(0, 1, 2, 3, 6, 8, 9, 10, 11);

    private final SpawnHelper helper = new SpawnHelper(HelperBinary.path());

    /** What one helper said first, and how it ended after its socket was closed. */
    private record Outcome(int step, int errno, ProcessExit exit) {}

    private static byte[] soundOrders() throws IOException {
        return soundOrders("/dev/null");
    }

    private static byte[] soundOrders(String log) throws IOException {
        int uid = OwnProcess.effectiveUid();
        SpawnOrder order = new SpawnOrder(
                1,
                "/bin/true",
                List.of("name", "word"),
                List.of("KEY=value"),
                "/",
                new Credentials(uid, uid, List.of(uid)),
                new LogTarget.Chosen(log));
        return SpawnOrders.encode(order, Inherited.capture());
    }

    private Outcome outcome(byte[] orders) throws IOException {
        return outcome(SpawnOrders.seal(orders));
    }

    private Outcome outcome(int orders) throws IOException {
        Pointer pair = LibC.allocate(8);
        assertThat(LibC.calls().socketpair(Linux.AF_UNIX, Linux.SOCK_SEQPACKET | Linux.SOCK_CLOEXEC, 0, pair))
                .isZero();
        int ours = Descriptors.raise(pair.getInt(0), "ours");
        int theirs = Descriptors.raise(pair.getInt(4), "theirs");
        int pid = helper.spawn(orders, theirs, -1);
        Descriptors.close(theirs);
        Descriptors.close(orders);
        Pointer packet = LibC.allocate(8);
        long length = LibC.calls().recv(ours, packet, 8, 0);
        Descriptors.close(ours);
        ProcessExit exit = new RecordingListener(() -> {})
                .await("its end", () -> WaitStatus.peek(pid))
                .exit();
        WaitStatus.reap(pid);
        assertThat(length).isEqualTo(8);
        return new Outcome(packet.getInt(0), packet.getInt(4), exit);
    }

    @Test
    void sound_orders_are_taken_and_nothing_is_executed_when_the_socket_ends() throws IOException {
        assertThat(outcome(soundOrders())).isEqualTo(new Outcome(READY, 0, ProcessExit.exited(125)));
    }

    @Test
    void orders_that_somebody_could_still_change_are_refused() throws IOException {
        byte[] orders = soundOrders();
        int fd = LibC.calls().memfd_create(LibC.text("open"), Linux.MFD_CLOEXEC | Linux.MFD_ALLOW_SEALING);
        fd = Descriptors.raise(fd, "open");
        Pointer memory = LibC.allocate(orders.length);
        memory.put(0, orders, 0, orders.length);
        assertThat(LibC.calls().pwrite(fd, memory, orders.length, 0)).isEqualTo(orders.length);

        assertThat(outcome(fd)).isEqualTo(new Outcome(ORDERS_REFUSED, EPERM, ProcessExit.exited(125)));
    }

    @Test
    void orders_cut_short_are_refused_wherever_they_are_cut() throws IOException {
        byte[] orders = soundOrders();
        for (int length = 1; length < orders.length; length += 7) {
            assertRefused(Arrays.copyOf(orders, length));
            assertRefused(withWord(Arrays.copyOf(orders, length), 2, length));
        }
        assertRefused(withWord(Arrays.copyOf(orders, orders.length + 1), 2, orders.length + 1));
    }

    @Test
    void wrong_words_in_the_header_are_refused() throws IOException {
        byte[] orders = soundOrders();
        for (int word : CHECKED_WORDS) {
            for (int wrong : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0x01000001}) {
                assertRefused(withWord(orders, word, wrong));
            }
        }
        assertThat(CHECKED_WORDS).allMatch(word -> word < HEADER_WORDS);
    }

    @Test
    void counts_of_words_that_the_texts_do_not_match_are_refused() throws IOException {
        byte[] orders = soundOrders();
        for (int word = 10; word < HEADER_WORDS; word++) {
            int count = ByteBuffer.wrap(orders).order(ByteOrder.nativeOrder()).getInt(word * 4);
            assertRefused(withWord(orders, word, count + 1));
            assertRefused(withWord(orders, word, count - 1));
        }
    }

    @Test
    void it_never_breaks_whatever_byte_is_wrong(@TempDir Path folder) throws IOException {
        // Whichever byte of it is wrong, what it names lies in the folder or in none that there is.
        Path log = Files.createDirectories(folder.resolve("some/where")).resolve("log");
        byte[] orders = soundOrders(log.toString());
        for (int at = 0; at < orders.length; at += 5) {
            byte[] broken = orders.clone();
            broken[at] ^= (byte) 0xff;
            assertThat(outcome(broken).exit()).as("byte " + at).isEqualTo(ProcessExit.exited(125));
        }
    }

    private void assertRefused(byte[] orders) throws IOException {
        if (orders.length == 0) {
            return;
        }
        Outcome outcome = outcome(orders);
        assertThat(outcome.step()).isEqualTo(ORDERS_REFUSED);
        assertThat(outcome.exit()).isEqualTo(ProcessExit.exited(125));
    }

    private static byte[] withWord(byte[] orders, int word, int value) {
        byte[] changed = orders.clone();
        if (changed.length >= (word + 1) * 4) {
            ByteBuffer.wrap(changed).order(ByteOrder.nativeOrder()).putInt(word * 4, value);
        }
        return changed;
    }
}
