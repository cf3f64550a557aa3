package pmon3.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import pmon3.ipc.Request;
import pmon3.model.DefinitionChange;

/** Who may do what to whose process, through the commands themselves. */
class AuthorizationTest {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int REFUSED = 4;
    private static final Map<String, Integer> CALLERS = Map.of(
            "root", CommandWorld.ROOT,
            "operator", CommandWorld.OLGA,
            "owner", CommandWorld.ALICE,
            "stranger", CommandWorld.BOB);

    private static final Map<String, Function<String, Request>> DEEDS = Map.of(
            "stop", name -> new Request.Stop(List.of(name), false),
            "reset", name -> new Request.Reset(List.of(name)),
            "restart", name -> new Request.Restart(List.of(name), true, DefinitionChange.NONE),
            "del", name -> new Request.Delete(List.of(name), true),
            "restart with flags", name -> new Request.Restart(List.of(name), true, CommandWorld.withArgs("--changed")));

    @TempDir
    Path folder;

    private CommandWorld world;

    @BeforeEach
    void begin() throws IOException {
        world = new CommandWorld(folder);
        world.exec(CommandWorld.ROOT, "of-alice", "alice");
        world.exec(CommandWorld.ROOT, "of-root", "root");
        world.exec(CommandWorld.ROOT, "of-nobody", "carl");
        world.users.remove("carl");
        world.users.user("carl", 1999);
    }

    @AfterEach
    void end() {
        world.close();
    }

    static List<Arguments> cells() {
        List<Arguments> cells = new ArrayList<>();
        CALLERS.keySet()
                .forEach(caller -> DEEDS.keySet()
                        .forEach(deed -> List.of("of-alice", "of-root", "of-nobody")
                                .forEach(target -> cells.add(Arguments.of(caller, deed, target)))));
        return cells;
    }

    @ParameterizedTest
    @MethodSource("cells")
    void everyCallerMayDoToEveryProcessWhatTheTableSays(String caller, String deed, String target) {
        Answered answered = world.ask(CALLERS.get(caller), DEEDS.get(deed).apply(target));
        assertThat(answered.status()).as(answered.text()).isEqualTo(expected(caller, deed, target));
        if (answered.status() == REFUSED) {
            assertThat(answered.text()).contains(target);
            assertThat(world.process(target).counts().restarts()).isZero();
            assertThat(world.process(target).definition().args()).isEmpty();
            assertThat(world.process(target).isUp()).isTrue();
        }
    }

    private static int expected(String caller, String deed, String target) {
        boolean changes = deed.equals("restart with flags");
        boolean may = switch (caller) {
            case "root" -> true;
            case "operator" -> target.equals("of-alice") || target.equals("of-root") && !changes;
            case "owner" -> target.equals("of-alice");
            default -> false;
        };
        boolean cannotStart = target.equals("of-nobody") && deed.startsWith("restart");
        return !may ? REFUSED : cannotStart ? FAILED : DONE;
    }

    @ParameterizedTest
    @CsvSource({
        "root,root,0",
        "root,alice,0",
        "operator,root,4",
        "operator,alice,0",
        "operator,olga,0",
        "owner,root,4",
        "owner,bob,4",
        "owner,alice,0",
        "stranger,alice,4"
    })
    void aNewProcessRunsAsWhomItsCreatorMayBe(String caller, String user, int status) {
        Answered answered = world.exec(CALLERS.get(caller), "new", user);
        assertThat(answered.status()).as(answered.text()).isEqualTo(status);
        if (status == REFUSED && user.equals("root")) {
            assertThat(answered.text()).isEqualTo("cannot set process user to root without sudo");
        }
        assertThat(world.all()).hasSize(status == DONE ? 4 : 3);
    }

    @Test
    void nobodyGivesHisProcessToAnother() {
        Request restart = new Request.Restart(List.of("of-alice"), true, CommandWorld.asUser("bob"));
        assertThat(world.ask(CommandWorld.ALICE, restart).status()).isEqualTo(REFUSED);
        assertThat(world.process("of-alice").definition().username()).isEqualTo("alice");
    }

    @Test
    void theNameOfAnothersProcessCannotBeTakenByExec() {
        world.ask(CommandWorld.ROOT, new Request.Stop(List.of("of-alice"), true));
        Request exec = new Request.Exec("/srv/of-alice", Optional.of("of-alice"), DefinitionChange.NONE);
        assertThat(world.ask(CommandWorld.BOB, exec).status()).isEqualTo(REFUSED);
        assertThat(world.ask(CommandWorld.ALICE, exec).status()).isEqualTo(DONE);
    }

    @Test
    void killDropAndResetOfAllActOnWhatIsTheCallersOwn() {
        assertThat(world.ask(CommandWorld.BOB, new Request.KillAll(true)).text())
                .isEqualTo("could not find running processes");
        assertThat(world.ask(CommandWorld.BOB, new Request.DropAll(true)).text())
                .isEqualTo("there are no processes");
        assertThat(world.ask(CommandWorld.BOB, new Request.Reset(List.of())).names())
                .isEmpty();
        assertThat(world.ask(CommandWorld.ALICE, new Request.DropAll(true)).names())
                .containsExactly("of-root", "of-nobody");
        assertThat(world.process("of-root").isUp()).isTrue();
    }

    @Test
    void ordinaryUsersDependOnTheirOwnOnly() {
        Request.Exec exec = new Request.Exec("/srv/x", Optional.of("x"), CommandWorld.dependingOn("of-root"));
        Answered answered = world.ask(CommandWorld.ALICE, exec);
        assertThat(answered.status()).isEqualTo(REFUSED);
        assertThat(answered.text()).contains("of-root");
        Request.Exec own = new Request.Exec("/srv/x", Optional.of("x"), CommandWorld.dependingOn("of-alice"));
        assertThat(world.ask(CommandWorld.ALICE, own).status()).isEqualTo(DONE);
    }

    @Test
    void aGroupIsJoinedOnlyByItsOwner() {
        Request mine = new Request.Exec("/srv/x", Optional.of("x"), CommandWorld.inGroups("blue"));
        Request yours = new Request.Exec("/srv/y", Optional.of("y"), CommandWorld.inGroups("blue"));
        assertThat(world.ask(CommandWorld.ALICE, mine).status()).isEqualTo(DONE);
        assertThat(world.ask(CommandWorld.BOB, yours).status()).isEqualTo(REFUSED);
        assertThat(world.ask(CommandWorld.OLGA, yours).status()).isEqualTo(DONE);
    }

    @Test
    void aSilentUserDatabaseStopsNobodyButRootIsServed() {
        world.users.fallSilent();
        Request stop = new Request.Stop(List.of("of-alice"), true);
        assertThat(world.ask(CommandWorld.OLGA, stop).status()).isNotZero();
        assertThat(world.process("of-alice").isUp()).isTrue();
        assertThat(world.ask(CommandWorld.ROOT, stop).status()).isZero();
    }
}
