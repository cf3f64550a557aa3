package pmon3.ipc;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import pmon3.model.PmonException;

/** Asks pmond over connections, a new one for each request. Used by one thread at a time. */
final class StreamChannel implements RequestChannel {
    /** How a connection is made. */
    interface Dialer extends Peer {
        /**
         * Connects, and begins the exchange as the transport has it.
         *
         * @param request header and request
         * @param silenceDeadlineMs how long nothing may move; of an exchange that takes longer as a rule, see {@link
         *     #patienceMs}
         * @return a stream that the request is still to be written to; null if pmond has too much to do
         * @throws PmonException UNREACHABLE if nobody is there, NOT_PERMITTED if the caller may not ask
         */
        ByteStream dial(ByteBuffer request, int silenceDeadlineMs);

        /** How long pmond may be silent once somebody is there, where it usually has other work first. */
        default int patienceMs(int silenceDeadlineMs) {
            return silenceDeadlineMs;
        }

        /** What may be the reason where pmond does not take a request, however often it is asked. */
        default String whyNotTaken() {
            return RequestChannel.WHY_NOT_TAKEN;
        }

        /** What a debug line says: who serves where. */
        String whoServes();
    }

    private final Dialer dialer;

    StreamChannel(Dialer dialer) {
        this.dialer = dialer;
    }

    @Override
    public void ask(Request request, int silenceDeadlineMs, Consumer<Reply> onReply) {
        MessageWriter message = new MessageWriter();
        RequestCodec.encode(request, message);
        RequestFile.requireSize(message.written());
        ByteBuffer framed = StreamLayout.framed(message.written());
        long startNs = System.nanoTime();
        long pauseNs = FIRST_PAUSE_NS;
        ShmemChannel.trace("asks " + dialer.name() + ", request kind " + request.kind());
        while (!asked(framed.duplicate(), silenceDeadlineMs, onReply)) {
            ShmemChannel.trace("was not taken, tries again");
            pauseNs = RequestChannel.pause(startNs, pauseNs, silenceDeadlineMs, dialer.whyNotTaken());
        }
        ShmemChannel.trace("has the whole answer");
    }

    @Override
    public String whoServes() {
        return dialer.whoServes();
    }

    @Override
    public void close() {
        // Each request has a connection of its own, closed with its answer.
    }

    private boolean asked(ByteBuffer framed, int silenceDeadlineMs, Consumer<Reply> onReply) {
        ByteStream stream = dialer.dial(framed.duplicate(), silenceDeadlineMs);
        if (stream == null) {
            return false;
        }
        try (StreamClient client = new StreamClient(stream, dialer, dialer.patienceMs(silenceDeadlineMs))) {
            client.send(framed);
            return client.receive(onReply);
        }
    }
}
