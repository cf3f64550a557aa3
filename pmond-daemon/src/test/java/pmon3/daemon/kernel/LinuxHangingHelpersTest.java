package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Helpers that are late and whose end nobody tells: no reaper runs, as if SIGKILL did not end them. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LinuxHangingHelpersTest {
    private static final int TWO_MORE = SpawnQueue.USER_LIMIT + 2;

    private final Children children = new Children();
    private ProcScanner scanner;
    private Poller poller;
    private Spawns spawns;

    @BeforeEach
    void open() throws IOException {
        scanner = new ProcScanner();
        poller = new Poller();
        spawns = new Spawns(
                children,
                scanner,
                poller,
                new SpawnHelper(HelperBinary.path()),
                Inherited.capture(),
                Duration.ZERO,
                "boot",
                new DeafListener());
    }

    @AfterEach
    void endAll() {
        children.all().forEach(child -> LibC.calls().kill(child.pid(), Linux.SIGKILL));
        for (Optional<WaitStatus> ended = WaitStatus.awaitAny(); ended.isPresent(); ended = WaitStatus.awaitAny()) {
            children.reap(ended.get().pid());
        }
        spawns.close();
        poller.close();
        scanner.close();
    }

    @Test
    void they_hold_up_no_other_start_of_their_user() {
        for (long ticket = 1; ticket <= TWO_MORE; ticket++) {
            spawns.submit(order(ticket));
        }
        assertThat(children.all()).hasSize(SpawnQueue.USER_LIMIT);
        spawns.due();
        assertThat(children.all()).hasSize(TWO_MORE);
    }

    private static SpawnOrder order(long ticket) {
        Credentials own = new Credentials(LibC.calls().geteuid(), LibC.calls().geteuid(), List.of());
        return new SpawnOrder(
                ticket, "/bin/sleep", List.of("name", "1000"), List.of(), "/", own, new LogTarget.Chosen("/dev/null"));
    }
}
