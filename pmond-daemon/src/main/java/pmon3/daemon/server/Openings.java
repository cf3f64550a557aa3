package pmon3.daemon.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import pmon3.config.Settings;

/** How the transports that are listed are opened, all but shmem. */
final class Openings {
    private final DirectoryPolicy policy;
    private final Settings.Queue queue;
    private final Function<String, OptionalInt> uidOf;
    private final int ownUid;
    private final ChannelCount count;

    Openings(
            DirectoryPolicy policy,
            Settings.Queue queue,
            Function<String, OptionalInt> uidOf,
            int ownUid,
            ChannelCount count) {
        this.policy = policy;
        this.queue = queue;
        this.uidOf = uidOf;
        this.ownUid = ownUid;
        this.count = count;
    }

    List<Opening> listed() {
        List<Opening> openings = new ArrayList<>();
        add(openings, UnixPorter.NAME, rate -> new UnixPorter(policy, count, rate));
        add(openings, QueuePorter.NAME, rate -> new QueuePorter(policy, queue.posixMqDirectory(), count, rate));
        add(openings, TcpPorter.NAME, rate -> new TcpPorter(queue.tcp(), ownUid, uidOf, count));
        return openings;
    }

    private interface Making {
        Porter of(IntakeRate rate) throws IOException;
    }

    private void add(List<Opening> openings, String name, Making making) {
        if (policy.serves(name)) {
            openings.add(new Opening(name, () -> {
                IntakeRate rate = new IntakeRate(ownUid, System.nanoTime());
                return StreamTransport.of(name + "-door", making.of(rate), rate);
            }));
        }
    }
}
