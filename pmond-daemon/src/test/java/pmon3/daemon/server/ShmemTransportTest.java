package pmon3.daemon.server;

class ShmemTransportTest extends TransportContract {
    @Override
    ChannelPlace place() {
        return ChannelPlace.of("shmem");
    }
}
