package pmon3.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import pmon3.cli.ClientRun;
import pmon3.ipc.Reply;

/** What dgraph and export put on stdout. */
class OrderListsTest {
    private final ClientRun client = new ClientRun();

    @Test
    void theQueueAndWhatDependsAreNumberedFromZero() {
        client.pmond.answers(
                new Reply.OrderStart(),
                new Reply.Ordered("happac2", true),
                new Reply.Ordered("happac1", true),
                new Reply.Ordered("metabase\u001b-api", false),
                new Reply.Done(0));

        client.run("dgraph");

        assertThat(client.out()).isEqualTo("""
                        Queue Order
                        \t0: happac2
                        \t1: happac1
                        \t2: metabase\\x1b-api
                        Dependency Graph Order
                        \t0: happac2
                        \t1: happac1
                        """);
    }

    @Test
    void withoutDependenciesThereIsOnlyTheQueue() {
        client.pmond.answers(new Reply.OrderStart(), new Reply.Ordered("web", false), new Reply.Done(0));

        client.run("order", "-c");

        assertThat(client.out()).isEqualTo("Queue Order\n\t0: web\n");
    }

    @Test
    void theOrderOfNothingIsAnEmptyList() {
        client.pmond.answers(new Reply.OrderStart(), new Reply.Done(0));

        client.run("dgraph");

        assertThat(client.out()).isEqualTo("Queue Order\n");
        assertThat(client.status()).isZero();
    }

    @Test
    void anExportIsPassedOnUnchanged() {
        client.pmond.answers(new Reply.Text("{\n  \"a\": "), new Reply.Text("\"日\"\n}\n"), new Reply.Done(0));

        client.run("export");

        assertThat(client.out()).isEqualTo("{\n  \"a\": \"日\"\n}\n");
    }
}
