package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The group commands, as the guide shows them and beyond. */
class GroupsTest {
    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    @BeforeEach
    void start() {
        pmond.start();
    }

    private void exec(String name, String... more) {
        String[] words = {"exec", "/bin/sleep", "--name", name, "--args", "10000"};
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        pmond.run(all).ok();
    }

    private static List<String> names(Ran ran) {
        return TableRow.parse(ran.out()).stream().map(TableRow::name).toList();
    }

    private void assertRefused(int exit, String line, String... words) {
        Ran ran = pmond.run(words).exited(exit);
        assertThat(ran.err()).isEqualTo(line + "\n");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void theGuidesExampleWorks() {
        for (String name : List.of("a", "b", "happac1", "happac2")) {
            exec(name);
        }
        assertThat(pmond.run("group", "create", "happac").ok().out()).isEqualTo("""
                        ╭──╥───────╮
                        │ID║Name   │
                        ├──╫───────┤
                        │1 ║happac │
                        ╰──╨───────╯
                        """);
        assertThat(names(pmond.run("group", "assign", "happac", "3,4").ok())).containsExactly("happac1", "happac2");
        Ran described = pmond.run("group", "desc", "happac").ok();
        assertThat(described.out()).startsWith("""
                        ╭───────────────╥───────────────╮
                        │property       ║description    │
                        ├───────────────╫───────────────┤
                        │id             ║1              │
                        │name           ║happac         │
                        ╰───────────────╨───────────────╯
                        """);
        assertThat(names(described)).containsExactly("happac1", "happac2");
        assertThat(names(pmond.run("group", "remove", "happac", "4").ok())).containsExactly("happac1");
        pmond.run("group", "del", "happac").ok();
        assertThat(pmond.run("group", "ls").ok().lines()).hasSize(4);
        assertThat(pmond.ls())
                .extracting(TableRow::status)
                .containsOnly("running")
                .hasSize(4);
    }

    @Test
    void listsAreTakenOnBothSidesAndGroupsFromExec() {
        exec("a", "-g", "x,y");
        exec("b");
        pmond.run("groups", "create", "z").ok();
        assertThat(names(pmond.run("groups", "assign", "1,z", "a,2").ok())).containsExactly("a", "b", "a", "b");
        assertThat(pmond.run("desc", "b").ok().out()).contains("│groups         ║x, z");
    }

    @Test
    void stopDropAndRestartActOnTheMembersAlone() {
        exec("a", "-g", "x");
        exec("b", "-g", "x");
        exec("c");
        int pid = pmond.row("c").orElseThrow().pid();

        assertThat(TableRow.parse(pmond.run("group", "stop", "x").ok().out()))
                .extracting(TableRow::name, TableRow::status)
                .containsExactly(tuple("a", "stopped"), tuple("b", "stopped"));
        assertThat(names(pmond.run("group", "restart", "x", "-a", "20000").ok()))
                .containsExactly("a", "b", "c");
        assertThat(pmond.row("a").orElseThrow().restarts()).isEqualTo(1);
        assertThat(pmond.run("desc", "a").ok().out()).contains("║20000 ");
        assertThat(names(pmond.run("group", "drop", "-f", "x").ok())).containsExactly("a", "b");
        assertThat(names(pmond.run("ls").ok())).containsExactly("c");
        assertThat(pmond.row("c").orElseThrow().pid()).isEqualTo(pid);
        Ran nobody = pmond.run("group", "stop", "x").ok();
        assertThat(nobody.out()).isEmpty();
        assertThat(nobody.err()).isEqualTo("Group (x) has no processes\n");
    }

    @Test
    void whatDoesNotExistIsStatusFiveAndWhatIsNotAllowedOne() {
        exec("a", "-g", "x");
        for (String command : List.of("desc", "show", "del", "delete", "stop", "drop", "restart", "start")) {
            assertRefused(5, "Group (nix) does not exist", "group", command, "nix");
        }
        assertRefused(5, "Group (77) does not exist", "group", "assign", "77", "a");
        assertRefused(5, "process (nix) does not exist", "group", "assign", "x", "nix");
        assertRefused(1, "group x exists already", "group", "create", "x");
        assertRefused(1, "group name '5' is digits only, which only ids may be", "group", "create", "5");
        assertRefused(5, "Group (5) does not exist", "exec", "/bin/sleep", "--name", "b", "-g", "5");
        assertThat(names(pmond.run("ls").ok())).containsExactly("a");
    }

    @Test
    void groupsSurviveACrashOfPmond() {
        exec("a", "-g", "x,y");
        pmond.run("group", "create", "z").ok();
        pmond.run("group", "remove", "x", "a").ok();
        pmond.run("group", "del", "y").ok();
        pmond.kill();
        pmond.start();
        assertThat(pmond.run("group", "ls").ok().out()).contains("║x ", "║z ").doesNotContain("║y ");
        assertThat(names(pmond.run("group", "desc", "x").ok())).isEmpty();
        assertThat(pmond.run("group", "create", "y").ok().out()).contains("│4 ║y ");
    }

    @Test
    void groupsBelongToWhoMadeThemAndFlagsReachOnesOwn() {
        Root.required();
        exec("r", "-g", "mixed");
        exec("n", "-u", "nobody", "-g", "mixed");

        Ran stopped = pmond.runAs("nobody", "group", "stop", "mixed").exited(4);
        assertThat(names(stopped)).containsExactly("n");
        assertThat(stopped.err()).startsWith("r belongs to root");
        assertThat(pmond.runAs("nobody", "group", "del", "mixed").exited(4).err())
                .startsWith("group mixed belongs to uid 0: ");
        pmond.runAs("nobody", "group", "assign", "mixed", "n").exited(4);
        pmond.runAs("nobody", "group", "create", "mine").ok();
        pmond.runAs("nobody", "group", "assign", "mine", "n").ok();
        pmond.runAs("nobody", "group", "assign", "mine", "r").exited(4);
        pmond.runAs("daemon", "group", "del", "mine").exited(4);
        pmond.runAs("nobody", "group", "restart", "mixed", "-a", "30000").exited(4);
        assertThat(pmond.run("desc", "n").ok().out()).contains("║30000 ");
        assertThat(pmond.run("desc", "r").ok().out()).contains("║10000 ");
    }
}
