package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pmon3.ipc.ChannelDirectory;
import pmon3.ipc.ChannelLayout;
import pmon3.ipc.OwnUid;
import pmon3.model.PmonException;

class ServedDirectoryTest {
    private static final int NOBODY = 65534;

    private final ChannelPlace place = ChannelPlace.create();
    private final Path directory = place.directory();

    @AfterEach
    void remove() {
        place.close();
    }

    @Test
    void the_write_bits_of_file_mode_say_who_may_make_files() {
        assertThat(rootMode(0666, false)).isEqualTo(01733);
        assertThat(rootMode(0660, false)).isEqualTo(01730);
        assertThat(rootMode(0600, false)).isEqualTo(01700);
        assertThat(rootMode(0644, false)).isEqualTo(01700);
        assertThat(rootMode(0606, false)).isEqualTo(01703);
        assertThat(rootMode(0660, true)).isEqualTo(01733);
    }

    @Test
    void a_rootless_directory_is_the_users_alone() {
        DirectoryPolicy policy = DirectoryPolicy.of(place.queue(), 1000, OptionalInt.of(7));
        assertThat(policy)
                .isEqualTo(new DirectoryPolicy(
                        place.shmem().resolve("pmon3_mem_u1000").toString(),
                        OptionalInt.empty(),
                        0700,
                        false,
                        List.of("shmem")));
    }

    @Test
    void it_is_made_with_the_mode_and_group_of_the_policy() throws IOException {
        assumeTrue(OwnUid.read() == 0);
        try (ServedDirectory served = open(01730, OptionalInt.of(NOBODY))) {
            assertThat(served.isInPlace()).isTrue();
            assertThat(Files.getAttribute(directory, "unix:mode")).isEqualTo(0041730);
            assertThat(Files.getAttribute(directory, "unix:gid")).isEqualTo(NOBODY);
            assertThat(Files.getAttribute(directory.resolve(ChannelLayout.LOCK_FILE), "unix:mode"))
                    .isEqualTo(0100644);
        }
    }

    @Test
    void a_directory_with_another_mode_is_mended() throws IOException {
        Files.createDirectory(directory);
        Files.setAttribute(directory, "unix:mode", 02777);
        try (ServedDirectory served = open(01733, OptionalInt.empty())) {
            assertThat(served.isInPlace()).isTrue();
            assertThat(Files.getAttribute(directory, "unix:mode")).isEqualTo(0041733);
        }
    }

    @Test
    void a_second_pmond_is_refused() {
        try (ServedDirectory served = open()) {
            assertThatThrownBy(this::open).isInstanceOf(PmonException.class).hasMessageContaining("already running");
            assertThat(served.isInPlace()).isTrue();
        }
        open().close();
    }

    @Test
    void clients_see_a_pmond_while_it_serves() {
        try (ServedDirectory served = open()) {
            ChannelDirectory seen = ChannelDirectory.choose(place.queue());
            assertThat(served.isInPlace()).isTrue();
            assertThat(seen)
                    .isEqualTo(new ChannelDirectory(
                            directory,
                            true,
                            ChannelLayout.PROTOCOL_VERSION,
                            (int) ProcessHandle.current().pid(),
                            "shmem"));
        }
        assertThat(ChannelDirectory.choose(place.queue()).lives()).isFalse();
    }

    @Test
    void one_that_could_not_write_into_its_lock_file_lives_but_cannot_be_asked() throws IOException {
        try (ServedDirectory served = open()) {
            Files.write(directory.resolve(ChannelLayout.LOCK_FILE), new byte[0]);
            assertThat(served.isInPlace()).isTrue();
            assertThat(ChannelDirectory.choose(place.queue()).lives()).isTrue();
            assertThatThrownBy(() -> ChannelPlace.connect(place.queue())).hasMessageContaining("no space was left");
        }
    }

    @Test
    void a_lock_file_of_a_dead_pmond_shows_no_life_and_is_replaced() throws IOException {
        Files.createDirectory(directory);
        Files.writeString(directory.resolve(ChannelLayout.LOCK_FILE), "1 4711\n");
        assertThat(ChannelDirectory.choose(place.queue()).lives()).isFalse();
        open().close();
    }

