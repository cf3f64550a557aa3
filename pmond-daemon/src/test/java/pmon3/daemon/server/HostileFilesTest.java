package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pmon3.ipc.ChannelLayout;
import pmon3.ipc.OwnUid;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;

/** What is no honest request is removed, never handled, never written to, and costs the next honest one nothing. */
class HostileFilesTest {
    private static final int NOBODY = 65534;

    private final ChannelPlace place = ChannelPlace.create();
    private final AtomicInteger handled = new AtomicInteger();

    private interface Spoiling {
        void spoil(RawChannel channel) throws IOException;
    }

    @BeforeEach
    void serve() {
        place.serve((caller, request, answer) -> {
            handled.incrementAndGet();
            return 0;
        });
    }

    @AfterEach
    void stop() {
        place.close();
    }

    @Test
    void the_file_made_by_hand_would_be_served() throws Exception {
        try (RawChannel channel =
                RawChannel.of(place.directory(), new Request.Ping()).lock().publish()) {
            Eventually.await("it is taken", channel::isTaken);
            Eventually.await("it is handled", () -> handled.get() == 1);
            assertThat(channel.isListed()).isFalse();
        }
    }

    @Test
    void a_file_without_a_lock_is_refused() throws Exception {
        assertRefused(channel -> {});
    }

    @Test
    void a_file_with_a_read_lock_only_is_refused() throws Exception {
        assertRefused(channel -> channel.file().lock(0, Long.MAX_VALUE, true));
    }

    @Test
    void a_file_that_others_may_open_is_refused() throws Exception {
        for (String mode : List.of("rw-r--r--", "rw----rw-", "rwx------", "r--------", "---------")) {
            assertRefused(channel ->
                    Files.setPosixFilePermissions(channel.lock().unfinished(), PosixFilePermissions.fromString(mode)));
        }
    }

    @Test
    void a_setuid_or_sticky_file_is_refused() throws Exception {
        for (int mode : new int[] {04600, 02600, 01600}) {
            assertRefused(channel -> Files.setAttribute(channel.lock().unfinished(), "unix:mode", mode));
        }
    }

    @Test
    void a_file_with_a_second_name_is_refused() throws Exception {
        assertRefused(channel -> Files.createLink(
                place.shmem().resolve("link" + UUID.randomUUID()),
                channel.lock().unfinished()));
    }

    @Test
    void a_file_of_another_size_is_refused() throws Exception {
        for (long size : new long[] {0, 1, ChannelLayout.HEADER_BYTES, ChannelLayout.REQUEST_OFFSET}) {
            assertRefused(channel -> channel.lock().file().truncate(size));
        }
        long tooLarge = (long) ChannelLayout.REQUEST_OFFSET + ChannelLayout.MAX_REQUEST_BYTES + 1;
        assertRefused(channel -> channel.lock().file().write(ByteBuffer.allocate(1), tooLarge - 1));
        assertRefused(channel -> channel.lock().file().write(ByteBuffer.allocate(1), 1L << 40));
    }

    @Test
    void a_file_of_another_user_that_root_locks_is_refused() throws Exception {
        assumeTrue(OwnUid.read() == 0);
        assertRefused(channel -> Files.setAttribute(channel.lock().unfinished(), "unix:uid", NOBODY));
    }

    @Test
    void a_link_to_a_right_file_is_removed_and_the_file_left_alone() throws Exception {
        try (RawChannel target =
                RawChannel.of(place.shmem(), new Request.Ping()).lock()) {
            assertRemoved(renamed(Files.createSymbolicLink(unfinishedName(), target.unfinished())));
            assertThat(target.isTaken()).isFalse();
            assertThat(target.unfinished()).exists();
        }
    }

    @Test
    void a_directory_is_removed_or_moved_aside_with_what_is_in_it() throws Exception {
        assertRemoved(renamed(Files.createDirectory(unfinishedName())));
        Path full = Files.createDirectory(unfinishedName());
        Files.createFile(full.resolve("inside"));
        assertRemoved(renamed(full));
        assertThat(insideOfMovedAside())
                .singleElement()
                .satisfies(file -> assertThat(file).hasFileName("inside"));
    }

    @Test
    void many_directories_with_something_in_them_leave_one_name() throws Exception {
        for (int i = 0; i < 100; i++) {
            Path full = Files.createDirectory(unfinishedName());
            Files.createDirectory(full.resolve("inside"));
            renamed(full);
        }
        assertHonestIsServed();
        assertThat(insideOfMovedAside()).hasSize(100);
        try (Stream<Path> names = Files.list(place.directory())) {
            assertThat(names).hasSize(2);
        }
    }

