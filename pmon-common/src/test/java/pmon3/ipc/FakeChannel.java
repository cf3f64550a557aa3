package pmon3.ipc;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import pmon3.model.PmonException;

/**
 * A channel without a pmond: a handler in the same thread. Requests and answers pass through their bytes, and a handler's
 * {@link PmonException} becomes a problem and its exit status, both as with the real server.
 */
public final class FakeChannel implements RequestChannel {
    /** What the server's handler is, without the caller. */
    @FunctionalInterface
    public interface Handler {
        /** Sends all but {@link Reply.Done} and returns the exit status. */
        int handle(Request request, ReplySink answer);
    }

    private final Handler handler;
    private final List<Request> asked = new ArrayList<>();
    private boolean closed;

    public FakeChannel(Handler handler) {
        this.handler = handler;
    }

    /** Everything that was asked, in order. */
    public List<Request> asked() {
        return List.copyOf(asked);
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public void ask(Request request, int silenceDeadlineMs, Consumer<Reply> onReply) {
        Request arrived = throughBytes(request);
        asked.add(arrived);
        ReplySink answer = reply -> onReply.accept(throughBytes(reply));
        answer.send(new Reply.Done(handled(arrived, answer)));
    }

    @Override
    public void close() {
        closed = true;
    }

    private int handled(Request request, ReplySink answer) {
        try {
            return handler.handle(request, answer);
        } catch (PmonException e) {
            answer.send(new Reply.Problem(e.code(), e.getMessage()));
            return e.code().exitStatus();
        }
    }

    private static Request throughBytes(Request request) {
        MessageWriter bytes = new MessageWriter();
        RequestCodec.encode(request, bytes);
        return RequestCodec.decode(new MessageReader(bytes.written()));
    }

    private static Reply throughBytes(Reply reply) {
        MessageWriter bytes = new MessageWriter();
        ReplyCodec.encode(reply, bytes);
        return ReplyCodec.decode(new MessageReader(bytes.written()));
    }
}
