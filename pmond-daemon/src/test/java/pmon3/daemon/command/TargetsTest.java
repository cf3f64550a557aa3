package pmon3.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.daemon.supervise.Moment;
import pmon3.daemon.supervise.Owner;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;
import pmon3.model.ProcessDefinition;

/** What the words of a command mean. */
class TargetsTest {
    private static final List<ManagedProcess> FLEET =
            List.of(process(1, "web"), process(2, "db"), process(3, "7"), process(4, "of root"));

    @Test
    void idsAndNamesAreInterchangeableAndEachIsMeantOnce() {
        assertThat(of("web", "1", "2", "web").ids()).containsExactly(1L, 2L);
    }

    @Test
    void digitsOnlyAreAnIdEvenWhereAnOldNameIsDigits() {
        Targets targets = of("7", "3");
        assertThat(targets.ids()).containsExactly(3L);
        assertThat(targets.unknown()).containsExactly("7");
    }

    @Test
    void namesThatBreakTheRulesStillWork() {
        assertThat(of("of root").refused()).hasSize(1);
    }

    @Test
    void whatIsUnknownOrRefusedIsSaidAndTheRestIsFound() {
        Targets targets = of("web", "nope", "99999999999999999999", "of root");
        assertThat(targets.ids()).containsExactly(1L);
        assertThat(targets.problems())
                .extracting(PmonException::code)
                .containsExactly(ErrorCode.NOT_PERMITTED, ErrorCode.NOT_FOUND, ErrorCode.NOT_FOUND);
        assertThat(targets.problems().get(1)).hasMessage("process (nope) does not exist");
    }

    @Test
    void nothingIsSaidOfOthersWhenAllAreMeant() {
        Targets all = Targets.all(FLEET, TargetsTest::may);
        assertThat(all.ids()).containsExactly(1L, 2L, 3L);
        assertThat(all.problems()).isEmpty();
    }

    private static Targets of(String... words) {
        return Targets.of(List.of(words), FLEET, TargetsTest::may);
    }

    private static boolean may(ManagedProcess process) {
        return !process.name().equals("of root");
    }

    private static ManagedProcess process(long id, String name) {
        ProcessDefinition definition =
                new ProcessDefinition(name, "/srv/" + name, "", "", "alice", "/log", true, List.of());
        return ManagedProcess.fresh(id, definition, new Owner(1000, 1000), new Moment(0, Instant.EPOCH));
    }
}
