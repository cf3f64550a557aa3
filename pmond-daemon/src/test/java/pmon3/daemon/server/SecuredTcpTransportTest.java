package pmon3.daemon.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;

/** Beyond this machine's own loopback; only where it has another address. */
class SecuredTcpTransportTest extends TransportContract {
    @Override
    ChannelPlace place() {
        try {
            Optional<String> address = TcpPlace.otherAddress();
            assumeTrue(address.isPresent());
            return ChannelPlace.securedTcp(address.get());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each connection is secured anew. */
    @Override
    int many() {
        return 20;
    }

    @Override
    int crowd() {
        return 50;
    }
}
