package pmon3.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.daemon.supervise.Tallies;
import pmon3.daemon.supervise.Tally;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;
import pmon3.model.ProcessDefinition;

class LimitsTest {
    private static final int ALICE = 1000;
    private static final int BOB = 1001;
    private static final Authority ORDINARY = new Authority(ALICE, Authority.Rank.ORDINARY);
    private static final Authority OPERATOR = new Authority(BOB, Authority.Rank.OPERATOR);
    private static final Authority ROOT = new Authority(0, Authority.Rank.MASTER);
    private static final int PATHS = "web".length() + "/bin/true".length() + "/log".length();

    private final Tallies tallies = new Tallies();

    @Test
    void aDefinitionOfJustTheLimitIsTakenAndOneByteMoreIsRefused() {
        assertThatCode(() -> Limits.requireSize(definition(Limits.DEFINITION_BYTES)))
                .doesNotThrowAnyException();
        assertRefused(() -> Limits.requireSize(definition(Limits.DEFINITION_BYTES + 1)));
    }

    @Test
    void aProcessDependsOnAsManyAsTheLimitAndOnNoMore() {
        assertThatCode(() -> Limits.requireSize(depending(Limits.DEPENDENCIES))).doesNotThrowAnyException();
        assertRefused(() -> Limits.requireSize(depending(Limits.DEPENDENCIES + 1)));
    }

    @Test
    void anOrdinaryUserHasRoomForTheLastProcessButNoMore() {
        tallies.add(ALICE, Limits.USER_PROCESSES - 1, 1);
        assertRoom(ORDINARY, 100);
        tallies.add(ALICE, 1, 1);
        assertRefused(() -> room(ORDINARY, 100, Optional.empty()));
        assertRefused(() -> room(OPERATOR, 100, Optional.empty()));
        assertThatCode(() -> room(ROOT, 100, Optional.empty())).doesNotThrowAnyException();
    }

    @Test
    void theBytesOfAllAnOrdinaryUsersProcessesAreBounded() {
        tallies.add(ALICE, 1, Limits.USER_BYTES - 100);
        assertRoom(ORDINARY, 100);
        assertRefused(() -> room(ORDINARY, 101, Optional.empty()));
        assertThatCode(() -> room(ROOT, 101, Optional.empty())).doesNotThrowAnyException();
    }

    @Test
    void allUsersButRootTogetherHaveRoomForTheLastProcessButNoMore() {
        tallies.add(0, 2 * Limits.ALL_PROCESSES, 1);
        IntStream.range(0, 5).forEach(user -> tallies.add(2000 + user, Limits.ALL_PROCESSES / 5, 1));
        tallies.remove(2000, 1);
        assertRoom(ORDINARY, 100);
        tallies.add(BOB, 1, 1);
        assertRefused(() -> room(ORDINARY, 100, Optional.empty()));
        assertThatCode(() -> room(ROOT, 100, Optional.empty())).doesNotThrowAnyException();
    }

    @Test
    void theBytesOfAllUsersButRootAreBounded() {
        tallies.add(0, 1, Limits.ALL_BYTES);
        tallies.add(BOB, 1, Limits.ALL_BYTES - 100);
        assertRoom(ORDINARY, 100);
        assertRefused(() -> room(ORDINARY, 101, Optional.empty()));
    }

    @Test
    void aProcessThatIsRedefinedDoesNotCountTwice() {
        ManagedProcess last = tallies.add(ALICE, Limits.USER_PROCESSES, 1);
        assertRefused(() -> room(ORDINARY, 100, Optional.empty()));
        assertThatCode(() -> room(ORDINARY, 100, Optional.of(last))).doesNotThrowAnyException();
    }

    @Test
    void whatHasGoneDoesNotCount() {
        tallies.add(ALICE, Limits.USER_PROCESSES, 1);
        tallies.remove(ALICE, 1);
        assertRoom(ORDINARY, 100);
        assertThat(tallies.tally().of(ALICE, Optional.empty()).processes()).isEqualTo(Limits.USER_PROCESSES - 1);
    }

    private void assertRoom(Authority authority, int bytes) {
        assertThatCode(() -> room(authority, bytes, Optional.empty())).doesNotThrowAnyException();
    }

    /** For a process of Alice's. */
    private void room(Authority authority, int bytes, Optional<ManagedProcess> replaced) {
        Tally tally = tallies.tally();
        Limits.requireRoom(authority, ALICE, definition(bytes), tally, replaced);
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        PmonException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.LIMIT));
    }

    /** Of so many bytes in all. */
    private static ProcessDefinition definition(int bytes) {
        return new ProcessDefinition(
                "web", "/bin/true", "a".repeat(bytes - PATHS), "", "alice", "/log", true, List.of());
    }

    private static ProcessDefinition depending(int names) {
        return new ProcessDefinition(
                "web", "/bin/true", "", "", "alice", "/log", true, Collections.nCopies(names, "x"));
    }
}
