package pmon3.daemon.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.extension.ExtendWith;
import pmon3.ipc.QueuesToOneself;

/** Only where the tests' user can mount queues. */
@ExtendWith(QueuesToOneself.class)
class QueueTransportTest extends TransportContract {
    @Override
    ChannelPlace place() {
        assumeTrue(QueuePlace.canMount());
        return ChannelPlace.withQueues();
    }

    /** Each takes a program that is started. */
    @Override
    int many() {
        return 300;
    }
}
