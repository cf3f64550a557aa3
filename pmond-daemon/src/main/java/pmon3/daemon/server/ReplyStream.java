package pmon3.daemon.server;

import java.nio.ByteBuffer;

/** The way of an answer's bytes to one client. Used by one thread. */
interface ReplyStream {
    /**
     * Writes all of it, whole frames; waits while the client's end is full, for {@link ServerLimits#WRITE_DEADLINE_MS} at
     * most each time.
     *
     * @throws pmon3.model.PmonException UNREACHABLE if the client left, is too slow, or pmond is ending
     */
    void write(ByteBuffer frames);
}
