package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import jnr.ffi.Pointer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who may write in the folder of the logs changes the name while root opens it. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OwnLogRaceTest {
    private static final int ROUNDS = 400;
    private static final int NOBODY = 65534;
    private static final long SEED = 20260101;

    @TempDir
    Path folder;

    private Path logs;
    private Path victim;
    private Path log;

    @Test
    void no_change_of_the_name_makes_root_touch_another_file() throws IOException, InterruptedException {
        boolean root = OwnProcess.effectiveUid() == 0;
        int uid = root ? NOBODY : OwnProcess.effectiveUid();
        logs = Files.createDirectory(folder.resolve("logs"));
        victim = Files.writeString(folder.resolve("victim"), "precious");
        Files.setPosixFilePermissions(victim, PosixFilePermissions.fromString("rw-r--r--"));
        log = logs.resolve("web.log");
        AtomicBoolean done = new AtomicBoolean();
        Thread attacker = new Thread(() -> attack(done));
        attacker.start();
        int opened = 0;
        for (int round = 0; round < ROUNDS; round++) {
            opened += open(new LogTarget.Own(logs.toString(), "web.log", 0640, uid, uid)) ? 1 : 0;
        }
        done.set(true);
        attacker.join();

        assertThat(opened).isPositive();
        assertThat(Files.readString(victim)).isEqualTo("precious");
        FileFacts facts = NativeFiles.lstat(victim.toString());
        assertThat(facts.uid()).isEqualTo(OwnProcess.effectiveUid());
        assertThat(facts.mode()).isEqualTo(0644);
    }

    /** What comes back, if anything, is a file of the user's, and only that is written to. */
    private static boolean open(LogTarget.Own target) {
        try {
            int fd = OwnLog.open(target, Clock.systemUTC()).fd();
            FileFacts facts = FileFacts.ofDescriptor(fd, "log");
            Pointer line = LibC.text("line\n");
            LibC.calls().write(fd, line, 5);
            Descriptors.close(fd);
            assertThat(facts.isRegular()).isTrue();
            assertThat(facts.uid()).isEqualTo(target.uid());
            return true;
        } catch (ErrnoException failure) {
            return false;
        }
    }

    private void attack(AtomicBoolean done) {
        Random random = new Random(SEED);
        while (!done.get()) {
            try {
                Path prepared = logs.resolve("prepared");
                Files.deleteIfExists(prepared);
                switch (random.nextInt(4)) {
                    case 0 -> Files.createSymbolicLink(prepared, victim);
                    case 1 -> Files.createLink(prepared, victim);
                    case 2 -> Files.writeString(prepared, "mine");
                    default -> {
                        Files.deleteIfExists(log);
                        continue;
                    }
                }
                Files.move(prepared, log, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException lost) {
                Thread.onSpinWait();
            }
        }
    }
}
