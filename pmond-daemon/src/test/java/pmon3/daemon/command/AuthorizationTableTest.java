package pmon3.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pmon3.daemon.command.Authority.Rank;
import pmon3.daemon.command.Deed.Selector;
import pmon3.daemon.command.Deed.Target;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;
import pmon3.model.DefinitionChange;

/** Every cell of the table of rights, through the commands themselves, by each way of naming what is meant. */
class AuthorizationTableTest {
    private static final Path DOCUMENT = Path.of("../docs/authorization.md");
    private static final int REFUSED = 4;
    private static final String SECRET = "KEY=secret";
    private static final Map<Rank, Integer> CALLERS =
            Map.of(Rank.MASTER, CommandWorld.ROOT, Rank.OPERATOR, CommandWorld.OLGA, Rank.ORDINARY, CommandWorld.ALICE);
    private static final Map<Rank, String> NAMES =
            Map.of(Rank.MASTER, "root", Rank.OPERATOR, "olga", Rank.ORDINARY, "alice");
    /** A name of the user database that changes hands. */
    private static final String ADRIFT_USER = "zed";

    private static final int ADRIFT_UID = 1999;

    @TempDir
    static Path folder;

    private static CommandWorld world;
    private static int cell;

    private String name;
    private String group;
    private String companion;
    private int caller;

    @BeforeAll
    static void begin() throws IOException {
        world = new CommandWorld(folder);
    }

    @AfterAll
    static void end() {
        world.close();
    }

    @Test
    void docsAuthorizationIsWhatTheTableSays() throws IOException {
        String now = AuthorizationDocument.text();
        if (Boolean.getBoolean("pmon3.docs.write")) {
            Files.writeString(DOCUMENT, now);
        }
        assertThat(DOCUMENT)
                .as("run this test with -Dpmon3.docs.write=true and look at the difference")
                .content()
                .isEqualTo(now);
    }

    static List<Arguments> cells() {
        List<Arguments> cells = new ArrayList<>();
        for (Deed deed : Deed.values()) {
            for (Rank rank : Rank.values()) {
                for (Target target : Target.values()) {
                    boolean exists = target != Target.ADRIFT || !AuthorizationDocument.NEVER_ADRIFT.contains(deed);
                    boolean twice = rank == Rank.MASTER && target == Target.ROOTS;
                    if (exists && !twice) {
                        Set<Selector> selectors = deed.selectors();
                        (selectors.isEmpty() ? Set.of(Selector.NAME) : selectors)
                                .forEach(selector -> cells.add(Arguments.of(deed, rank, target, selector)));
                    }
                }
            }
        }
        return cells;
    }

    @ParameterizedTest(name = "{0} by {1} to {2}, by {3}")
    @MethodSource("cells")
    void everyCellIsWhatTheCommandsDo(Deed deed, Rank rank, Target target, Selector selector) {
        prepare(deed, rank, target);
        boolean may = deed.isGiven(rank, target);
        Answered answered = ask(deed, rank, target, selector);
        boolean starts = deed == Deed.START || deed == Deed.CHANGE || deed == Deed.CHANGE_BY_GROUP;
        if (may && starts && target == Target.ADRIFT) {
            // root may, and nothing is started under a name that is somebody else's by now
            assertThat(answered.status())
                    .as(answered.text())
                    .isEqualTo(selector == Selector.ALL ? 1 : answered.status());
            return;
        }
        assertThat(isDone(deed, selector, answered)).as(answered.text()).isEqualTo(may);
        boolean silent = selector == Selector.ALL || deed == Deed.SEE_ENVIRONMENT || deed == Deed.SEE;
        assertThat(answered.status() == REFUSED).as(answered.text()).isEqualTo(!may && !silent);
        if (!may && !silent && deed != Deed.RUN_AS) {
            assertThat(answered.text()).contains(deed == Deed.USE_GROUP ? group : name);
        }
        if (selector == Selector.LIST && deed == Deed.STOP) {
            assertThat(world.process(companion).isUp()).isFalse();
        }
    }

    /** A process of the target, in a group of its own, beside one of the caller's. */
    private void prepare(Deed deed, Rank rank, Target target) {
        world.ask(CommandWorld.ROOT, new Request.DropAll(true));
        caller = CALLERS.get(rank);
        name = "p" + ++cell;
        group = "g" + cell;
        companion = "c" + cell;
        world.users.user(ADRIFT_USER, caller);
        world.done(new Request.Exec("/srv/x", Optional.of(name), change(Optional.of(owner(rank, target)), SECRET)));
        world.done(new Request.Exec("/srv/x", Optional.of(companion), change(Optional.of(NAMES.get(rank)), "")));
        if (deed == Deed.RESET) {
            world.done(new Request.Restart(List.of(name), true, DefinitionChange.NONE));
        }
        world.users.user(ADRIFT_USER, ADRIFT_UID);
        if (deed == Deed.USE_GROUP) {
            int owner = target == Target.OWN ? caller : target == Target.ROOTS ? 0 : CommandWorld.BOB;
            assertThat(world.ask(owner, new Request.CreateGroups(List.of(group)))
                            .status())
                    .isZero();
        } else {
            world.done(new Request.CreateGroups(List.of(group)));
            world.done(new Request.AssignGroups(List.of(group), List.of(name)));
        }
    }

