package pmon3.ipc;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * The client's side of one exchange: a published request, and the wait for its answer. Spins for a moment, then parks with
 * pauses that grow with the time already waited, so that it costs little and adds little. Used by one thread.
 */
final class ChannelClient implements AutoCloseable {
    private static final long SPIN_NS = 150_000;
    private static final long SHORTEST_PAUSE_NS = 20_000;
    private static final long LONGEST_PAUSE_NS = 10_000_000;
    /** A pause is this part of the time waited so far. */
    private static final int PAUSE_FRACTION = 8;
    /** How long pmond may be silent before it is looked whether it still lives. */
    private static final long DOUBT_NS = 1_000_000_000L;

    private final ChannelDirectory directory;
    private final RequestFile request;
    private final ChannelView view;
    private final RingReader ring;
    private final FrameReader frames = new FrameReader();

    private long state = ChannelLayout.STATE_NEW;
    private long beat;
    private boolean answered;
    private long lastSignNs = System.nanoTime();
    private long lastLookNs = lastSignNs;

    private ChannelClient(ChannelDirectory directory, RequestFile request, ChannelView view) {
        this.directory = directory;
        this.request = request;
        this.view = view;
        this.ring = new RingReader(view);
    }

    /** Publishes the request. */
    static ChannelClient begin(ChannelDirectory directory, Request request) {
        MessageWriter message = new MessageWriter();
        RequestCodec.encode(request, message);
        RequestFile file = RequestFile.publish(directory.path(), message.written());
        return new ChannelClient(directory, file, new ChannelView(file.channel()));
    }

    /**
     * Waits for the whole answer.
     *
     * @return false if pmond removed the request without taking it: it has too much to do, and nothing was done
     */
    boolean receive(int silenceDeadlineMs, Consumer<Reply> onReply) {
        long deadlineNs = silenceDeadlineMs * 1_000_000L;
        while (true) {
            if (ring.drainTo(frames) > 0) {
                answered = true;
                if (deliver(onReply)) {
                    return true;
                }
                lastSignNs = System.nanoTime();
            } else if (!stillAwaited(deadlineNs)) {
                return false;
            }
        }
    }

    @Override
    public void close() {
        try {
            if (!answered && view.word(ChannelLayout.STATE_OFFSET) == ChannelLayout.STATE_NEW) {
                request.withdraw();
            }
        } finally {
            request.close();
        }
    }

    /** Hands out what is complete; true after the last piece. */
    private boolean deliver(Consumer<Reply> onReply) {
        for (Reply reply = frames.next(); reply != null; reply = frames.next()) {
            onReply.accept(reply);
            if (reply.kind() == Reply.Done.KIND) {
                return true;
            }
        }
        return false;
    }

    private boolean stillAwaited(long deadlineNs) {
        long waitedNs = System.nanoTime() - lastSignNs;
        if (waitedNs < SPIN_NS) {
            Thread.onSpinWait();
            return true;
        }
        if (sawSign()) {
            return true;
        }
        if (state == ChannelLayout.STATE_NEW && isDropped()) {
            return false;
        }
        checkSilence(waitedNs, deadlineNs);
        LockSupport.parkNanos(Math.min(LONGEST_PAUSE_NS, Math.max(SHORTEST_PAUSE_NS, waitedNs / PAUSE_FRACTION)));
        return true;
    }

    private boolean sawSign() {
        long newState = view.word(ChannelLayout.STATE_OFFSET);
        long newBeat = view.word(ChannelLayout.BEAT_OFFSET);
        if (newState == ChannelLayout.STATE_GIVEN_UP) {
            throw new PmonException(
                    ErrorCode.UNREACHABLE, "pmond gave up on this client, which did not read its answer in time");
        }
        boolean sign = newState != state || newBeat != beat;
        state = newState;
        beat = newBeat;
        if (sign) {
            lastSignNs = System.nanoTime();
        }
        return sign;
    }

    /** The name goes after the state was stored; so without a name and without a state, nobody took it. */
    private boolean isDropped() {
        return !request.isListed() && view.word(ChannelLayout.STATE_OFFSET) == ChannelLayout.STATE_NEW;
    }

    private void checkSilence(long waitedNs, long deadlineNs) {
        if (waitedNs > deadlineNs) {
            throw new PmonException(ErrorCode.UNREACHABLE, silenceText(deadlineNs / 1_000_000));
        }
        long now = System.nanoTime();
        // Where none lived and nobody minded, one may still come.
        if (directory.lives() && waitedNs > DOUBT_NS && now - lastLookNs > DOUBT_NS) {
            lastLookNs = now;
            if (!directory.livesStill()) {
                throw new PmonException(ErrorCode.UNREACHABLE, endText());
            }
        }
    }

    /** Without its pid where nobody looked for it. */
    private String pmond() {
        return directory.lives() ? "pmond (pid " + directory.pid() + ") " : "pmond ";
    }

    private String silenceText(long deadlineMs) {
        return pmond()
                + (state == ChannelLayout.STATE_NEW ? "did not take the request" : "took the request and fell silent")
                + " for " + deadlineMs + " ms";
    }

    private String endText() {
        return pmond() + "ended "
                + (state == ChannelLayout.STATE_NEW
                        ? "before it took the request"
                        : "while it was at work; what was asked may or may not have been done");
    }
}
