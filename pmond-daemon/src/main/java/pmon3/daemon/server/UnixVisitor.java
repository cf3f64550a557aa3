package pmon3.daemon.server;

/** A connection of a user who is known and counted. */
final class UnixVisitor implements Visitor {
    private final ServedStream stream;
    private final Caller caller;
    private final ChannelCount count;
    private final Arrival arrival = new Arrival();
    private final long sinceNs = System.nanoTime();
    private boolean gone;

    UnixVisitor(ServedStream stream, Caller caller, ChannelCount count) {
        this.stream = stream;
        this.caller = caller;
        this.count = count;
    }

    @Override
    public int descriptor() {
        return stream.descriptor();
    }

    @Override
    public long sinceNs() {
        return sinceNs;
    }

    @Override
    public State hear() {
        if (stream.read(arrival.room()) < 0) {
            return State.IS_LOST;
        }
        return arrival.isForWorker() ? State.IS_THROUGH : State.WAITS;
    }

    @Override
    public void passOn(Reception reception) {
        StreamRequest request = new StreamRequest(caller, stream, arrival);
        gone = true;
        reception.accept(request);
    }

    @Override
    public void sendAway() {
        if (!gone) {
            gone = true;
            stream.close();
            count.release(caller.uid());
        }
    }
}
