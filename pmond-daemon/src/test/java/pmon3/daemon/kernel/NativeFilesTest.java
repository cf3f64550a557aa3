package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NativeFilesTest {
    @TempDir
    Path folder;

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void what_was_written_at_a_position_is_read_there() throws IOException {
        byte[] bytes = new byte[100_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        try (OpenFile file = NativeFiles.create(path("file"), 0600)) {
            file.write(5, bytes, 10, 90_000);
            byte[] back = new byte[100_000];
            assertThat(file.read(5, back, 10, 90_000)).isEqualTo(90_000);
            assertThat(back).startsWith(new byte[10]).endsWith(new byte[10]);
            assertThat(Arrays.copyOfRange(back, 10, 90_010)).isEqualTo(Arrays.copyOfRange(bytes, 10, 90_010));
            assertThat(file.read(90_000, back, 0, 100)).isEqualTo(5);
            assertThat(file.facts().size()).isEqualTo(90_005);
        }
    }

    @Test
    void facts_tell_type_mode_owner_and_links() throws IOException {
        try (OpenFile file = NativeFiles.create(path("file"), 0600)) {
            Files.createLink(folder.resolve("second"), folder.resolve("file"));
            FileFacts facts = file.facts();

            assertThat(facts.isRegular()).isTrue();
            assertThat(facts.mode()).isEqualTo(0600);
            assertThat(facts.uid()).isEqualTo(OwnProcess.effectiveUid());
            assertThat(facts.links()).isEqualTo(2);
            assertThat(facts.isSameFile(NativeFiles.lstat(path("second")))).isTrue();
            assertThat(facts.inode()).isEqualTo(Files.getAttribute(folder.resolve("file"), "unix:ino"));
        }
    }

    @Test
    void a_symbolic_link_is_not_followed() throws IOException {
        Files.writeString(folder.resolve("file"), "text");
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("file"));

        assertThatThrownBy(() -> NativeFiles.openNoFollow(path("link")))
                .hasMessage(path("link") + ": too many levels of symbolic links");
        assertThat(NativeFiles.lstat(path("link")).isSymbolicLink()).isTrue();
    }

    @Test
    void names_are_told_missing_and_taken() throws IOException {
        assertThatThrownBy(() -> NativeFiles.openNoFollow(path("none")))
                .isInstanceOfSatisfying(
                        ErrnoException.class,
                        failure -> assertThat(failure.isMissing()).isTrue());
        NativeFiles.create(path("file"), 0600).close();
        NativeFiles.create(path("other"), 0600).close();
        assertThatThrownBy(() -> NativeFiles.renameToFree(path("file"), path("other")))
                .isInstanceOfSatisfying(
                        ErrnoException.class,
                        failure -> assertThat(failure.isTaken()).isTrue());
    }

    @Test
    void a_directory_is_made_changed_by_descriptor_renamed_and_removed() throws IOException {
        NativeFiles.mkdir(path("made"), 0700);
        try (OpenFile made = NativeFiles.openDirectory(path("made"))) {
            made.chmod(01733);
            assertThat(made.facts().isDirectory()).isTrue();
            assertThat(made.facts().mode()).isEqualTo(01733);
        }
        NativeFiles.rename(path("made"), path("moved"));
        NativeFiles.rmdir(path("moved"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void our_own_lock_is_no_holder_and_neither_is_nobody() throws IOException {
        try (OpenFile file = NativeFiles.create(path("file"), 0600)) {
            assertThat(file.writeLockHolder()).isEqualTo(OptionalInt.empty());
        }
    }

    @Test
    void a_closed_file_is_not_used_any_more() throws IOException {
        OpenFile file = NativeFiles.create(path("file"), 0600);
        file.close();
        file.close();

        assertThatThrownBy(file::facts).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void an_instance_lock_is_given_once_and_again_after_its_end() throws IOException {
        InstanceLock first = InstanceLock.tryAcquire(path("lock")).orElseThrow();

        assertThat(InstanceLock.tryAcquire(path("lock"))).isEmpty();
        assertThat(InstanceLock.holder(path("lock"))).isEqualTo(Integer.toString(OwnProcess.pid()));
        first.close();
        InstanceLock.tryAcquire(path("lock")).orElseThrow().close();
    }

    @Test
    void an_instance_lock_in_a_missing_folder_says_so() {
        assertThatThrownBy(() -> InstanceLock.tryAcquire(path("none/lock")))
                .hasMessage(path("none/lock") + ": no such file or directory");
    }

    @Test
    void the_four_uids_are_read_from_the_status() {
        String status = "Name:\tUid:\t7\nUid:\t0\t1000\t4294967295\t3\nGid:\t1\t1\t1\t1\n";

        assertThat(UidLine.parse(status)).contains(new UidLine(0, 1000, -1, 3));
        assertThat(UidLine.parse("Uid:\t1\t2\n")).isEmpty();
        assertThat(UidLine.ofProcess(OwnProcess.pid()).orElseThrow().areAll(OwnProcess.effectiveUid()))
                .isTrue();
        assertThat(UidLine.ofProcess(Integer.MAX_VALUE)).isEmpty();
    }

    @Test
    void texts_with_a_nul_never_reach_the_kernel() {
        assertThatThrownBy(() -> NativeFiles.unlink(path("a\0b"))).isInstanceOf(IllegalArgumentException.class);
    }
}