    private static String owner(Rank rank, Target target) {
        return switch (target) {
            case OWN -> NAMES.get(rank);
            case ANOTHERS -> "bob";
            case ROOTS -> "root";
            case ADRIFT -> ADRIFT_USER;
        };
    }

    private static DefinitionChange change(Optional<String> user, String environment) {
        return new DefinitionChange(
                Optional.empty(),
                Optional.of(environment),
                user,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Answered ask(Deed deed, Rank rank, Target target, Selector selector) {
        if (deed == Deed.START && selector == Selector.ALL) {
            world.done(new Request.Stop(List.of(name), true));
        }
        return world.ask(caller, request(deed, rank, target, selector));
    }

    private Request request(Deed deed, Rank rank, Target target, Selector selector) {
        List<String> targets =
                targets(selector, name, Long.toString(world.process(name).id()), companion);
        boolean byGroup = selector == Selector.GROUP;
        boolean all = selector == Selector.ALL;
        List<String> groups = List.of(group);
        return switch (deed) {
            case SEE -> new Request.ListProcesses();
            case SEE_ENVIRONMENT -> new Request.Describe(targets);
            case STOP ->
                all
                        ? new Request.KillAll(true)
                        : byGroup ? new Request.StopGroups(groups, true) : new Request.Stop(targets, true);
            case DELETE ->
                all
                        ? new Request.DropAll(true)
                        : byGroup ? new Request.DropGroups(groups, true) : new Request.Delete(targets, true);
            case START ->
                all
                        ? new Request.Init(false, false)
                        : byGroup
                                ? new Request.RestartGroups(groups, true, DefinitionChange.NONE)
                                : new Request.Restart(targets, true, DefinitionChange.NONE);
            case RESET -> new Request.Reset(all ? List.of() : targets);
            case ASSIGN -> new Request.AssignGroups(List.of(ownGroup()), targets);
            case DEPEND -> new Request.Exec("/srv/x", Optional.of(dependant()), CommandWorld.dependingOn(name));
            case CHANGE -> new Request.Restart(targets, true, CommandWorld.withArgs("--changed"));
            case CHANGE_BY_GROUP -> new Request.RestartGroups(groups, true, CommandWorld.withArgs("--changed"));
            case RUN_AS ->
                new Request.Exec("/srv/x", Optional.of(dependant()), CommandWorld.asUser(owner(rank, target)));
            case SEE_GROUP -> new Request.DescribeGroups(groups);
            case USE_GROUP -> new Request.DeleteGroups(targets(selector, group, groupId(), ownGroup()));
        };
    }

    private static List<String> targets(Selector selector, String name, String id, String other) {
        return switch (selector) {
            case NAME, GROUP, ALL -> List.of(name);
            case ID -> List.of(id);
            case LIST -> List.of(other, name);
        };
    }

    private String dependant() {
        return "d" + cell;
    }

    private String ownGroup() {
        String own = "own" + cell;
        assertThat(world.ask(caller, new Request.CreateGroups(List.of(own))).status())
                .isZero();
        return own;
    }

    private String groupId() {
        return Long.toString(
                world.look(fleet -> fleet.groups().find(group).orElseThrow().id()));
    }

    private boolean isDone(Deed deed, Selector selector, Answered answered) {
        return switch (deed) {
            case SEE -> answered.names().contains(name);
            case SEE_ENVIRONMENT ->
                answered.replies().stream()
                        .anyMatch(reply -> reply instanceof Reply.Details details
                                && details.details().envVars().equals(SECRET));
            case STOP -> !world.process(name).isUp();
            case DELETE -> !exists(name);
            case START ->
                selector == Selector.ALL
                        ? world.process(name).isUp()
                        : world.process(name).counts().restarts() > 0;
            case RESET -> world.process(name).counts().restarts() == 0;
            case ASSIGN ->
                world.look(fleet -> fleet.groups()
                                .namesOf(fleet.byName(name).orElseThrow().id()))
                        .contains("own" + cell);
            case DEPEND, RUN_AS -> exists(dependant());
            case CHANGE, CHANGE_BY_GROUP ->
                world.process(name).definition().args().equals("--changed");
            case SEE_GROUP -> answered.names().contains(name);
            case USE_GROUP -> world.look(fleet -> fleet.groups().find(group).isEmpty());
        };
    }

    private static boolean exists(String process) {
        return world.look(fleet -> fleet.byName(process).isPresent());
    }
}
