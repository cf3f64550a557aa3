package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Locks of other processes, as the channel's clients hold them. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LinuxFileLockTest extends LinuxKernelTestBase {
    /** perl is in every Debian; struct flock as in fcntl(2), locks as in fcntl.h: read 0, write 1. */
    private ProcessIdentity locker(Path file, int kind) {
        String body = "exec perl -e 'use Fcntl; $| = 1; open(F, \"+<\", \"" + file + "\") or die; "
                + "my $lock = pack(\"s s x4 q q l x4\", " + kind + ", 0, 0, 0, 0); "
                + "fcntl(F, F_SETLK, $lock) or die; "
                + "print \"locked\"; sleep 1000'";
        LogTarget out = new LogTarget.Chosen(samples.folder().resolve("out.log").toString());
        ProcessIdentity process = start(samples.script(ticket(), body, LinuxSamplePrograms.own(), out));
        listener.awaitTrue(
                "the lock", () -> read(samples.folder().resolve("out.log")).equals("locked"));
        return process;
    }

    @Test
    void the_holder_of_a_write_lock_is_known_by_its_pid_until_it_ends() throws IOException {
        Path path = samples.write("channel", "", "rw-------");
        ProcessIdentity holder = locker(path, 1);
        try (OpenFile file = NativeFiles.openNoFollow(path.toString())) {
            assertThat(file.writeLockHolder()).isEqualTo(OptionalInt.of(holder.pid()));

            kernel.signal(holder, Signal.KILL);
            listener.awaitExited(holder.pid());
            assertThat(file.writeLockHolder()).isEmpty();
        }
    }

    @Test
    void a_read_lock_does_not_count() throws IOException {
        Path path = samples.write("channel", "", "rw-------");
        locker(path, 0);
        try (OpenFile file = NativeFiles.openNoFollow(path.toString())) {
            assertThat(file.writeLockHolder()).isEmpty();
        }
    }
}
