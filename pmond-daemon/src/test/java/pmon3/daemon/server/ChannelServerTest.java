package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pmon3.ipc.OwnUid;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;
import pmon3.ipc.RequestChannel;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;
import pmon3.model.ProcessRow;

class ChannelServerTest {
    private final ChannelPlace place = ChannelPlace.create();

    @AfterEach
    void removePlace() {
        place.close();
    }

    @Test
    void a_request_reaches_the_handler_and_its_answer_the_client() {
        List<Request> asked = new ArrayList<>();
        List<Caller> callers = new ArrayList<>();
        place.serve((caller, request, answer) -> {
            callers.add(caller);
            asked.add(request);
            answer.send(new Reply.Notice("on it"));
            return 5;
        });
        Request request = new Request.Stop(List.of("web", "3"), true);

        assertThat(place.ask(request)).containsExactly(new Reply.Notice("on it"), new Reply.Done(5));
        assertThat(asked).containsExactly(request);
        assertThat(callers).containsExactly(new Caller(OwnUid.read(), (int)
                ProcessHandle.current().pid()));
    }

    @Test
    void five_thousand_rows_arrive_in_order() {
        place.serve((caller, request, answer) -> {
            answer.send(new Reply.TableStart());
            for (int id = 1; id <= 5000; id++) {
                answer.send(new Reply.Row(row(id)));
            }
            return 0;
        });
        List<Reply> replies = place.ask(new Request.ListProcesses());

        assertThat(replies).hasSize(5002).startsWith(new Reply.TableStart()).endsWith(new Reply.Done(0));
        for (int id = 1; id <= 5000; id++) {
            assertThat(replies.get(id)).isEqualTo(new Reply.Row(row(id)));
        }
    }

    @Test
    void one_piece_may_be_many_times_larger_than_the_ring() {
        String text = "größer ".repeat(100_000);
        place.serve((caller, request, answer) -> {
            answer.send(new Reply.Notice(text));
            return 0;
        });
        assertThat(place.ask(new Request.Ping())).containsExactly(new Reply.Notice(text), new Reply.Done(0));
    }

    @Test
    void a_refusal_of_the_handler_is_a_problem_and_its_exit_status() {
        place.serve((caller, request, answer) -> {
            throw new PmonException(ErrorCode.NOT_FOUND, "process (x) does not exist");
        });
        assertThat(place.ask(new Request.Describe(List.of("x"))))
                .containsExactly(
                        new Reply.Problem(ErrorCode.NOT_FOUND, "process (x) does not exist"), new Reply.Done(5));
    }

    @Test
    void a_failure_of_the_handler_is_told_without_its_details() {
        place.serve((caller, request, answer) -> {
            throw new IllegalStateException("a secret of pmond's");
        });
        List<Reply> replies = place.ask(new Request.ListProcesses());

        assertThat(replies).hasSize(2).endsWith(new Reply.Done(1));
        assertThat(replies.get(0).toString()).contains("FAILED").doesNotContain("secret");
    }

    @Test
    void without_a_server_a_client_is_told_that_pmond_must_be_running() {
        assertThatThrownBy(place::connect)
                .isInstanceOfSatisfying(
                        PmonException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE))
                .hasMessageContaining("pmond must be running");
        place.serve((caller, request, answer) -> 0).close();
        assertThatThrownBy(place::connect).hasMessageContaining("pmond must be running");
    }

    @Test
    void one_connection_may_ask_many_times() {
        place.serve((caller, request, answer) -> 0);
        try (RequestChannel channel = place.connect()) {
            for (int i = 0; i < 500; i++) {
                List<Reply> replies = new ArrayList<>();
                channel.ask(new Request.Ping(), ChannelPlace.SILENCE_DEADLINE_MS, replies::add);
                assertThat(replies).containsExactly(new Reply.Done(0));
            }
        }
    }

    /** A client that sees no pmond may start one: the directory is held until nothing is under way any more. */
    @Test
    void the_directory_is_held_until_all_answers_under_way_have_ended() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ChannelServer server = place.serve((caller, request, answer) -> {
            begun.countDown();
            try {
                assertThat(goOn.await(ServerLimits.CLOSE_WAIT_MS, TimeUnit.MILLISECONDS))
                        .isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException("pmond ends before its answers", e);
            }
            return 0;
        });
        CompletableFuture<List<Reply>> answer = CompletableFuture.supplyAsync(() -> place.ask(new Request.Ping()));
        begun.await();
        Thread closing = new Thread(server::close, "closing");
        closing.start();
        Eventually.await(
                "nobody watches any more",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("channel-watch")));
        assertThatThrownBy(() -> ChannelServer.open(place.policy(), place.queue(), TcpPlace::uidOf))
                .hasMessageContaining("pmond is already running");
        goOn.countDown();
        assertThat(answer.get()).containsExactly(new Reply.Done(0));
        closing.join();
        ChannelServer.open(place.policy(), place.queue(), TcpPlace::uidOf).close();
    }

    private static ProcessRow row(int id) {
        return new ProcessRow(id, "process-" + id, 1000 + id, 3, "running", "root", 0.5, 1L << 24, 1_800_000_000_000L);
    }
}
