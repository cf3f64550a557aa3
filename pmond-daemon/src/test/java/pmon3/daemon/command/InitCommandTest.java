package pmon3.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;
import static pmon3.daemon.command.CommandWorld.ALICE;
import static pmon3.daemon.command.CommandWorld.BOB;
import static pmon3.daemon.command.CommandWorld.OLGA;
import static pmon3.daemon.command.CommandWorld.ROOT;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.ipc.Request;
import pmon3.model.DefinitionChange;
import pmon3.model.ExportFormat;

/** init, dgraph, and what pmond's start makes of the process config. */
class InitCommandTest {
    private static final Request.Init INIT = new Request.Init(false, false);
    private static final Request.Init CONFIG_ONLY = new Request.Init(true, false);

    private CommandWorld world;
    private Path file;

    @BeforeEach
    void make(@TempDir Path folder) throws IOException {
        world = new CommandWorld(folder, ExportFormat.YAML);
        file = world.processConfig();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static Request.Exec exec(String name, String user) {
        DefinitionChange as = new DefinitionChange(
                Optional.empty(),
                Optional.empty(),
                Optional.of(user),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new Request.Exec("/srv/" + name, Optional.of(name), as);
    }

    private static Request.Restart start(String name) {
        return new Request.Restart(List.of(name), false, DefinitionChange.NONE);
    }

    private ManagedProcess process(String name) {
        return world.process(name);
    }

    private List<String> groupsOf(String name) {
        long id = process(name).id();
        return world.look(fleet -> fleet.groups().namesOf(id));
    }

    private List<String> all() {
        return world.done(new Request.ListProcesses()).rows();
    }

    @Test
    void whatTheFileNamesIsStartedWithItsGroupsAndEntriesWithoutAUserRunAsPmond() {
        world.config("""
                processes:
                - {file: /srv/web, user: alice, args: -p 80, dependencies: [db], groups: [front, all]}
                - {file: /srv/db, groups: [all]}
                """);
        assertThat(world.done(INIT).rows()).containsExactly("db running", "web running");
        assertThat(process("db").definition().username()).isEqualTo("root");
        assertThat(process("web").definition().args()).isEqualTo("-p 80");
        assertThat(groupsOf("web")).containsExactlyInAnyOrder("front", "all");
        assertThat(world.store.restarted().load().groups()).allMatch(group -> group.ownerUid() == 0);
    }

    @Test
    void whatRunsKeepsRunningAndWhatChangedIsApplied() {
        world.config("processes: [{file: /srv/web, user: alice, args: old, groups: [a, b]}]");
        world.done(INIT);
        int pid = process("web").shownPid();
        world.config("processes: [{file: /srv/web, user: alice, args: new, no_auto_restart: true, groups: [b, c]}]");

        world.done(INIT);

        assertThat(process("web").shownPid()).isEqualTo(pid);
        assertThat(process("web").definition().args()).isEqualTo("new");
        assertThat(process("web").definition().autoRestart()).isFalse();
        assertThat(groupsOf("web")).containsExactlyInAnyOrder("b", "c");
        assertThat(world.kernel.signals()).isEmpty();
    }

    @Test
    void anEntryThatNamesNoGroupsLeavesThemAsTheyAre() {
        world.config("processes: [{file: /srv/web, user: alice}]");
        world.done(INIT);
        world.done(new Request.CreateGroups(List.of("mine")));
        world.done(new Request.AssignGroups(List.of("mine"), List.of("web")));

        Answered again = world.done(INIT);

        assertThat(groupsOf("web")).containsExactly("mine");
        assertThat(again.notices()).containsExactly("nothing to start: all that is named here is running");
        assertThat(again.isSilent()).isTrue();
    }

    @Test
    void theDatabaseIsStartedTooUnlessOnlyTheFileIsMeant() {
        world.done(exec("old", "alice"));
        world.done(new Request.Stop(List.of("old"), true));
        world.config("processes: [{file: /srv/new, user: alice}]");

        assertThat(world.done(CONFIG_ONLY).rows()).containsExactly("old stopped", "new running");
        assertThat(world.done(INIT).rows()).containsExactly("old running", "new running");
    }

    @Test
    void blockingAnswersWhenAllHaveStarted() {
        world.config("""
                processes:
                - {file: /srv/c, user: alice, dependencies: [b]}
                - {file: /srv/b, user: alice, dependencies: [a]}
                - {file: /srv/a, user: alice}
                """);
        assertThat(world.done(new Request.Init(true, true)).rows())
                .containsExactly("a running", "b running", "c running");
    }

    @Test
    void eachMistakeIsNamedWithFileLineAndProcessAndNothingIsApplied() {
        world.config("""
                processes:
                - {file: /srv/good, user: alice}
                - {name: nothing}
                - {file: /srv/two, args: [x]}
                - {file: /srv/good}
                - {file: /srv/lost, dependencies: [nix]}
                """);
        Answered refused = world.ask(ROOT, INIT);

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.problems())
                .containsExactlyInAnyOrder(
                        file + ", line 3: nothing: file is missing",
                        file + ", line 4: two: args must be a text",
                        file + ", line 5: good: the name is taken by line 2",
                        file + ", line 6: lost: depends on 'nix', which does not exist");
        assertThat(refused.isSilent()).isTrue();
        assertThat(all()).isEmpty();
    }

    @Test
    void aUserOrGroupIdThatDoesNotExistIsAMistakeToo() {
        world.config("processes:\n- {file: /srv/good, user: alice}\n- {file: /srv/bad, user: nobody-here}\n");
        Answered refused = world.ask(ROOT, INIT);
        assertThat(refused.problems()).containsExactly(file + ", line 3: bad: no such user: nobody-here");
        assertThat(all()).isEmpty();

        world.config("processes:\n- {file: /srv/good, user: alice}\n- {file: /srv/bad, groups: ['9']}\n");
        refused = world.ask(ROOT, INIT);
        assertThat(refused.problems()).containsExactly(file + ", line 3: bad: Group (9) does not exist");
        assertThat(all()).isEmpty();
    }

    @Test
    void aCycleOfTheFileAndTheDatabaseTogetherRefusesTheFile() {
        world.config("processes: [{file: /srv/a, user: alice}, {file: /srv/b, user: alice, dependencies: [a]}]");
        world.done(INIT);
        world.config("processes: [{file: /srv/a, user: alice, dependencies: [b]}, {file: /srv/c}]");

        for (Request request : List.of(INIT, CONFIG_ONLY, new Request.StartOrder(false))) {
            Answered refused = world.ask(ROOT, request);
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.problems()).singleElement().asString().contains("circle of dependencies: ");
        }
        assertThat(all()).containsExactly("a running", "b running");
        assertThat(process("a").definition().dependencies()).isEmpty();
    }

