package pmon3.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.daemon.store.StoredGroup;
import pmon3.ipc.Request;
import pmon3.model.DefinitionChange;

/** What a request may cost: bounded groups, one look at /proc, and no more questions to the user database than users. */
class CostsTest {
    private static final int REFUSED = 4;
    private static final int NAMELESS = 100_000;

    @TempDir
    Path folder;

    private CommandWorld world;

    @BeforeEach
    void begin() throws IOException {
        world = new CommandWorld(folder);
    }

    @AfterEach
    void end() {
        world.close();
    }

    private static List<String> names(String prefix, int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> prefix + i).toList();
    }

    private Answered create(int uid, List<String> groups) {
        return world.ask(uid, new Request.CreateGroups(groups));
    }

    @Test
    void aUserMakesGroupsUpToTheLimitAndRootMore() {
        assertThat(create(CommandWorld.ALICE, names("a", 0, Limits.USER_GROUPS)).status())
                .isZero();
        assertThat(create(CommandWorld.ALICE, List.of("more")).text())
                .contains("you have made " + Limits.USER_GROUPS + " groups", "delete some, or ask root");
        assertThat(create(CommandWorld.BOB, List.of("more")).status()).isZero();
        assertThat(world.ask(CommandWorld.ALICE, new Request.DeleteGroups(List.of("a7")))
                        .status())
                .isZero();
        assertThat(create(CommandWorld.ALICE, List.of("again")).status()).isZero();
        assertThat(create(CommandWorld.ROOT, names("r", 0, Limits.USER_GROUPS + 1))
                        .status())
                .isZero();
    }

    /** Each reading of a broken file is told. */
    @Test
    void aRequestReadsTheProcessConfigOnceHoweverManyNamesItHas() {
        world.config("]");
        Request restart = new Request.Restart(names("unknown", 0, 10_000), true, DefinitionChange.NONE);
        assertThat(world.ask(CommandWorld.ALICE, restart).problems())
                .singleElement()
                .asString()
                .contains("the process config has a mistake");
    }

    @Test
    void aNameThatIsNobodysIsLookedForOnceHoweverOftenItIsGiven() {
        Request restart = new Request.Restart(Collections.nCopies(10_000, "unknown"), true, DefinitionChange.NONE);
        assertThat(world.ask(CommandWorld.ALICE, restart).problems())
                .containsExactly("process (unknown) does not exist");
    }

    @Test
    void groupsThatExecMakesCountAsWell() {
        assertThat(create(CommandWorld.ALICE, names("a", 0, Limits.USER_GROUPS - 1))
                        .status())
                .isZero();
        Request.Exec two = new Request.Exec("/srv/x", Optional.of("x"), CommandWorld.inGroups("n1", "n2"));
        assertThat(world.ask(CommandWorld.ALICE, two).text()).contains("are the limits");
        assertThat(world.all()).isEmpty();
        Request.Exec one = new Request.Exec("/srv/x", Optional.of("x"), CommandWorld.inGroups("n1", "a1"));
        assertThat(world.ask(CommandWorld.ALICE, one).status()).isZero();
    }

    @Test
    void allUsersTogetherMakeGroupsUpToTheLimit() {
        for (int user = 0; user * Limits.USER_GROUPS < Limits.ALL_GROUPS; user++) {
            world.users.user("user" + user, 3000 + user);
            assertThat(create(3000 + user, names("u" + user + "-", 0, Limits.USER_GROUPS))
                            .status())
                    .isZero();
        }
        assertThat(create(CommandWorld.ALICE, List.of("more")).text())
                .contains("all users but root " + Limits.ALL_GROUPS);
        assertThat(create(CommandWorld.ROOT, List.of("more")).status()).isZero();
    }

    @Test
    void aProcessIsInAsManyGroupsAsTheLimitAndInNoMore() {
        world.exec(CommandWorld.ALICE, "x", "alice");
        List<String> all = names("a", 0, Limits.PROCESS_GROUPS + 1);
        create(CommandWorld.ALICE, all);
        Request most = new Request.AssignGroups(all.subList(0, Limits.PROCESS_GROUPS), List.of("x"));
        assertThat(world.ask(CommandWorld.ALICE, most).status()).isZero();
        assertThat(world.ask(CommandWorld.ALICE, most).status()).isZero();
        Request more = new Request.AssignGroups(all.subList(Limits.PROCESS_GROUPS, all.size()), List.of("x"));
        assertThat(world.ask(CommandWorld.ALICE, more).text())
                .contains("x would be in " + (Limits.PROCESS_GROUPS + 1) + " groups");
        assertThat(world.done(more).status()).isZero();
    }

    @Test
    void whoIsInNoUserDatabaseLooksAndMakesNothing() {
        assertThat(create(NAMELESS, List.of("g")).status()).isEqualTo(REFUSED);
        assertThat(world.exec(NAMELESS, "x", "alice").status()).isEqualTo(REFUSED);
        Request exec = new Request.Exec("/srv/x", Optional.of("x"), DefinitionChange.NONE);
        assertThat(world.ask(NAMELESS, exec).text()).contains("uid " + NAMELESS + " is in no user database");
        assertThat(world.ask(NAMELESS, new Request.ListProcesses()).status()).isZero();
        assertThat(world.all()).isEmpty();
        List<StoredGroup> groups = world.look(fleet -> fleet.groups().all());
        assertThat(groups).isEmpty();
    }

    @Test
    void anOrdinaryUsersCommandAsksNothingOfOthersNames() {
        names("b", 0, 20).forEach(name -> world.exec(CommandWorld.ROOT, name, "bob"));
        names("a", 0, 20).forEach(name -> world.exec(CommandWorld.ROOT, name, "alice"));
        int before = world.users.questions();
        world.ask(CommandWorld.ALICE, new Request.KillAll(true));
        // the operators' group and the caller's name, then the caller's processes' user
        assertThat(world.users.questions() - before).isLessThanOrEqualTo(4);
        before = world.users.questions();
        assertThat(world.exec(CommandWorld.ALICE, "c", "some-name").text())
                .contains("may not run programs as some-name");
        assertThat(world.users.questions() - before).isLessThanOrEqualTo(4);
    }

    @Test
    void anOperatorsCommandAsksOnceForEachUser() {
        names("b", 0, 20).forEach(name -> world.exec(CommandWorld.ROOT, name, "bob"));
        names("a", 0, 20).forEach(name -> world.exec(CommandWorld.ROOT, name, "alice"));
        int before = world.users.questions();
        world.ask(CommandWorld.OLGA, new Request.KillAll(true));
        assertThat(world.users.questions() - before).isLessThanOrEqualTo(4);
        assertThat(world.all()).noneMatch(process -> process.isUp());
    }

    @Test
    void oneLookAtProcServesAllDetailsAndTablesOfARequest() {
        names("a", 0, 20).forEach(name -> world.exec(CommandWorld.ROOT, name, "alice"));
        world.done(new Request.CreateGroups(List.of("g", "h")));
        world.done(new Request.AssignGroups(List.of("g", "h"), names("a", 0, 20)));
        // None where what the command before has read may still be used.
        assertThat(scansOf(new Request.Describe(names("a", 0, 20)))).isLessThanOrEqualTo(1);
        assertThat(scansOf(new Request.DescribeGroups(List.of("g", "h")))).isLessThanOrEqualTo(1);
    }

    @Test
    void oneLookAtProcServesALongTable() {
        IntStream.range(0, 300).forEach(i -> world.exec(CommandWorld.ROOT, "a" + i, "alice"));
        world.pass(Duration.ofSeconds(1));
        assertThat(scansOf(new Request.ListProcesses())).isEqualTo(1);
    }

    private int scansOf(Request request) {
        int before = world.kernel.scans();
        world.done(request);
        return world.kernel.scans() - before;
    }
}
