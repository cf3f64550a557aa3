package pmon3.daemon.server;

class UnixTransportTest extends TransportContract {
    @Override
    ChannelPlace place() {
        return ChannelPlace.of("unix");
    }
}