    @Test
    void a_fifo_is_removed() throws Exception {
        Path fifo = unfinishedName();
        assertThat(new ProcessBuilder("mkfifo", "-m", "600", fifo.toString())
                        .start()
                        .waitFor())
                .isZero();
        assertRemoved(renamed(fifo));
    }

    @Test
    void a_device_is_removed() throws Exception {
        assumeTrue(OwnUid.read() == 0);
        Path device = unfinishedName();
        assertThat(new ProcessBuilder("mknod", "-m", "600", device.toString(), "c", "1", "3")
                        .start()
                        .waitFor())
                .isZero();
        assertRemoved(renamed(device));
    }

    @Test
    void a_socket_is_removed() throws Exception {
        Path name = unfinishedName();
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(name));
            assertRemoved(renamed(name));
        }
    }

    @Test
    void a_file_that_is_renamed_all_the_time_hurts_nobody_else() throws Exception {
        try (RawChannel channel = RawChannel.of(place.directory(), new Request.Ping())) {
            Path from = channel.unfinished();
            for (int i = 0; i < 20_000; i++) {
                Path to = requestName();
                try {
                    from = Files.move(from, to);
                } catch (NoSuchFileException e) {
                    // It was fast enough to remove this one.
                    from = Files.createFile(place.directory().resolve(randomName() + ChannelLayout.UNFINISHED_SUFFIX));
                }
            }
            Files.deleteIfExists(from);
        }
        assertHonestIsServed();
        assertThat(handled).hasValue(1);
    }

    @Test
    void names_that_are_no_requests_are_no_concern_of_the_servers() throws Exception {
        for (String name :
                List.of("x.req", "A".repeat(32) + ".req", "0".repeat(33) + ".req", "\u00fc.req", "a\nb.req")) {
            Files.move(Files.createFile(unfinishedName()), place.directory().resolve(name));
            assertHonestIsServed();
        }
    }

    @Test
    void a_request_that_contradicts_its_header_is_answered_with_a_problem() throws Exception {
        for (int offset : new int[] {
            ChannelLayout.VERSION_OFFSET, ChannelLayout.REQUEST_LENGTH_OFFSET, ChannelLayout.REQUEST_CHECKSUM_OFFSET
        }) {
            for (long value : new long[] {0, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1}) {
                try (RawChannel channel = RawChannel.of(place.directory(), new Request.Ping())) {
                    channel.word(offset, value).lock().publish();
                    Eventually.await("it is answered", () -> channel.word(ChannelLayout.WRITTEN_OFFSET) > 0);
                }
            }
        }
        assertThat(handled).hasValue(0);
        assertHonestIsServed();
    }

    @Test
    void a_file_cut_short_after_it_was_taken_hurts_nobody_else() throws Exception {
        for (int i = 0; i < 50; i++) {
            try (RawChannel channel =
                    RawChannel.of(place.directory(), new Request.Ping()).lock().publish()) {
                channel.file().truncate(i * 1000L);
                Eventually.await("its name is gone", () -> !channel.isListed());
            }
        }
        assertHonestIsServed();
    }

    private void assertRefused(Spoiling spoiling) throws Exception {
        try (RawChannel channel = RawChannel.of(place.directory(), new Request.Ping())) {
            spoiling.spoil(channel);
            channel.publish();
            Eventually.await("its name is gone", () -> !channel.isListed());
            assertThat(channel.isTaken()).isFalse();
            assertThat(channel.word(ChannelLayout.WRITTEN_OFFSET)).isZero();
        }
        int before = handled.get();
        assertHonestIsServed();
        assertThat(handled).hasValue(before + 1);
    }

    private void assertRemoved(Path name) throws Exception {
        Eventually.await("its name is gone", () -> !Files.isSymbolicLink(name) && Files.notExists(name));
        assertThat(handled).hasValue(0);
        assertHonestIsServed();
        handled.set(0);
    }

    private List<Path> insideOfMovedAside() throws IOException {
        try (Stream<Path> files = Files.walk(place.directory())) {
            return files.filter(file -> file.endsWith("inside")).toList();
        }
    }

    private void assertHonestIsServed() {
        assertThat(place.ask(new Request.Ping())).containsExactly(new Reply.Done(0));
    }

    private Path unfinishedName() {
        return place.shmem().resolve(randomName() + ChannelLayout.UNFINISHED_SUFFIX);
    }

    private Path requestName() {
        return place.directory().resolve(randomName() + ChannelLayout.REQUEST_SUFFIX);
    }

    private Path renamed(Path unfinished) throws IOException {
        return Files.move(unfinished, requestName());
    }

    private static String randomName() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
