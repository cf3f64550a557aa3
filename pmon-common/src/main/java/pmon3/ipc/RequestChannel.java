package pmon3.ipc;

import java.util.function.Consumer;

/** A way to ask pmond. Used by one thread at a time. */
public interface RequestChannel extends AutoCloseable {
    /**
     * Sends a request and waits for the whole answer. Each piece, {@link Reply.Done} included, goes to {@code onReply} in
     * order on the calling thread.
     *
     * @param silenceDeadlineMs how long pmond may send nothing at all, milliseconds; a pmond that is at work sends a sign
     *     of life twice a second, so this need not cover how long a command may take
     * @throws pmon3.model.PmonException UNREACHABLE if no pmond runs, or it is silent for longer; PROTOCOL if its bytes
     *     make no sense
     */
    void ask(Request request, int silenceDeadlineMs, Consumer<Reply> onReply);

    @Override
    void close();
}
