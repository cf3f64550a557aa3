package pmon3.daemon.server;

import pmon3.ipc.Request;

/**
 * A request that a transport has taken, and whose caller is proven. One worker reads and answers it; {@link #beat} may be
 * called by any thread at any time.
 */
interface TakenRequest extends AutoCloseable {
    Caller caller();

    /** Whether it is one of those that are handled one after another for each user. */
    boolean isLarge();

    /**
     * The request; to be called once.
     *
     * @throws pmon3.model.PmonException PROTOCOL if it is malformed, UNREACHABLE if its client has left or is too slow
     */
    Request readRequest();

    /** Where the bytes of the answer go; to be called once. */
    ReplyStream answer();

    /** Shows the client that pmond is alive. Never waits. */
    void beat();

    /** Lets go of the client; once is enough. */
    @Override
    void close();
}
