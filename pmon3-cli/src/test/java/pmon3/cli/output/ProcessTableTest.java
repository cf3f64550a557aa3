package pmon3.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import pmon3.cli.ClientRun;
import pmon3.ipc.Reply;
import pmon3.model.ProcessRow;

class ProcessTableTest {
    private static final long UPDATED_AT = 1_795_382_151_000L;

    private final ClientRun client = new ClientRun();

    @Test
    void theTableIsDrawnAsDocumented() {
        client.pmond.answers(
                new Reply.TableStart(),
                new Reply.Row(new ProcessRow(1, "a", 20852, 0, "running", "root", 0.3, 10_905_190, UPDATED_AT)),
                new Reply.Done(0));

        client.run("ls");

        assertThat(client.out()).isEqualTo("""
                        ╭──╥─────╥──────╥──╥────────╥─────╥───────╥────────╥────────────────────╮
                        │ID║Name ║PID   ║⟳ ║Status  ║User ║CPU    ║Memory  ║Date                │
                        ├──╫─────╫──────╫──╫────────╫─────╫───────╫────────╫────────────────────┤
                        │1 ║a    ║20852 ║0 ║running ║root ║   0.3%║ 10.4 MB║2026-11-22 21:15:51 │
                        ╰──╨─────╨──────╨──╨────────╨─────╨───────╨────────╨────────────────────╯
                        """);
    }

    @Test
    void anEmptyTableHasItsHeadersOnly() {
        client.pmond.answers(new Reply.TableStart(), new Reply.Done(0));

        client.run("ls");

        assertThat(client.status()).isZero();
        assertThat(client.out()).isEqualTo("""
                        ╭──╥─────╥───╥─╥──────╥─────╥───────╥───────╥───────────────────╮
                        │ID║Name ║PID║⟳║Status║User ║CPU    ║Memory ║Date               │
                        ├──╫─────╫───╫─╫──────╫─────╫───────╫───────╫───────────────────┤
                        ╰──╨─────╨───╨─╨──────╨─────╨───────╨───────╨───────────────────╯
                        """);
    }

    @Test
    void columnsAreAsWideAsTheirContentWithWideCombiningAndControlCharacters() {
        client.pmond.answers(
                new Reply.TableStart(),
                new Reply.Row(new ProcessRow(7, "日本", 0, 12, "stopped", "www-data", 0, 0, UPDATED_AT)),
                new Reply.Row(
                        new ProcessRow(100, "e\u0301clair", 1, 0, "failed", "root", 1234.56, 5L << 40, UPDATED_AT)),
                new Reply.Row(new ProcessRow(101, "a\u001b[31m\n", 1, 0, "backoff", "root", 0, 0, UPDATED_AT)),
                new Reply.Row(new ProcessRow(102, "🚀", 1, 0, "queued", "root", 0, 0, UPDATED_AT)),
                new Reply.Done(0));

        client.run("ls");

        assertThat(client.out()).isEqualTo("""
                        ╭────╥────────────╥───╥───╥────────╥─────────╥────────╥─────────────╥────────────────────╮
                        │ID  ║Name        ║PID║⟳  ║Status  ║User     ║CPU     ║Memory       ║Date                │
                        ├────╫────────────╫───╫───╫────────╫─────────╫────────╫─────────────╫────────────────────┤
                        │7   ║日本        ║0  ║12 ║stopped ║www-data ║    0.0%║       0.0 MB║2026-11-22 21:15:51 │
                        │100 ║e\u0301clair      ║1  ║0  ║failed  ║root     ║ 1234.6%║ 5242880.0 MB║2026-11-22 21:15:51 │
                        │101 ║a\\x1b[31m\\n ║1  ║0  ║backoff ║root     ║    0.0%║       0.0 MB║2026-11-22 21:15:51 │
                        │102 ║🚀          ║1  ║0  ║queued  ║root     ║    0.0%║       0.0 MB║2026-11-22 21:15:51 │
                        ╰────╨────────────╨───╨───╨────────╨─────────╨────────╨─────────────╨────────────────────╯
                        """);
    }

    @Test
    void aTerminalSeesTheStatusInItsColour() {
        client.terminal.colour();
        client.pmond.answers(
                new Reply.TableStart(),
                new Reply.Row(new ProcessRow(1, "a", 1, 0, "running", "root", 0, 0, UPDATED_AT)),
                new Reply.Row(new ProcessRow(2, "b", 0, 0, "stopped", "root", 0, 0, UPDATED_AT)),
                new Reply.Row(new ProcessRow(3, "c", 0, 0, "failed", "root", 0, 0, UPDATED_AT)),
                new Reply.Row(new ProcessRow(4, "d", 0, 0, "backoff", "root", 0, 0, UPDATED_AT)),
                new Reply.Row(new ProcessRow(5, "e", 0, 0, "stopping", "root", 0, 0, UPDATED_AT)),
                new Reply.Done(0));

        client.run("ls");

        assertThat(client.out())
                .contains("\u001b[1;38;2;22;255;22mrunning  \u001b[0m")
                .contains("\u001b[1;38;2;255;255;0mstopped  \u001b[0m")
                .contains("\u001b[1;38;2;255;0;0mfailed   \u001b[0m")
                .contains("\u001b[1;38;2;244;67;54mbackoff  \u001b[0m")
                .contains("\u001b[1;38;2;128;128;128mstopping \u001b[0m");
        assertThat(client.out().replaceAll("\u001b\\[[0-9;]*m", "")).startsWith("╭──╥─────╥");
    }

    @Test
    void nothingIsWrittenWhereNoTableCame() {
        client.pmond.answers(new Reply.Done(0));

        client.run("stop", "web");

        assertThat(client.out()).isEmpty();
        assertThat(client.status()).isZero();
    }
}
