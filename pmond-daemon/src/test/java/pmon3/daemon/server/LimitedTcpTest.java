package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pmon3.ipc.OwnUid;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;

/** Where as many requests of a user are at work as may be, the next one is not taken, and its client tries again. */
class LimitedTcpTest {
    private final int uid = OwnUid.read();
    private final ChannelCount count = new ChannelCount(uid);
    private final Lanes lanes = new Lanes(uid);
    private final AtomicInteger proven = new AtomicInteger();
    private ChannelPlace place;
    private StreamTransport transport;

    @AfterEach
    void close() {
        if (transport != null) {
            transport.stop();
            lanes.close(ServerLimits.CLOSE_WAIT_MS);
            transport.close();
        }
        if (place != null) {
            place.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_request_over_the_limit_is_answered_once_there_is_room(boolean secured) throws Exception {
        place = secured ? secured() : ChannelPlace.of(TcpPorter.NAME);
        int others = 0;
        while (count.acquire(uid)) {
            others++;
        }
        assertThat(others).isEqualTo(ServerLimits.MAX_CHANNELS);
        serve();
        CompletableFuture<List<Reply>> answer = CompletableFuture.supplyAsync(() -> place.ask(new Request.Ping()));
        Eventually.await("it has tried again", () -> proven.get() >= 3);
        assertThat(answer).isNotDone();
        count.release(uid);
        assertThat(answer.get()).containsExactly(new Reply.Done(0));
    }

    private static ChannelPlace secured() throws Exception {
        Optional<String> address = TcpPlace.otherAddress();
        assumeTrue(address.isPresent());
        return ChannelPlace.securedTcp(address.get());
    }

    private void serve() throws Exception {
        TcpPorter porter = new TcpPorter(place.queue().tcp(), uid, this::uidOf, count);
        transport = StreamTransport.of("limited-door", porter, new IntakeRate(uid, System.nanoTime()));
        transport.serve(new Desk(count, lanes, new Conversation(any -> true, (caller, request, reply) -> 0)));
    }

    private OptionalInt uidOf(String user) {
        proven.incrementAndGet();
        return TcpPlace.uidOf(user);
    }
}
