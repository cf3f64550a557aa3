package pmon3.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.daemon.supervise.Moment;
import pmon3.daemon.supervise.Owner;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;
import pmon3.model.ProcessDefinition;

class LimitsTest {
    private static final int ALICE = 1000;
    private static final Authority ORDINARY = new Authority(ALICE, Authority.Rank.ORDINARY);
    private static final Authority ROOT = new Authority(0, Authority.Rank.MASTER);
    private static final int PATHS = "web".length() + "/bin/true".length() + "/log".length();

    @Test
    void aDefinitionOfJustTheLimitIsTakenAndOneByteMoreIsRefused() {
        assertThatCode(() -> Limits.requireSize(definition("web", Limits.DEFINITION_BYTES - PATHS)))
                .doesNotThrowAnyException();
        assertRefused(() -> Limits.requireSize(definition("web", Limits.DEFINITION_BYTES - PATHS + 1)));
    }

    @Test
    void anOrdinaryUserHasRoomForTheLastProcessButNoMore() {
        ProcessDefinition one = definition("web", 1);
        assertThatCode(() -> Limits.requireRoom(ORDINARY, ALICE, one, fleet(Limits.USER_PROCESSES - 1, 1)))
                .doesNotThrowAnyException();
        assertRefused(() -> Limits.requireRoom(ORDINARY, ALICE, one, fleet(Limits.USER_PROCESSES, 1)));
    }

    @Test
    void theBytesOfAllAnOrdinaryUsersProcessesAreBounded() {
        int half = Limits.DEFINITION_BYTES / 2;
        int many = Limits.USER_BYTES / half;
        assertRefused(() -> Limits.requireRoom(ORDINARY, ALICE, definition("web", half), fleet(many, half)));
        assertThatCode(() -> Limits.requireRoom(ORDINARY, ALICE, definition("web", half), fleet(many - 2, half)))
                .doesNotThrowAnyException();
    }

    @Test
    void aProcessThatIsRedefinedDoesNotCountTwice() {
        List<ManagedProcess> full = fleet(Limits.USER_PROCESSES, 1);
        assertThatCode(() -> Limits.requireRoom(ORDINARY, ALICE, definition("p1", 1), full))
                .doesNotThrowAnyException();
    }

    @Test
    void rootIsNotBounded() {
        assertThatCode(() -> Limits.requireRoom(ROOT, ALICE, definition("web", 1), fleet(Limits.USER_PROCESSES + 5, 1)))
                .doesNotThrowAnyException();
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        PmonException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.LIMIT));
    }

    private static List<ManagedProcess> fleet(int processes, int argsBytes) {
        Moment now = new Moment(0, Instant.EPOCH);
        return LongStream.rangeClosed(1, processes)
                .mapToObj(id -> ManagedProcess.fresh(id, definition("p" + id, argsBytes), new Owner(ALICE, ALICE), now))
                .toList();
    }

    private static ProcessDefinition definition(String name, int argsBytes) {
        return new ProcessDefinition(name, "/bin/true", "a".repeat(argsBytes), "", "alice", "/log", true, List.of());
    }
}
