package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pmon3.ipc.ChannelLayout;
import pmon3.ipc.OwnUid;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;
import pmon3.ipc.RequestChannel;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** Client and server together, where one of them is slow, silent, gone, or many. */
class ConversationTest {
    private static final Reply LARGE = new Reply.Notice("x".repeat(ChannelLayout.RING_CAPACITY_BYTES));

    private final ChannelPlace place = ChannelPlace.create();

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void fifty_clients_at_once_each_get_their_own_answers() throws Exception {
        place.serve((caller, request, answer) -> {
            for (String target : ((Request.Reset) request).targets()) {
                answer.send(new Reply.Notice(target));
            }
            return 0;
        });
        assertThat(answeredInParallel(50, 20)).isEqualTo(1000);
    }

    @Test
    void more_requests_than_may_be_at_work_are_all_answered() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        place.serve((caller, request, answer) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            answer.send(new Reply.Notice(((Request.Reset) request).targets().get(0)));
            running.decrementAndGet();
            return 0;
        });
        assertThat(answeredInParallel(ServerLimits.RUNNING_RESERVED * 2, 5))
                .isEqualTo(ServerLimits.RUNNING_RESERVED * 10);
        assertThat(most.get()).isLessThanOrEqualTo(ServerLimits.RUNNING_RESERVED);
    }

    @Test
    void a_handler_that_is_silent_for_longer_than_the_clients_deadline_is_awaited() {
        CountDownLatch never = new CountDownLatch(1);
        place.serve((caller, request, answer) -> {
            awaitAtMost(never, 3 * ChannelLayout.BEAT_INTERVAL_MS);
            return 0;
        });
        List<Reply> replies = new ArrayList<>();
        try (RequestChannel channel = place.connect()) {
            channel.ask(new Request.Ping(), 2 * ChannelLayout.BEAT_INTERVAL_MS, replies::add);
        }
        assertThat(replies).containsExactly(new Reply.Done(0));
    }

    @Test
    void a_pmond_that_takes_no_request_is_named_and_the_request_taken_back() throws IOException {
        try (ServedDirectory hung = ServedDirectory.open(place.policy());
                RequestChannel channel = place.connect()) {
            assertThat(hung.isInPlace()).isTrue();
            assertUnreachable("did not take the request", channel, 100);
            try (Stream<Path> names = Files.list(place.directory())) {
                assertThat(names).containsExactly(place.directory().resolve(ChannelLayout.LOCK_FILE));
            }
        }
    }

    @Test
    void a_pmond_that_falls_silent_at_work_is_named() {
        ChannelWatch hung = takingOne();
        try (RequestChannel channel = place.connect()) {
            Thread taking = new Thread(hung::step);
            taking.start();
            assertUnreachable("took the request and fell silent", channel, 100);
        } finally {
            hung.close();
        }
    }

    @Test
    void a_pmond_that_ends_at_work_is_noticed_before_the_deadline() {
        ChannelWatch ending = takingOne();
        try (RequestChannel channel = place.connect()) {
            Thread taking = new Thread(() -> {
                ending.step();
                ending.close();
            });
            taking.start();
            assertUnreachable("ended", channel, 600_000);
        }
    }

    @Test
    void a_client_that_left_ends_its_handlers_sending_and_nothing_else() throws Exception {
        AtomicReference<PmonException> refusal = new AtomicReference<>();
        place.serve((caller, request, answer) -> {
            try {
                while (request instanceof Request.ListProcesses) {
                    answer.send(LARGE);
                }
            } catch (PmonException e) {
                refusal.set(e);
                throw e;
            }
            return 0;
        });
        try (RawChannel client = RawChannel.of(place.directory(), new Request.ListProcesses())
                .lock()
                .publish()) {
            Eventually.await(
                    "the ring is full",
                    () -> client.word(ChannelLayout.WRITTEN_OFFSET) == ChannelLayout.RING_CAPACITY_BYTES);
        }
        Eventually.await("the handler is told", () -> refusal.get() != null);
        assertThat(place.ask(new Request.Ping())).containsExactly(new Reply.Done(0));
    }

    @Test
    void readers_that_never_read_do_not_hold_up_others() throws Exception {
        place.serve((caller, request, answer) -> {
            if (request instanceof Request.ListProcesses) {
                answer.send(LARGE);
                answer.send(LARGE);
            }
            return 0;
        });
        List<RawChannel> stalled = new ArrayList<>();
        for (int i = 0; i < ServerLimits.MAX_RUNNING_PER_USER; i++) {
            stalled.add(RawChannel.of(place.directory(), new Request.ListProcesses())
                    .lock()
                    .publish());
        }
        for (RawChannel channel : stalled) {
            Eventually.await("its ring is full", () -> channel.word(ChannelLayout.WRITTEN_OFFSET) > 0);
        }
        assertThat(place.ask(new Request.Ping())).containsExactly(new Reply.Done(0));
        for (RawChannel channel : stalled) {
            channel.close();
        }
    }

    @Test
    void who_is_not_admitted_is_refused_before_the_handler() {
        place.serve(place.policy(), uid -> false, (caller, request, answer) -> {
            throw new AssertionError("the handler was asked");
        });
        assertThat(place.ask(new Request.Ping()))
                .containsExactly(
                        new Reply.Problem(ErrorCode.NOT_PERMITTED, "not permitted to ask pmond"), new Reply.Done(4));
    }

    @Test
    void an_answer_under_way_is_finished_when_the_server_closes() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ChannelServer server = place.serve((caller, request, answer) -> {
            begun.countDown();
            awaitAtMost(goOn, 10_000);
            return 3;
        });
        ExecutorService threads = Executors.newCachedThreadPool();
        Future<List<Reply>> answer = threads.submit(() -> place.ask(new Request.Ping()));
        begun.await();
        Future<?> closing = threads.submit(server::close);
        goOn.countDown();

        assertThat(answer.get()).containsExactly(new Reply.Done(3));
        closing.get();
        threads.shutdown();
    }

    /** Each client asks several times, each time for something of its own. */
    private int answeredInParallel(int clients, int times) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        List<Future<Integer>> results = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            String name = "client-" + i;
            results.add(threads.submit(() -> {
                for (int n = 0; n < times; n++) {
                    String target = name + "-" + n;
                    assertThat(place.ask(new Request.Reset(List.of(target))))
                            .containsExactly(new Reply.Notice(target), new Reply.Done(0));
                }
                return times;
            }));
        }
        int answered = 0;
        for (Future<Integer> result : results) {
            answered += result.get();
        }
        threads.shutdown();
        return answered;
    }

    private ChannelWatch takingOne() {
        ChannelWatch watch = new ChannelWatch(
                place.policy(), OwnUid.read(), new ChannelCount(OwnUid.read()), channel -> {}, () -> {});
        watch.wake();
        watch.step();
        return watch;
    }

    private static void assertUnreachable(String text, RequestChannel channel, int deadlineMs) {
        assertThatThrownBy(() -> channel.ask(new Request.Ping(), deadlineMs, reply -> {}))
                .isInstanceOfSatisfying(
                        PmonException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE))
                .hasMessageContaining(text)
                .hasMessageContaining("pid " + ProcessHandle.current().pid());
    }

    private static void awaitAtMost(CountDownLatch latch, int ms) {
        try {
            latch.await(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
