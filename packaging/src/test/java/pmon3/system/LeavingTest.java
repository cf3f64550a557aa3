package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SIGUSR1, with which upgrades end pmond: what it keeps alive goes on, and the next pmond takes it over. */
class LeavingTest {
    private static final int SIGUSR1 = 10;
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String PROGRAM = "/bin/sleep";

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    private int startOne() {
        pmond.start().run("exec", PROGRAM, "--name", "one", "--", "1000").ok();
        return pmond.awaitStatus("one", "running").pid();
    }

    @Test
    void allStaysAliveAlthoughInterruptsAreHandled() {
        pmond.config("handle_interrupts", true);
        int pid = startOne();
        Proc.signal(pmond.pid(), SIGUSR1);
        assertThat(pmond.awaitEnd()).isZero();
        assertThat(Proc.lives(pid)).isTrue();
        assertThat(pmond.start().awaitStatus("one", "running").pid()).isEqualTo(pid);
        assertThat(pmond.row("one").orElseThrow().restarts()).isZero();
    }

    @Test
    void aRequestToEndThatComesLaterDoesNotStopIt() {
        int pid = startOne();
        int daemon = pmond.pid();
        Proc.signal(daemon, SIGUSR1);
        Await.until("the first request", SOON, () -> pmond.pmondLog().contains("leave alone what runs"));
        Proc.signal(daemon, Proc.SIGTERM);
        assertThat(pmond.awaitEnd()).isZero();
        assertThat(Proc.lives(pid)).isTrue();
        assertThat(pmond.start().awaitStatus("one", "running").pid()).isEqualTo(pid);
    }

    @Test
    void theHelpNamesIt() {
        assertThat(Command.of(Tree.forEveryone() + "/bin/pmond", "--help")
                        .run()
                        .ok()
                        .out())
                .contains("SIGUSR1");
    }
}
