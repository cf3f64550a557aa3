package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import pmon3.ipc.ChannelLayout;
import pmon3.ipc.Messages;
import pmon3.ipc.OwnUid;
import pmon3.ipc.Reply;
import pmon3.ipc.ReplySink;
import pmon3.ipc.Request;
import pmon3.ipc.RequestChannel;
import pmon3.ipc.StreamLayout;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** What a client may rely on, whatever the transport: the same for each of them. */
abstract class TransportContract {
    /** What the VM itself may hold more of afterwards: a class file, a thread of the pool. */
    private static final int SOME = 16;

    private static final long SOME_BYTES = 4 << 20;

    private final ChannelPlace place = place();

    /** Where client and server meet by the transport. */
    abstract ChannelPlace place();

    /** How many requests are many: fewer where each takes long. */
    int many() {
        return 1_000;
    }

    /** How many clients ask at once; the default is more than may be at work at once. */
    int crowd() {
        return ServerLimits.RUNNING_RESERVED + 16;
    }

    final ChannelPlace meeting() {
        return place;
    }

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void every_request_and_reply_arrives_as_it_was_sent() {
        List<Request> requests = samples(Messages.requests(), many() / 5);
        List<Reply> replies = samples(Messages.replies(), 200).stream()
                .filter(reply -> !(reply instanceof Reply.Done))
                .toList();
        List<Request> arrived = new ArrayList<>();
        place.serve((caller, request, answer) -> {
            arrived.add(request);
            replies.forEach(answer::send);
            return 0;
        });
        List<Reply> expected = new ArrayList<>(replies);
        expected.add(new Reply.Done(0));
        for (Request request : requests) {
            assertThat(place.ask(request)).isEqualTo(expected);
        }
        assertThat(arrived).isEqualTo(requests);
    }

    @Test
    void an_answer_of_any_length_comes_in_order() {
        int pieces = 50_000;
        place.serve((caller, request, answer) -> {
            for (int i = 0; i < pieces; i++) {
                answer.send(new Reply.Pid(i));
            }
            return 0;
        });
        List<Reply> answer = place.ask(new Request.Pids());
        assertThat(answer).hasSize(pieces + 1).element(pieces - 1).isEqualTo(new Reply.Pid(pieces - 1));
        for (int i = 0; i < pieces; i++) {
            assertThat(answer.get(i)).isEqualTo(new Reply.Pid(i));
        }
    }

    @Test
    void one_piece_larger_than_all_buffers_comes_whole() {
        Reply large = new Reply.Text("x".repeat(3_000_000));
        place.serve((caller, request, answer) -> {
            answer.send(large);
            return 0;
        });
        assertThat(place.ask(new Request.Ping())).containsExactly(large, new Reply.Done(0));
    }