    @Test
    void unknownKeysAreWarnings() {
        world.config("processes:\n- {file: /srv/a, user: alice, colour: red}\n");
        assertThat(world.done(INIT).notices()).containsExactly(file + ", line 2: colour: unknown key, ignored");
    }

    @Test
    void aProcessIsNotTakenFromItsUserAndTheOtherEntriesAreApplied() {
        world.done(exec("web", "bob"));
        world.config("processes: [{file: /srv/web, user: alice, args: x}, {file: /srv/other, user: alice}]");

        Answered answered = world.ask(ROOT, INIT);

        assertThat(answered.status()).isEqualTo(1);
        assertThat(answered.problems())
                .containsExactly("web of the process config runs as alice, but the process of that name belongs to bob:"
                        + " not applied; delete that or name this differently");
        assertThat(answered.rows()).containsExactly("web running", "other running");
        assertThat(process("web").definition().args()).isEmpty();
    }

    @Test
    void ordinaryUsersInitIsAboutTheirOwn() {
        world.config("processes: [{file: /srv/a, user: alice}, {file: /srv/b, user: bob}, {file: /srv/r}]");

        Answered byAlice = world.ask(ALICE, INIT);
        assertThat(byAlice.status()).isZero();
        assertThat(byAlice.rows()).containsExactly("a running");
        assertThat(world.ask(BOB, INIT).rows()).containsExactly("a running", "b running");
    }

