package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The process that pmond keeps is this one, named as it was started. */
class LedgerTest {
    private static final Proc OWN = Proc.of((int) ProcessHandle.current().pid()).orElseThrow();
    private static final String NAME = OWN.words().get(0);
    private static final int BEFORE = OWN.pid() + 1;

    private final Ledger ledger = new Ledger();

    private List<String> wrong() {
        TableRow row = new TableRow(1, NAME, OWN.pid(), 0, "running", "root", "0.0%", "1.7 MB", "2026-01-01 00:00:00");
        return ledger.wrong(List.of(row), List.of(OWN));
    }

    @Test
    void whatWasAnsweredIsToBeTheSameProgram() {
        ledger.answered(NAME, Ledger.Wanted.RUNNING, OWN.pid());
        assertThat(wrong()).isEmpty();
        ledger.answered(NAME, Ledger.Wanted.RUNNING, BEFORE);
        assertThat(wrong()).singleElement().asString().contains("is running as " + OWN.pid());
    }

    @Test
    void anotherFollowsWhatIsKilledAfterTheAnswer() {
        ledger.answered(NAME, Ledger.Wanted.RUNNING, BEFORE);
        ledger.kills(NAME, BEFORE);
        assertThat(wrong()).isEmpty();
    }

    @Test
    void anotherFollowsWhatIsKilledWhileTheAnswerIsOnItsWay() {
        ledger.asked(NAME, Ledger.Wanted.RUNNING);
        ledger.kills(NAME, BEFORE);
        ledger.answered(NAME, Ledger.Wanted.RUNNING, BEFORE);
        assertThat(wrong()).isEmpty();
    }
}
