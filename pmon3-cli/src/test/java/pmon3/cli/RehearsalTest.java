package pmon3.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import pmon3.cli.command.Session;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;

class RehearsalTest {
    private final ClientRun client = new ClientRun();

    private int rehearse(String... args) {
        return Rehearsal.run(args, new Session(client.terminal, client.surroundings, client.pmond));
    }

    @Test
    void onlyTheCommandThatWasTypedIsSeen() {
        client.pmond.answers(new Reply.TableStart(), new Reply.Done(0));

        assertThat(rehearse("ls")).isZero();
        assertThat(client.out()).hasLineCount(4);
        assertThat(client.err()).isEmpty();
    }

    @Test
    void nothingIsAskedThatCouldChangeAnything() {
        client.pmond.answers(new Reply.Done(0));
        rehearse("ls");

        assertThat(client.pmond.allAsked()).isNotEmpty().noneMatch(RehearsalTest::touchesAProcess);
    }

    private static boolean touchesAProcess(Request request) {
        if (request instanceof Request.KillAll
                || request instanceof Request.DropAll
                || request instanceof Request.Init
                || request instanceof Request.Exec) {
            return true;
        }
        return request instanceof Request.Reset reset && reset.targets().isEmpty();
    }

    @Test
    void aPmondThatIsDownIsReportedOnce() {
        client.pmond.isDown();

        assertThat(rehearse("ls")).isEqualTo(3);
        assertThat(client.err()).hasLineCount(1);
    }
}