    @Test
    void a_clients_lock_on_the_lock_file_keeps_no_pmond_from_starting() throws IOException {
        ServedDirectory first = open();
        Path lockFile = directory.resolve(ChannelLayout.LOCK_FILE);
        Path kept = Files.createLink(directory.resolve("kept"), lockFile);
        first.close();
        Files.move(kept, lockFile);
        try (FileChannel client = FileChannel.open(lockFile, StandardOpenOption.READ);
                var lock = client.lock(0, Long.MAX_VALUE, true);
                ServedDirectory second = open()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(second.isInPlace()).isTrue();
            assertThat(ChannelDirectory.choose(place.queue()).lives()).isTrue();
        }
    }

    @Test
    void a_directory_in_the_place_of_the_lock_file_does_not_hinder() throws IOException {
        Files.createDirectories(directory.resolve(ChannelLayout.LOCK_FILE).resolve("inside"));
        try (ServedDirectory served = open()) {
            assertThat(served.isInPlace()).isTrue();
            assertThat(ChannelDirectory.choose(place.queue()).lives()).isTrue();
        }
    }

    @Test
    void what_is_not_pmonds_is_renamed_aside_whole() throws IOException {
        assumeTrue(OwnUid.read() == 0);
        Path elsewhere = Files.createDirectory(place.shmem().resolve("elsewhere"));
        List<Foreign> all =
                List.of(() -> Files.createSymbolicLink(directory, elsewhere), () -> Files.createFile(directory), () -> {
                    Files.createDirectories(directory.resolve("precious"));
                    Files.setAttribute(directory, "unix:uid", NOBODY);
                });
        for (Foreign foreign : all) {
            foreign.make();
            try (ServedDirectory served = open()) {
                assertThat(served.isInPlace()).isTrue();
            }
            Files.delete(directory);
        }
        assertThat(elsewhere).isEmptyDirectory();
        try (Stream<Path> names = Files.list(place.shmem())) {
            List<Path> aside =
                    names.filter(name -> name.toString().contains(".aside-")).toList();
            assertThat(aside).hasSize(3).anyMatch(path -> Files.exists(path.resolve("precious")));
        }
    }

    @Test
    void a_rootless_pmond_refuses_what_is_not_its_own() throws IOException {
        Files.createSymbolicLink(directory, place.shmem());
        DirectoryPolicy rootless =
                new DirectoryPolicy(directory.toString(), OptionalInt.empty(), 0700, false, List.of("shmem"));
        assertThatThrownBy(() -> ServedDirectory.open(rootless))
                .isInstanceOf(PmonException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("remove it");
        assertThat(directory).isSymbolicLink();
    }

    @Test
    void a_place_that_does_not_exist_is_named() {
        DirectoryPolicy policy =
                new DirectoryPolicy("/nonexistent/pmon3_mem", OptionalInt.empty(), 0700, false, List.of("shmem"));
        assertThatThrownBy(() -> ServedDirectory.open(policy))
                .isInstanceOf(PmonException.class)
                .hasMessageContaining("/nonexistent/pmon3_mem");
    }

    @Test
    void a_full_file_system_keeps_it_from_being_told_and_not_from_being_held() throws Exception {
        assumeTrue(OwnUid.read() == 0, "only root mounts");
        Path full = Files.createDirectory(place.shmem().resolve("full"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", full.toString()), "no right to mount");
        try {
            Path filler = fill(full.resolve("filler"));
            DirectoryPolicy policy =
                    new DirectoryPolicy(full + "/pmon3_mem", OptionalInt.empty(), 0700, true, List.of("shmem"));
            try (ServedDirectory served = ServedDirectory.open(policy)) {
                assertThat(served.isInPlace()).isTrue();
                assertThat(served.tellServed(policy.transports())).isFalse();
                assertThat(served.told()).isEmpty();
                Files.delete(filler);
                assertThat(served.tellServed(policy.transports())).isTrue();
                assertThat(served.told()).isEqualTo(policy.transports());
            }
        } finally {
            run("umount", "-l", full.toString());
        }
    }

    private static Path fill(Path filler) throws IOException {
        try (var out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(new byte[4096]);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
            return filler;
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }

    private interface Foreign {
        void make() throws IOException;
    }

    private ServedDirectory open() {
        return ServedDirectory.open(place.policy());
    }

    private ServedDirectory open(int mode, OptionalInt gid) {
        return ServedDirectory.open(new DirectoryPolicy(directory.toString(), gid, mode, true, List.of("shmem")));
    }

    private static int rootMode(int fileMode, boolean operatorUser) {
        Optional<String> user = operatorUser ? Optional.of("someone") : Optional.empty();
        try (ChannelPlace place = ChannelPlace.create(fileMode, user)) {
            return DirectoryPolicy.of(place.queue(), 0, OptionalInt.empty()).mode();
        }
    }
}
