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

/** Helpers that were killed and whose end nobody tells: no reaper runs, as if SIGKILL did not end them. */
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
    void they_hold_up_no_other_start_of_their_user() throws IOException {
        submitTwoMoreThanMayBeAtWork(Duration.ZERO);
        spawns.due();
        assertThat(children.all()).hasSize(TWO_MORE);
    }

    @Test
    void called_off_they_hold_up_no_other_start_of_their_user_either() throws IOException {
        submitTwoMoreThanMayBeAtWork(Duration.ofHours(1));
        spawns.abort(1);
        spawns.abort(2);
        assertThat(spawns.nanosUntilDue()).isZero();
        spawns.due();
        assertThat(children.all()).hasSize(TWO_MORE);
    }

    @Test
    void what_is_called_off_with_them_is_not_begun_in_their_place() throws IOException {
        submitTwoMoreThanMayBeAtWork(Duration.ofHours(1));
        for (long ticket = 1; ticket <= TWO_MORE; ticket++) {
            spawns.abort(ticket);
        }
        spawns.due();
        assertThat(children.all()).hasSize(SpawnQueue.USER_LIMIT);
    }

    private void submitTwoMoreThanMayBeAtWork(Duration stepLimit) throws IOException {
        spawns = new Spawns(
                children,
                scanner,
                poller,
                new HelperLaunch(children, new SpawnHelper(HelperBinary.path()), Inherited.capture()),
                stepLimit,
                "boot",
                new DeafListener());
        for (long ticket = 1; ticket <= TWO_MORE; ticket++) {
            spawns.submit(order(ticket));
        }
        assertThat(children.all()).hasSize(SpawnQueue.USER_LIMIT);
    }

    private static SpawnOrder order(long ticket) {
        Credentials own = new Credentials(LibC.calls().geteuid(), LibC.calls().geteuid(), List.of());
        return new SpawnOrder(
                ticket, "/bin/sleep", List.of("name", "1000"), List.of(), "/", own, new LogTarget.Chosen("/dev/null"));
    }
}