    @Test
    void ordinaryUsersAreNotToldWhatTheFileSays() {
        world.config("processes: [{file: /srv/a, env_vars: PASSWORD=secret word}]");
        for (Request request : List.of(INIT, new Request.StartOrder(true), start("a"))) {
            Answered refused = world.ask(ALICE, request);
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.problems()).containsExactly("the process config has a mistake; pmond's log says which");
            assertThat(world.ask(ROOT, request).problems())
                    .containsExactly(file + ", line 1: a: env-vars: 'word' is not of the form KEY=value");
        }
    }

    @Test
    void operatorsStartRootsProcessesButMakeAndChangeNone() {
        world.config("processes: [{file: /srv/r}, {file: /srv/b, user: bob}]");
        Answered first = world.ask(OLGA, INIT);
        assertThat(first.status()).isEqualTo(4);
        assertThat(first.problems()).containsExactly("cannot set process user to root without sudo");
        assertThat(first.rows()).containsExactly("b running");

        world.done(INIT);
        world.done(new Request.Stop(List.of("r"), true));
        assertThat(world.ask(OLGA, INIT).rows()).containsExactly("b running", "r running");

        world.config("processes: [{file: /srv/r, args: changed}]");
        assertThat(world.ask(OLGA, INIT).status()).isEqualTo(4);
        assertThat(process("r").definition().args()).isEmpty();
    }

    @Test
    void aNameThatOnlyTheFileKnowsIsStartedByRestart() {
        world.config("processes: [{file: /srv/web, user: alice, groups: [all]}, {file: bad}]");

        Answered started = world.ask(ALICE, start("web"));

        assertThat(started.status()).isZero();
        assertThat(started.rows()).containsExactly("web running");
        assertThat(groupsOf("web")).containsExactly("all");
        assertThat(world.ask(ROOT, start("bad")).problems())
                .containsExactly(file + ", line 1: bad: file must be an absolute path, not 'bad'");
        Answered unknown = world.ask(ROOT, start("nix"));
        assertThat(unknown.problems()).containsExactly("process (nix) does not exist");
        assertThat(unknown.status()).isEqualTo(5);
    }

    @Test
    void pmondsStartLeavesOutMistakesAndWhatDependsOnThem() {
        world.config("""
                processes:
                - {file: /srv/good, user: alice}
                - {file: /srv/bad, user: nobody-here}
                - {file: /srv/needs-bad, user: alice, dependencies: [bad]}
                - {file: /srv/needs-that, user: alice, dependencies: [needs-bad]}
                """);
        world.startNew();
        world.await("good alone runs", () -> all().equals(List.of("good running")));
    }

    @Test
    void pmondsStartStartsNothingThatWasStopped() {
        world.done(exec("web", "alice"));
        world.done(new Request.Stop(List.of("web"), true));
        world.config("processes: [{file: /srv/web, user: alice, args: x}]");

        world.startNew();

        assertThat(all()).containsExactly("web stopped");
        assertThat(process("web").definition().args()).isEmpty();
    }

    @Test
    void dgraphPutsWhatDependsFirstAndTheRestById() {
        world.done(exec("z", "alice"));
        world.done(exec("y", "alice"));
        world.config("""
                processes:
                - {file: /srv/happac1, user: alice, dependencies: [happac2]}
                - {file: /srv/happac2, user: alice}
                - {file: /srv/metabase-api, user: alice}
                - {file: /srv/y, user: alice, dependencies: [metabase-api]}
                """);
        assertThat(world.done(new Request.StartOrder(false)).order())
                .containsExactly("happac2*", "happac1*", "metabase-api*", "y*", "z");
        assertThat(world.done(new Request.StartOrder(true)).order())
                .containsExactly("happac2*", "happac1*", "metabase-api*", "y*");
        assertThat(all()).hasSize(2);
    }

    @Test
    void theGraphOfNothingIsEmpty() {
        Answered answered = world.done(new Request.StartOrder(false));
        assertThat(answered.order()).isEmpty();
        assertThat(answered.replies()).hasSize(1);
    }
}
