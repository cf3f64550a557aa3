package pmon3.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import pmon3.cli.ClientRun;
import pmon3.ipc.Reply;
import pmon3.model.ProcessDetails;
import pmon3.model.ProcessRow;

class DetailsTableTest {
    private static final long UPDATED_AT = 1_795_382_151_000L;
    private static final ProcessRow ROW =
            new ProcessRow(3, "web", 20852, 2, "running", "www", 0.25, 10_905_190, UPDATED_AT);

    private final ClientRun client = new ClientRun();

    @Test
    void allPropertiesAreShownInTheirOrder() {
        client.pmond.answers(
                new Reply.Details(new ProcessDetails(
                        ROW,
                        "/usr/bin/node",
                        "server.js",
                        "A=1",
                        "/var/log/pmond/web.log",
                        false,
                        List.of("db", "queue"),
                        List.of("all", "front"),
                        UPDATED_AT - 60_000,
                        93_784_000,
                        "exit code 1",
                        UPDATED_AT - 1_000,
                        "the next start is due in 3 s")),
                new Reply.Done(0));

        client.run("desc", "web");

        assertThat(client.out()).isEqualTo("""
                        ╭───────────────╥─────────────────────────────╮
                        │property       ║description                  │
                        ├───────────────╫─────────────────────────────┤
                        │status         ║running                      │
                        │id             ║3                            │
                        │name           ║web                          │
                        │pid            ║20852                        │
                        │restarted      ║2                            │
                        │process        ║/usr/bin/node                │
                        │args           ║server.js                    │
                        │env-vars       ║A=1                          │
                        │user           ║www                          │
                        │log            ║/var/log/pmond/web.log       │
                        │no-autorestart ║false                        │
                        │dependencies   ║db queue                     │
                        │groups         ║all, front                   │
                        │created_at     ║2026-11-22 21:14:51          │
                        │updated_at     ║2026-11-22 21:15:51          │
                        │uptime         ║1d 2h 3m 4s                  │
                        │exit           ║exit code 1                  │
                        │exited_at      ║2026-11-22 21:15:50          │
                        │memory         ║10.4 MB                      │
                        │cpu            ║0.3%                         │
                        │remark         ║the next start is due in 3 s │
                        ╰───────────────╨─────────────────────────────╯
                        """);
    }

    @Test
    void emptyPropertiesAreLeftOutAndZeroIsNotEmpty() {
        ProcessRow stopped = new ProcessRow(3, "web", 0, 0, "stopped", "www", 0, 0, UPDATED_AT);
        client.pmond.answers(
                new Reply.Details(new ProcessDetails(
                        stopped, "/bin/a\tb", "", "", "", true, List.of(), List.of(), UPDATED_AT, -1, "", -1, "")),
                new Reply.Done(0));

        client.run("show", "3");

        assertThat(client.out()).isEqualTo("""
                        ╭───────────────╥────────────────────╮
                        │property       ║description         │
                        ├───────────────╫────────────────────┤
                        │status         ║stopped             │
                        │id             ║3                   │
                        │name           ║web                 │
                        │pid            ║0                   │
                        │restarted      ║0                   │
                        │process        ║/bin/a\\tb           │
                        │user           ║www                 │
                        │no-autorestart ║true                │
                        │created_at     ║2026-11-22 21:15:51 │
                        │updated_at     ║2026-11-22 21:15:51 │
                        │memory         ║0.0 MB              │
                        │cpu            ║0.0%                │
                        ╰───────────────╨────────────────────╯
                        """);
    }
}
