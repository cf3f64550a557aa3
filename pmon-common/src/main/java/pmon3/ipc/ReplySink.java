package pmon3.ipc;

/** Where a handler writes its answer, piece by piece, from one thread. */
public interface ReplySink {
    /**
     * Sends one piece; blocks while a slow client's ring is full, up to the server's write deadline.
     *
     * @throws pmon3.model.PmonException if the client left or is too slow; the handler may stop answering, but what it
     *     has begun goes on
     */
    void send(Reply reply);
}
