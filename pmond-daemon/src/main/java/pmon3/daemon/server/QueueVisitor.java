package pmon3.daemon.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import pmon3.daemon.kernel.ChannelFiles;
import pmon3.daemon.kernel.Queues;

/** A queue for a request, of a user who is known; counted from the message on that names the queue for the answer. */
final class QueueVisitor implements Visitor {
    private final int requests;
    private final int uid;
    private final QueuePorter porter;
    private final Arrival arrival = new Arrival();
    private final long sinceNs = System.nanoTime();
    private Optional<QueueStream> stream = Optional.empty();
    private boolean counted;
    private boolean gone;

    QueueVisitor(int requests, int uid, QueuePorter porter) {
        this.requests = requests;
        this.uid = uid;
        this.porter = porter;
    }

    @Override
    public int descriptor() {
        return requests;
    }

    @Override
    public long sinceNs() {
        return sinceNs;
    }

    @Override
    public State hear() {
        if (stream.isEmpty()) {
            ByteBuffer message = ChannelFiles.direct(Queues.LONGEST_MESSAGE_BYTES);
            int length = Queues.receive(requests, message);
            if (length == 0) {
                return State.WAITS;
            }
            if (length < 0 || !isPaired(message.flip())) {
                return State.IS_LOST;
            }
        }
        int length = 1;
        while (length > 0 && !arrival.isForWorker()) {
            length = stream.get().read(arrival.room());
        }
        if (length < 0) {
            return State.IS_LOST;
        }
        return arrival.isForWorker() ? State.IS_THROUGH : State.WAITS;
    }

    @Override
    public void passOn(Reception reception) {
        StreamRequest request = new StreamRequest(new Caller(uid, 0), stream.orElseThrow(), arrival);
        gone = true;
        reception.accept(request);
    }

    @Override
    public void sendAway() {
        if (gone) {
            return;
        }
        gone = true;
        stream.ifPresentOrElse(counted ? QueueStream::close : QueueStream::refuse, () -> ChannelFiles.close(requests));
        if (counted) {
            porter.count().release(uid);
        }
    }

    private boolean isPaired(ByteBuffer message) {
        stream = porter.pair(
                requests, uid, StandardCharsets.ISO_8859_1.decode(message).toString());
        counted = stream.isPresent() && porter.count().acquire(uid);
        return counted;
    }
}
