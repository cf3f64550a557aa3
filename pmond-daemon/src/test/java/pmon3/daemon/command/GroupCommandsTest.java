package pmon3.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;
import static pmon3.daemon.command.CommandWorld.ALICE;
import static pmon3.daemon.command.CommandWorld.BOB;
import static pmon3.daemon.command.CommandWorld.OLGA;
import static pmon3.daemon.command.CommandWorld.ROOT;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.daemon.store.StoreChange;
import pmon3.daemon.store.StoreException;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;
import pmon3.model.DefinitionChange;

class GroupCommandsTest {
    private CommandWorld world;

    @BeforeEach
    void make(@TempDir Path folder) throws IOException {
        world = new CommandWorld(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static Request.Exec exec(String name, String user, String... groups) {
        DefinitionChange change = new DefinitionChange(
                Optional.empty(),
                Optional.empty(),
                Optional.of(user),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                groups.length == 0 ? Optional.empty() : Optional.of(List.of(groups)));
        return new Request.Exec("/srv/" + name, Optional.of(name), change);
    }

    private static DefinitionChange args(String args) {
        return new DefinitionChange(
                Optional.of(args),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Processes 1 to 3, a of alice, b of bob and r of root, all in group mixed (1), which is root's. */
    private void mixedGroup() {
        world.done(exec("a", "alice", "mixed"));
        world.done(exec("b", "bob", "mixed"));
        world.done(exec("r", "root", "mixed"));
    }

    private String argsOf(String name) {
        return world.look(fleet -> fleet.byName(name).orElseThrow().definition().args());
    }

    private List<Long> membersOf(String group) {
        return world.look(fleet -> fleet.groups()
                .membersOf(fleet.groups().find(group).orElseThrow().id()));
    }

    @Test
    void createShowsAllGroupsAndEachNameIsMadeOnce() {
        assertThat(world.done(new Request.CreateGroups(List.of("happac"))).groups())
                .containsExactly("1 happac");
        assertThat(world.done(new Request.CreateGroups(List.of("x", "x", "y"))).groups())
                .containsExactly("1 happac", "2 x", "3 y");
        assertThat(world.done(new Request.ListGroups()).groups()).containsExactly("1 happac", "2 x", "3 y");
    }

    @Test
    void aNameThatIsTakenOrBreaksTheRulesIsRefusedAndTheOthersAreMade() {
        world.done(new Request.CreateGroups(List.of("happac")));

        Answered answered = world.ask(ROOT, new Request.CreateGroups(List.of("happac", "12", "a b", "-x", "new")));

        assertThat(answered.status()).isEqualTo(1);
        assertThat(answered.problems())
                .containsExactly(
                        "group happac exists already",
                        "group name '12' is digits only, which only ids may be",
                        "group name 'a b' contains white space, which names may not",
                        "group name '-x' begins with a dash, which only flags may");
        assertThat(answered.groups()).containsExactly("1 happac", "2 new");
        assertThat(world.ask(ROOT, new Request.CreateGroups(List.of("happac"))).isSilent())
                .isTrue();
    }

    @Test
    void thereAreNoGroupsAtFirst() {
        Answered answered = world.done(new Request.ListGroups());
        assertThat(answered.replies()).containsExactly(new Reply.GroupTableStart());
    }

    @Test
    void whatDoesNotExistIsSaidInTheGoProgramsWordsAndIsStatusFive() {
        List<String> unknown = List.of("nix", "77");
        for (Request request : List.of(
                new Request.DescribeGroups(unknown),
                new Request.DeleteGroups(unknown),
                new Request.AssignGroups(unknown, List.of("web")),
                new Request.LeaveGroups(unknown, List.of("web")),
                new Request.StopGroups(unknown, false),
                new Request.DropGroups(unknown, true),
                new Request.RestartGroups(unknown, true, DefinitionChange.NONE))) {
            Answered answered = world.ask(ROOT, request);
            assertThat(answered.status()).as(request.toString()).isEqualTo(5);
            assertThat(answered.problems()).contains("Group (nix) does not exist", "Group (77) does not exist");
            assertThat(answered.isSilent()).isTrue();
        }
        assertThat(world.ask(ROOT, new Request.AssignGroups(List.of("nix"), List.of("web")))
                        .problems())
                .containsExactly("Group (nix) does not exist", "process (web) does not exist");
    }

    @Test
    void assignAndRemoveTakeListsOfIdsAndNamesOnBothSidesAndShowTheGroups() {
        for (String name : List.of("a", "b", "c")) {
            world.done(exec(name, "alice"));
        }
        world.done(new Request.CreateGroups(List.of("x", "y")));

        Answered assigned = world.done(new Request.AssignGroups(List.of("1", "y"), List.of("a", "3")));
        assertThat(assigned.groupDetails()).containsExactly("1 x", "2 y");
        assertThat(assigned.rows()).containsExactly("a running", "c running", "a running", "c running");

        Answered removed = world.done(new Request.LeaveGroups(List.of("x"), List.of("3", "b")));
        assertThat(removed.groupDetails()).containsExactly("1 x");
        assertThat(removed.rows()).containsExactly("a running");
        assertThat(removed.notices()).containsExactly("b is not in group x");
        assertThat(membersOf("y")).containsExactly(1L, 3L);
        assertThat(world.store.restarted().load().membership()).isEqualTo(Map.of(1L, Set.of(1L, 2L), 3L, Set.of(2L)));
    }

    @Test
    void aDeletedGroupLeavesItsProcessesAlone() {
        world.done(exec("a", "alice", "x", "y"));

        Answered deleted = world.done(new Request.DeleteGroups(List.of("x")));

        assertThat(deleted.groups()).containsExactly("2 y");
        assertThat(world.done(new Request.ListProcesses()).rows()).containsExactly("a running");
        List<String> left = world.look(fleet -> fleet.groups().namesOf(1));
        assertThat(left).containsExactly("y");
        assertThat(world.store.restarted().load().groups()).extracting("name").containsExactly("y");
    }

    @Test
    void stopAndDropShowTheMembersAndRestartShowsAll() {
        world.done(exec("a", "alice", "x"));
        world.done(exec("b", "alice", "x", "y"));
        world.done(exec("c", "alice"));

        assertThat(world.done(new Request.StopGroups(List.of("x", "y"), false)).rows())
                .containsExactly("a stopped", "b stopped");
        Answered restarted = world.done(new Request.RestartGroups(List.of("1"), true, DefinitionChange.NONE));
        assertThat(restarted.rows()).containsExactly("a running", "b running", "c running");
        assertThat(world.done(new Request.DropGroups(List.of("y"), true)).rows())
                .containsExactly("b stopped");
        assertThat(world.done(new Request.ListProcesses()).rows()).containsExactly("a running", "c running");
        assertThat(world.done(new Request.ListGroups()).groups()).containsExactly("1 x", "2 y");
        assertThat(world.store.restarted().load().processes()).hasSize(2);
    }

    @Test
    void restartCountsAndStartDoesNot() {
        world.done(exec("a", "alice", "x"));
        world.done(new Request.RestartGroups(List.of("x"), true, DefinitionChange.NONE));
        world.done(new Request.RestartGroups(List.of("x"), false, DefinitionChange.NONE));

        long restarts =
                world.look(fleet -> fleet.byName("a").orElseThrow().counts().restarts());
        assertThat(restarts).isEqualTo(1);
    }

    @Test
    void dropWarnsOfWhatDependsOnAMember() {
        world.done(exec("a", "alice", "x"));
        DefinitionChange depends = new DefinitionChange(
                Optional.empty(),
                Optional.empty(),
                Optional.of("alice"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(List.of("a")),
                Optional.empty());
        world.done(new Request.Exec("/srv/b", Optional.of("b"), depends));

        assertThat(world.done(new Request.DropGroups(List.of("x"), false)).notices())
                .containsExactly("a is deleted, but b depends on it");
    }

    @Test
    void aGroupWithoutProcessesIsNamedAndNothingIsShown() {
        world.done(new Request.CreateGroups(List.of("x")));
        for (Request request : List.of(
                new Request.StopGroups(List.of("x"), false),
                new Request.DropGroups(List.of("x"), false),
                new Request.RestartGroups(List.of("x"), true, DefinitionChange.NONE))) {
            Answered answered = world.done(request);
            assertThat(answered.notices()).containsExactly("Group (x) has no processes");
            assertThat(answered.isSilent()).isTrue();
        }
        assertThat(world.done(new Request.DescribeGroups(List.of("x"))).groupDetails())
                .containsExactly("1 x");
    }

    @Test
    void everybodySeesGroupsAndOnlyTheirOwnersAndOperatorsChangeThem() {
        mixedGroup();
        assertThat(world.ask(BOB, new Request.ListGroups()).groups()).containsExactly("1 mixed");
        assertThat(world.ask(BOB, new Request.DescribeGroups(List.of("mixed"))).rows())
                .hasSize(3);
        for (Request request : List.of(
                new Request.DeleteGroups(List.of("mixed")),
                new Request.AssignGroups(List.of("mixed"), List.of("a")),
                new Request.LeaveGroups(List.of("mixed"), List.of("a")))) {
            Answered refused = world.ask(ALICE, request);
            assertThat(refused.status()).isEqualTo(4);
            assertThat(refused.isSilent()).isTrue();
            assertThat(refused.problems())
                    .containsExactly("group mixed belongs to uid 0: you may not do that to it; ask its owner, root or"
                            + " an operator of pmond");
        }
        assertThat(world.ask(ALICE, exec("mine", "alice", "mixed")).status()).isEqualTo(4);
        assertThat(world.ask(OLGA, new Request.LeaveGroups(List.of("mixed"), List.of("r")))
                        .status())
                .isZero();
        assertThat(world.ask(OLGA, new Request.DeleteGroups(List.of("mixed"))).status())
                .isZero();
    }

    @Test
    void anOwnerAssignsOnlyOwnProcesses() {
        mixedGroup();
        assertThat(world.ask(ALICE, new Request.CreateGroups(List.of("hers"))).status())
                .isZero();

        Answered answered = world.ask(ALICE, new Request.AssignGroups(List.of("hers"), List.of("a", "b")));

        assertThat(answered.status()).isEqualTo(4);
        assertThat(answered.problems())
                .containsExactly("b belongs to bob: you may not do that to it; ask root or an" + " operator of pmond");
        assertThat(answered.rows()).containsExactly("a running");
        assertThat(world.ask(BOB, new Request.DeleteGroups(List.of("hers"))).status())
                .isEqualTo(4);
    }

    @Test
    void aGroupCommandActsOnTheMembersThatTheCallerMayControlAndReportsTheOthers() {
        mixedGroup();

        Answered stopped = world.ask(ALICE, new Request.StopGroups(List.of("mixed"), false));

        assertThat(stopped.status()).isEqualTo(4);
        assertThat(stopped.problems()).hasSize(2).anyMatch(line -> line.startsWith("b belongs to bob"));
        assertThat(stopped.rows()).containsExactly("a stopped");
        assertThat(world.ask(OLGA, new Request.StopGroups(List.of("mixed"), false))
                        .rows())
                .containsExactly("a stopped", "b stopped", "r stopped");
        assertThat(world.ask(BOB, new Request.DropGroups(List.of("mixed"), true))
                        .rows())
                .containsExactly("b stopped");
        assertThat(world.done(new Request.ListProcesses()).rows()).containsExactly("a stopped", "r stopped");
    }

    @Test
    void theFlagsOfRestartReachOnlyTheCallersOwnUnlessRootAsks() {
        mixedGroup();

        Answered byAlice = world.ask(ALICE, new Request.RestartGroups(List.of("mixed"), true, args("x")));
        assertThat(byAlice.status()).isEqualTo(4);
        assertThat(List.of(argsOf("a"), argsOf("b"), argsOf("r"))).containsExactly("x", "", "");

        Answered byOperator = world.ask(OLGA, new Request.RestartGroups(List.of("mixed"), true, args("y")));
        assertThat(byOperator.status()).isEqualTo(4);
        assertThat(byOperator.problems())
                .containsExactly(
                        "a runs as alice: the flags are not for it, and it is restarted as it is",
                        "b runs as bob: the flags are not for it, and it is restarted as it is",
                        "r runs as root: the flags are not for it, and it is restarted as it is");
        assertThat(byOperator.rows()).containsExactly("a running", "b running", "r running");
        assertThat(List.of(argsOf("a"), argsOf("b"), argsOf("r"))).containsExactly("x", "", "");

        world.done(new Request.RestartGroups(List.of("mixed"), true, args("z")));
        assertThat(List.of(argsOf("a"), argsOf("b"), argsOf("r"))).containsExactly("z", "z", "z");
    }

    @Test
    void whatCannotBeStoredIsUndoneOrTriedAgain() {
        world.done(exec("a", "alice", "x"));
        world.store.failAll(new StoreException("the disk is full", null));

        Answered created = world.ask(ROOT, new Request.CreateGroups(List.of("new")));
        assertThat(created.status()).isEqualTo(1);
        assertThat(created.problems()).containsExactly("group new is as it was: the disk is full");
        assertThat(created.groups()).containsExactly("1 x");
        Answered deleted = world.ask(ROOT, new Request.DeleteGroups(List.of("x")));
        assertThat(deleted.problems()).containsExactly("group x is as it was: the disk is full");
        assertThat(membersOf("x")).containsExactly(1L);
        Answered left = world.ask(ROOT, new Request.LeaveGroups(List.of("x"), List.of("a")));
        assertThat(left.problems())
                .containsExactly("a: done, but not stored yet, and pmond tries again: the disk is full");

        world.store.recover();
        world.await(
                "the store caught up",
                () -> world.store.restarted().load().membership().isEmpty());
    }

    @Test
    void anIdThatNoGroupHasMakesNone() {
        Answered answered = world.ask(ROOT, exec("a", "alice", "77"));
        assertThat(answered.status()).isEqualTo(5);
        assertThat(answered.problems()).containsExactly("Group (77) does not exist");
        assertThat(world.done(new Request.ListProcesses()).rows()).isEmpty();
        assertThat(world.store.commits())
                .noneMatch(changes -> changes.stream().anyMatch(change -> change instanceof StoreChange.PutGroup));
    }
}
