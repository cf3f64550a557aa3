package pmon3.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pmon3.cli.ClientRun;
import pmon3.ipc.Reply;
import pmon3.model.ErrorCode;
import pmon3.model.GroupRow;
import pmon3.model.ProcessDetails;
import pmon3.model.ProcessRow;

class JsonPrinterTest {
    private static final Path DESCRIPTION = Path.of("..", "docs", "json.md");
    private static final ProcessRow ROW = new ProcessRow(
            1,
            "web",
            4711,
            2,
            "running",
            "www-data",
            0.3,
            10_905_190,
            Instant.parse("2026-11-22T21:15:51.007Z").toEpochMilli());
    private static final Reply.Row WEB = new Reply.Row(ROW);

    private static ClientRun json(String command, Reply... replies) {
        ClientRun client = new ClientRun();
        client.pmond.answers(replies);
        client.pmond.answers(new Reply.Done(0));
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.add("--json");
        return client.run(words.toArray(String[]::new));
    }

    /** The examples of the description, in its order. */
    private static String described(int number) throws IOException {
        String[] parts = Files.readString(DESCRIPTION).split("```json\n");
        return parts[number].substring(0, parts[number].indexOf("```"));
    }

    @Test
    void rowsAreAsDescribed() throws IOException {
        assertThat(json("ls", new Reply.TableStart(), WEB).out()).isEqualTo(described(1));
    }

    @Test
    void detailsAreAsDescribed() throws IOException {
        ProcessDetails details = new ProcessDetails(
                ROW,
                "/usr/bin/node",
                "server.js --title \"a \u202e b\"",
                "",
                "/var/log/pmond/web.log",
                false,
                List.of("queue"),
                List.of("front", "all"),
                Instant.parse("2026-11-20T08:00:00Z").toEpochMilli(),
                1500,
                "exit code 1",
                Instant.parse("2026-11-22T21:15:49.507Z").toEpochMilli(),
                "");
        assertThat(json("desc web", new Reply.Details(details)).out()).isEqualTo(described(2));
    }

    @Test
    void groupsAreAsDescribed() throws IOException {
        ClientRun client = json(
                "group ls",
                new Reply.GroupTableStart(),
                new Reply.Group(new GroupRow(1, "front")),
                new Reply.Group(new GroupRow(2, "all")));
        assertThat(client.out()).isEqualTo(described(3));
    }

    @Test
    void aGroupsProcessesStandInIt() throws IOException {
        ClientRun client = json(
                "group desc front,all",
                new Reply.GroupDetails(new GroupRow(1, "front")),
                new Reply.TableStart(),
                WEB,
                new Reply.GroupDetails(new GroupRow(2, "all")),
                new Reply.TableStart());
        assertThat(client.out()).isEqualTo(described(4));
    }

    @Test
    void ordersAreAsDescribed() throws IOException {
        ClientRun client = json(
                "dgraph",
                new Reply.OrderStart(),
                new Reply.Ordered("queue", true),
                new Reply.Ordered("web", true),
                new Reply.Ordered("cron", false));
        assertThat(client.out()).isEqualTo(described(5));
    }

    @Test
    void anEmptyListIsADocumentToo() {
        assertThat(json("ls", new Reply.TableStart()).out()).isEqualTo("{\n  \"schema\": 1,\n  \"processes\": []\n}\n");
        assertThat(json("group ls", new Reply.GroupTableStart()).out())
                .isEqualTo("{\n  \"schema\": 1,\n  \"groups\": []\n}\n");
    }

    @Test
    void whatWentWrongIsOnStderrAndInTheStatus() {
        ClientRun client = json(
                "stop nobody",
                new Reply.Notice("a notice"),
                new Reply.Problem(ErrorCode.NOT_FOUND, "process (nobody) does not exist"));
        assertThat(client.out()).isEqualTo("{\n  \"schema\": 1\n}\n");
        assertThat(client.err()).isEqualTo("a notice\nprocess (nobody) does not exist\n");
        assertThat(client.status()).isEqualTo(5);
    }

    @Test
    void nothingIsPrintedWherePmondIsDown() {
        ClientRun client = new ClientRun();
        client.pmond.isDown();
        client.run("ls", "--json");
        assertThat(client.out()).isEmpty();
        assertThat(client.status()).isEqualTo(3);
    }

    @Test
    void foreignTextIsQuoted() {
        ProcessRow row =
                new ProcessRow(1, "\"\\\n\t\u0000\u001b[31m\u007f日本\ud83d\ude00\ud800", 0, 0, "x", "y", 0, 0, -1);
        assertThat(json("ls", new Reply.Row(row)).out())
                .contains("\"name\": \"\\\"\\\\\\n\\t\\u0000\\u001b[31m\\u007f日本\ud83d\ude00\\ud800\"")
                .contains("\"updated_at\": \"1969-12-31T23:59:59.999Z\"")
                .contains("\"cpu_percent\": 0.0,");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"log web", "logf web", "topn", "export", "help", "version", "completion bash", "group create"})
    void onlyCommandsWithTablesTakeIt(String command) {
        ClientRun client = json(command);
        assertThat(client.status()).isEqualTo(2);
        if (!command.startsWith("group")) {
            assertThat(client.err()).startsWith("unknown flag: --json; see");
        }
    }

    /** A new kind of reply needs a place in the document, or its command no flag. */
    @Test
    void everyKindOfReplyIsThoughtOf() {
        assertThat(Reply.class.getPermittedSubclasses())
                .extracting(Class::getSimpleName)
                .containsExactlyInAnyOrder(
                        "TableStart",
                        "Row",
                        "Details",
                        "Notice",
                        "Problem",
                        "Done",
                        "GroupTableStart",
                        "Group",
                        "GroupDetails",
                        "OrderStart",
                        "Ordered",
                        // Of commands without the flag.
                        "LogPath",
                        "Text",
                        "Pid",
                        "KnownName");
    }

    @Test
    void itCanBeSwitchedOff() {
        ClientRun client = new ClientRun();
        client.pmond.answers(new Reply.TableStart(), new Reply.Done(0));
        assertThat(client.run("ls", "--json=false").out()).startsWith("╭");
    }
}
