package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Whose file the output goes to, and which files nobody can make root write to, change or give away. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LinuxLogTest extends LinuxKernelTestBase {
    private static final String NAME = "web.log";
    private static final int MODE = 0664;

    private Path logs;
    private Path log;

    /** Named pipes cannot be made by Java. */
    public interface PipeMaker {
        int mkfifo(Pointer path, int mode);
    }

    @BeforeEach
    void makeFolder() throws IOException {
        logs = Files.createDirectory(samples.folder().resolve("logs"));
        Files.setPosixFilePermissions(logs, PosixFilePermissions.fromString("rwxrwxrwx"));
        log = logs.resolve(NAME);
    }

    private static Credentials user() {
        return OwnProcess.effectiveUid() == ROOT ? nobody() : LinuxSamplePrograms.own();
    }

    private SpawnOrder own(String body) {
        LogTarget target = new LogTarget.Own(logs.toString(), NAME, MODE, user().uid(), user().gid());
        return samples.script(ticket(), body, user(), target);
    }

    private SpawnOrder chosen(Path path) {
        return samples.script(ticket(), "echo hello", user(), new LogTarget.Chosen(path.toString()));
    }

    private List<Path> aside() throws IOException {
        try (Stream<Path> found = Files.list(logs)) {
            return found.filter(path -> path.getFileName().toString().startsWith(NAME + "-"))
                    .toList();
        }
    }

    private FileFacts facts(Path path) throws IOException {
        return NativeFiles.lstat(path.toString());
    }

    private void assertFreshLog() throws IOException {
        assertThat(read(log)).isEqualTo("hello\n");
        FileFacts facts = facts(log);
        assertThat(facts.isRegular()).isTrue();
        assertThat(facts.mode()).isEqualTo(MODE);
        assertThat(facts.uid()).isEqualTo(user().uid());
        assertThat(facts.gid()).isEqualTo(user().gid());
        assertThat(facts.links()).isEqualTo(1);
    }

    private static void assumeRoot() {
        assumeTrue(OwnProcess.effectiveUid() == ROOT, "needs root");
    }

    @Test
    void an_own_log_is_created_with_its_mode_whatever_the_umask_and_belongs_to_the_user() throws IOException {
        run(own("echo hello"));

        assertFreshLog();
        assertThat(aside()).isEmpty();
    }

    @Test
    void an_own_log_goes_on_where_it_ended() throws IOException {
        run(own("echo one; echo two >&2"));
        run(own("echo three"));

        assertThat(read(log)).isEqualTo("one\ntwo\nthree\n");
        assertThat(aside()).isEmpty();
    }

    @Test
    void a_symbolic_link_in_place_of_an_own_log_is_put_aside_and_not_followed() throws IOException {
        Path victim = Files.writeString(samples.folder().resolve("victim"), "precious");
        Files.createSymbolicLink(log, victim);
        run(own("echo hello"));

        assertFreshLog();
        assertThat(read(victim)).isEqualTo("precious");
        assertThat(facts(victim).uid()).isEqualTo(OwnProcess.effectiveUid());
        assertThat(aside()).singleElement().matches(Files::isSymbolicLink);
    }

    @Test
    void a_link_that_leads_nowhere_is_put_aside() throws IOException {
        Path nowhere = samples.folder().resolve("nowhere");
        Files.createSymbolicLink(log, nowhere);
        run(own("echo hello"));

        assertFreshLog();
        assertThat(Files.exists(nowhere, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    void a_hard_link_in_place_of_an_own_log_is_put_aside_and_never_given_away() throws IOException {
        Path victim = Files.writeString(samples.folder().resolve("victim"), "precious");
        Files.createLink(log, victim);
        run(own("echo hello"));

        assertFreshLog();
        assertThat(read(victim)).isEqualTo("precious");
        assertThat(facts(victim).uid()).isEqualTo(OwnProcess.effectiveUid());
    }

    @Test
    void a_foreign_file_in_place_of_an_own_log_is_put_aside() throws IOException {
        assumeRoot();
        Files.writeString(log, "roots");
        run(own("echo hello"));

        assertFreshLog();
        assertThat(aside()).singleElement().satisfies(path -> {
            assertThat(read(path)).isEqualTo("roots");
            assertThat(facts(path).uid()).isEqualTo(ROOT);
        });
    }

    @Test
    void a_named_pipe_and_a_folder_in_place_of_an_own_log_are_put_aside() throws IOException {
        makePipe(log);
        run(own("echo hello"));
        assertFreshLog();
        Files.delete(log);
        Files.createDirectory(log);
        run(own("echo hello"));

        assertFreshLog();
        assertThat(aside()).hasSize(2);
    }

    @Test
    void a_discarded_log_is_gone_before_the_next_start_opens_it() throws IOException {
        run(own("echo old"));
        kernel.discardLog(logs.toString(), NAME, user().uid());
        run(own("echo hello"));

        assertFreshLog();
        assertThat(aside()).isEmpty();
    }

    @Test
    void what_is_no_regular_file_is_not_discarded() throws IOException {
        Path victim = Files.writeString(samples.folder().resolve("victim"), "precious");
        Files.createSymbolicLink(log, victim);
        kernel.discardLog(logs.toString(), NAME, user().uid());
        kernel.discardLog(logs.toString(), "missing.log", user().uid());
        kernel.discardLog(logs.toString(), "../victim", user().uid());
        run(chosen(Path.of("/dev/null")));

        assertThat(log).isSymbolicLink();
        assertThat(victim).hasContent("precious");
    }

    @Test
    void what_belongs_to_somebody_else_or_has_a_second_name_is_not_discarded() throws IOException {
        assumeRoot();
        Files.writeString(log, "roots");
        kernel.discardLog(logs.toString(), NAME, user().uid());
        run(chosen(Path.of("/dev/null")));
        assertThat(log).hasContent("roots");

        Files.delete(log);
        run(own("echo mine"));
        Path second = Files.createLink(logs.resolve("second"), log);
        kernel.discardLog(logs.toString(), NAME, user().uid());
        run(chosen(Path.of("/dev/null")));
        assertThat(log).exists();
        assertThat(second).hasContent("mine");
    }

    private SpawnOrder failing(String file) {
        SpawnOrder like = own("");
        return new SpawnOrder(
                like.ticket(), file, like.argv(), like.environment(), like.directory(), like.credentials(), like.log());
    }

    @Test
    void a_first_start_that_is_refused_leaves_no_log() {
        Path noise = samples.write("noise", "\u0001\u0002", "rwxr-xr-x");

        assertThat(failureOf(failing("/nonexistent"))).endsWith("no such file or directory");
        assertThat(log).doesNotExist();
        SpawnOrder abandoned = own("");
        kernel.spawn(abandoned);
        listener.awaitReady(abandoned.ticket());
        assertThat(log).exists();
        kernel.abort(abandoned.ticket());
        listener.awaitFailed(abandoned.ticket());
        assertThat(log).doesNotExist();
        SpawnOrder unknown = failing(noise.toString());
        kernel.spawn(unknown);
        listener.awaitReady(unknown.ticket());
        kernel.release(unknown.ticket());
        assertThat(listener.awaitFailed(unknown.ticket())).contains("exec format error");
        assertThat(log).doesNotExist();
    }

    @Test
    void a_log_from_before_a_refused_start_stays_even_if_empty() {
        run(own(""));
        failureOf(failing("/nonexistent"));

        assertThat(log).isEmptyFile();
    }

    @Test
    void what_took_the_place_of_a_refused_starts_log_or_was_written_to_stays() throws IOException {
        SpawnOrder replaced = own("");
        kernel.spawn(replaced);
        listener.awaitReady(replaced.ticket());
        Path mine = Files.createFile(logs.resolve("mine"));
        Files.move(mine, log, StandardCopyOption.ATOMIC_MOVE);
        kernel.abort(replaced.ticket());
        listener.awaitFailed(replaced.ticket());
        assertThat(log).isEmptyFile();

        Files.delete(log);
        SpawnOrder written = own("");
        kernel.spawn(written);
        listener.awaitReady(written.ticket());
        Files.writeString(log, "x");
        kernel.abort(written.ticket());
        listener.awaitFailed(written.ticket());
        assertThat(log).hasContent("x");
    }

    @Test
    void a_missing_folder_of_own_logs_is_named() throws IOException {
        Files.delete(logs);

        assertThat(failureOf(own(""))).isEqualTo(logs + ": no such file or directory");
    }

    @Test
    void a_chosen_log_is_created_by_the_user_with_the_users_rights() throws IOException {
        run(chosen(log));

        assertThat(read(log)).isEqualTo("hello\n");
        assertThat(facts(log).uid()).isEqualTo(user().uid());
    }

    @Test
    void a_chosen_log_that_the_user_may_not_write_fails() throws IOException {
        assumeRoot();
        Path roots = samples.write("roots", "precious", "rw-r--r--");

        assertThat(failureOf(chosen(roots))).isEqualTo(roots + ": permission denied");
        assertThat(failureOf(chosen(Path.of("/root/out.log")))).isEqualTo("/root/out.log: permission denied");
        assertThat(read(roots)).isEqualTo("precious");
    }

    @Test
    void a_chosen_log_that_is_no_regular_file_fails_without_waiting() throws IOException {
        makePipe(log);

        assertThat(failureOf(chosen(log))).isEqualTo(log + ": is not a regular file");
        assertThat(failureOf(chosen(Path.of("/dev/zero")))).isEqualTo("/dev/zero: is not a regular file");
        assertThat(failureOf(chosen(logs))).isEqualTo(logs + ": is a directory");
    }

    private static void makePipe(Path path) throws IOException {
        PipeMaker maker = LibraryLoader.create(PipeMaker.class).load("c");
        assertThat(maker.mkfifo(LibC.text(path.toString()), 0666)).isZero();
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
    }
}
