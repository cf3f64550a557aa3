package pmon3.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import pmon3.cli.ClientRun;
import pmon3.ipc.Reply;
import pmon3.model.GroupRow;
import pmon3.model.ProcessRow;

class GroupTableTest {
    private static final long UPDATED_AT = 1_795_382_151_000L;

    private final ClientRun client = new ClientRun();

    @Test
    void theListHasIdsAndNames() {
        client.pmond.answers(
                new Reply.GroupTableStart(),
                new Reply.Group(new GroupRow(1, "all")),
                new Reply.Group(new GroupRow(100, "日本\n")),
                new Reply.Done(0));

        client.run("group", "ls");

        assertThat(client.out()).isEqualTo("""
                        ╭────╥───────╮
                        │ID  ║Name   │
                        ├────╫───────┤
                        │1   ║all    │
                        │100 ║日本\\n │
                        ╰────╨───────╯
                        """);
    }

    @Test
    void anEmptyListHasItsHeadersOnly() {
        client.pmond.answers(new Reply.GroupTableStart(), new Reply.Done(0));

        client.run("groups", "list");

        assertThat(client.status()).isZero();
        assertThat(client.out()).isEqualTo("""
                        ╭──╥─────╮
                        │ID║Name │
                        ├──╫─────┤
                        ╰──╨─────╯
                        """);
    }

    @Test
    void aGroupIsItsIdAndNameAndTheTableOfItsProcesses() {
        client.pmond.answers(
                new Reply.GroupDetails(new GroupRow(1, "happac")),
                new Reply.TableStart(),
                new Reply.Row(new ProcessRow(3, "a", 20852, 0, "running", "root", 0.3, 10_905_190, UPDATED_AT)),
                new Reply.GroupDetails(new GroupRow(2, "empty")),
                new Reply.TableStart(),
                new Reply.Done(0));

        client.run("group", "desc", "happac,empty");

        assertThat(client.out()).isEqualTo("""
                        ╭───────────────╥───────────────╮
                        │property       ║description    │
                        ├───────────────╫───────────────┤
                        │id             ║1              │
                        │name           ║happac         │
                        ╰───────────────╨───────────────╯
                        ╭──╥─────╥──────╥──╥────────╥─────╥───────╥────────╥────────────────────╮
                        │ID║Name ║PID   ║⟳ ║Status  ║User ║CPU    ║Memory  ║Date                │
                        ├──╫─────╫──────╫──╫────────╫─────╫───────╫────────╫────────────────────┤
                        │3 ║a    ║20852 ║0 ║running ║root ║   0.3%║ 10.4 MB║2026-11-22 21:15:51 │
                        ╰──╨─────╨──────╨──╨────────╨─────╨───────╨────────╨────────────────────╯
                        ╭───────────────╥───────────────╮
                        │property       ║description    │
                        ├───────────────╫───────────────┤
                        │id             ║2              │
                        │name           ║empty          │
                        ╰───────────────╨───────────────╯
                        ╭──╥─────╥───╥─╥──────╥─────╥───────╥───────╥───────────────────╮
                        │ID║Name ║PID║⟳║Status║User ║CPU    ║Memory ║Date               │
                        ├──╫─────╫───╫─╫──────╫─────╫───────╫───────╫───────────────────┤
                        ╰──╨─────╨───╨─╨──────╨─────╨───────╨───────╨───────────────────╯
                        """);
    }

    @Test
    void aTerminalSeesColours() {
        client.terminal.colour();
        client.pmond.answers(new Reply.GroupTableStart(), new Reply.Group(new GroupRow(1, "all")), new Reply.Done(0));

        client.run("group", "ls");

        assertThat(client.out()).contains("\u001b[1;38;2;175;175;0m1 \u001b[0m");
        assertThat(client.out().replaceAll("\u001b\\[[0-9;]*m", "")).contains("│1 ║all  │");
    }
}
