package pmon3.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pmon3.cli.ClientRun;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;

class TopCommandTest {
    @Test
    void withoutATerminalOnePassIsShown() {
        ClientRun client = new ClientRun();
        int own = (int) ProcessHandle.current().pid();
        client.pmond.answers(new Reply.Pid(own), new Reply.Done(0));
        client.run("topn");

        assertThat(client.err()).isEmpty();
        assertThat(client.status()).isZero();
        assertThat(client.pmond.asked()).isEqualTo(new Request.Pids());
        assertThat(client.out())
                .contains("%CPU")
                .containsPattern("(?m)^ *" + own + " ")
                .doesNotContain("\u001b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "", "1.5", "86401", "99999999999"})
    void secondsAreAWholeNumber(String seconds) {
        ClientRun client = new ClientRun().run("topn", "--seconds=" + seconds);
        assertThat(client.err())
                .isEqualTo("flag --seconds is a whole number from 1 to 86400, not '" + seconds
                        + "'; see 'pmon3 topn --help'\n");
        assertThat(client.status()).isEqualTo(2);
    }

    @Test
    void pmondMustRun() {
        ClientRun client = new ClientRun();
        client.pmond.isDown();
        assertThat(client.run("topn").status()).isEqualTo(3);
        assertThat(client.out()).isEmpty();
    }
}
