package pmon3.daemon.server;

class TcpTransportTest extends TransportContract {
    @Override
    ChannelPlace place() {
        return ChannelPlace.of(TcpPorter.NAME);
    }
}