    @Test
    void requests_of_all_sizes_are_taken_up_to_the_largest_and_none_beyond() {
        List<Integer> arrived = new ArrayList<>();
        place.serve((caller, request, answer) -> {
            arrived.add(((Request.Reset) request).targets().get(0).length());
            return 0;
        });
        // The kind, the list's length and the text's are four bytes each.
        int overhead = 12;
        int door = StreamLayout.DOOR_BYTES - StreamLayout.HEADER_BYTES - overhead;
        List<Integer> sizes = List.of(
                1, 500, door - 1, door, door + 1, 3 * door, 200_000, ChannelLayout.MAX_REQUEST_BYTES - overhead);
        for (int size : sizes) {
            assertThat(place.ask(reset(size))).containsExactly(new Reply.Done(0));
        }
        assertThat(arrived).isEqualTo(sizes);
        assertThatThrownBy(() -> place.ask(reset(ChannelLayout.MAX_REQUEST_BYTES - overhead + 1)))
                .isInstanceOfSatisfying(
                        PmonException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT));
    }

    @Test
    void many_clients_at_once_each_get_their_own_answers() throws Exception {
        place.serve(TransportContract::echo);
        int times = Math.max(1, many() / 100);
        int clients = Math.min(50, crowd());
        assertThat(answeredInParallel(clients, times)).isEqualTo(clients * times);
    }

    @Test
    void more_requests_than_may_be_at_work_are_all_answered() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        place.serve((caller, request, answer) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            int exit = echo(caller, request, answer);
            running.decrementAndGet();
            return exit;
        });
        int clients = crowd();
        assertThat(answeredInParallel(clients, 1)).isEqualTo(clients);
        assertThat(most.get()).isLessThanOrEqualTo(ServerLimits.RUNNING_RESERVED);
    }

    @Test
    void many_requests_in_a_row_leave_nothing_behind() {
        assertThatNothingIsLeftAfter(many());
    }

    @Test
    @Tag("long")
    void ten_thousand_requests_in_a_row_leave_nothing_behind() {
        assertThatNothingIsLeftAfter(10_000);
    }

    @Test
    void a_handler_that_is_silent_for_longer_than_the_clients_deadline_is_awaited() {
        CountDownLatch never = new CountDownLatch(1);
        place.serve((caller, request, answer) -> {
            answer.send(new Reply.Notice("begins"));
            awaitAtMost(never, 4 * ChannelLayout.BEAT_INTERVAL_MS);
            return 0;
        });
        List<Reply> replies = new ArrayList<>();
        try (RequestChannel channel = place.connect()) {
            channel.ask(new Request.Ping(), 2 * ChannelLayout.BEAT_INTERVAL_MS, replies::add);
        }
        assertThat(replies).containsExactly(new Reply.Notice("begins"), new Reply.Done(0));
    }

    @Test
    void a_client_that_reads_slowly_gets_all_of_its_answer() {
        Reply portion = new Reply.Text("x".repeat(20_000));
        place.serve((caller, request, answer) -> {
            for (int i = 0; i < 40; i++) {
                answer.send(portion);
            }
            return 0;
        });
        List<Reply> replies = new ArrayList<>();
        CountDownLatch never = new CountDownLatch(1);
        try (RequestChannel channel = place.connect()) {
            channel.ask(new Request.Ping(), ChannelPlace.SILENCE_DEADLINE_MS, reply -> {
                awaitAtMost(never, 10);
                replies.add(reply);
            });
        }
        assertThat(replies).hasSize(41).endsWith(portion, new Reply.Done(0));
    }

    @Test
    void a_client_that_left_ends_its_handlers_sending_and_nothing_else() throws Exception {
        AtomicReference<PmonException> refusal = new AtomicReference<>();
        place.serve((caller, request, answer) -> {
            if (request instanceof Request.ListProcesses) {
                try {
                    for (int i = 0; i < 1000; i++) {
                        answer.send(new Reply.Text("x".repeat(10_000)));
                    }
                } catch (PmonException e) {
                    refusal.set(e);
                    throw e;
                }
            }
            return 0;
        });
        try (RequestChannel channel = place.connect()) {
            assertThatThrownBy(() -> channel.ask(new Request.ListProcesses(), 1000, reply -> {
                        throw new IllegalStateException("seen enough");
                    }))
                    .hasMessage("seen enough");
        }
        assertThat(place.ask(new Request.Ping())).containsExactly(new Reply.Done(0));
        Eventually.await("the handler is told", () -> refusal.get() != null);
        assertThat(refusal.get().code()).isEqualTo(ErrorCode.UNREACHABLE);
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
    void what_a_handler_refuses_is_a_problem_and_its_exit_status() {
        place.serve((caller, request, answer) -> {
            throw new PmonException(ErrorCode.NOT_FOUND, "process (x) does not exist");
        });
        assertThat(place.ask(new Request.Ping()))
                .containsExactly(
                        new Reply.Problem(ErrorCode.NOT_FOUND, "process (x) does not exist"), new Reply.Done(5));
    }

    @Test
    void the_caller_is_who_runs_the_client() {
        List<Integer> uids = new ArrayList<>();
        place.serve((caller, request, answer) -> {
            uids.add(caller.uid());
            return 0;
        });
        place.ask(new Request.Ping());
        assertThat(uids).containsExactly(OwnUid.read());
    }

    @Test
    void another_users_client_is_known_as_that_user() throws Exception {
        assumeTrue(OwnUid.read() == 0);
        List<Integer> uids = new ArrayList<>();
        place.serve((caller, request, answer) -> {
            uids.add(caller.uid());
            answer.send(new Reply.Notice("hello"));
            return 0;
        });
        Process client = OtherUser.client(place);
        assertThat(client.inputReader().lines().toList()).containsExactly("Notice[text=hello]", "Done[exitStatus=0]");
        assertThat(uids).containsExactly(OtherUser.NOBODY);
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

    @Test
    void without_a_pmond_the_client_says_so() {
        place.serve((caller, request, answer) -> 0).close();
        assertThatThrownBy(() -> place.ask(new Request.Ping()))
                .isInstanceOfSatisfying(
                        PmonException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE))
                .hasMessageStartingWith("pmond must be running");
    }

    private void assertThatNothingIsLeftAfter(int requests) {
        place.serve(TransportContract::echo);
        ask(many() / 10);
        long descriptors = descriptors();
        int threads = Thread.activeCount();
        long used = usedBytes();
        Set<Path> files = files();
        ask(requests);
        assertThat(files()).isEqualTo(files);
        assertThat(descriptors()).isLessThanOrEqualTo(descriptors + SOME);
        assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + SOME);
        assertThat(usedBytes()).isLessThanOrEqualTo(used + SOME_BYTES);
    }

    private void ask(int times) {
        for (int i = 0; i < times; i++) {
            String name = "n" + i;
            assertThat(place.ask(new Request.Reset(List.of(name))))
                    .containsExactly(new Reply.Notice(name), new Reply.Done(0));
        }
    }

    private static long descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With queues: other processes' appear in each mount, too. */
    private Set<Path> files() {
        String own = StreamLayout.queuePrefix(
                place.directory(), (int) ProcessHandle.current().pid());
        try (Stream<Path> all = Files.walk(place.shmem())) {
            return all.filter(path -> !path.getParent().endsWith("mqueue")
                            || path.getFileName().toString().startsWith(own))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long usedBytes() {
        System.gc();
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return heap.getUsed();
    }

    private static int echo(Caller caller, Request request, ReplySink answer) {
        for (String target : ((Request.Reset) request).targets()) {
            answer.send(new Reply.Notice(target));
        }
        return 0;
    }

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

    private static Request reset(int length) {
        return new Request.Reset(List.of("x".repeat(length)));
    }

    private static <T> List<T> samples(Arbitrary<T> arbitrary, int number) {
        List<T> samples = new ArrayList<>();
        JqwikSession.run(() -> arbitrary.sampleStream().limit(number).forEach(samples::add));
        return samples;
    }

    private static void awaitAtMost(CountDownLatch latch, int ms) {
        try {
            latch.await(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
