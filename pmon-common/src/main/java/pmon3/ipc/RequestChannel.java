package pmon3.ipc;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** A way to ask pmond. Used by one thread at a time. */
public interface RequestChannel extends AutoCloseable {
    /** The first pause of {@link #pause}. */
    long FIRST_PAUSE_NS = 1_000_000;

    /** Its longest. */
    long LONGEST_PAUSE_NS = 100_000_000;

    /** Why a request on this machine may not be taken. */
    String WHY_NOT_TAKEN = "too many of this user at once, or it cannot see this process (another container?)";

    /**
     * Sends a request and waits for the whole answer. Each piece, {@link Reply.Done} included, goes to {@code onReply} in
     * order on the calling thread.
     *
     * @param silenceDeadlineMs how long pmond may send nothing at all, milliseconds; a pmond that is at work sends a sign
     *     of life twice a second, so this need not cover how long a command may take
     * @throws PmonException UNREACHABLE if no pmond runs, or it is silent for longer; PROTOCOL if its bytes
     *     make no sense
     */
    void ask(Request request, int silenceDeadlineMs, Consumer<Reply> onReply);

    /** Who answers and where, for a line that helps to find mistakes. */
    default String whoServes() {
        return "pmond";
    }

    @Override
    void close();

    /**
     * Waits before a request that was not taken is tried again.
     *
     * @param startNs when it was tried first
     * @param pauseNs how long to wait now
     * @return how long to wait the next time
     * @param why what may be the reason
     * @throws PmonException LIMIT if the time is over
     */
    static long pause(long startNs, long pauseNs, int deadlineMs, String why) {
        if (System.nanoTime() - startNs > deadlineMs * 1_000_000L) {
            throw new PmonException(ErrorCode.LIMIT, "pmond does not take the request: " + why);
        }
        LockSupport.parkNanos(pauseNs);
        return Math.min(LONGEST_PAUSE_NS, 2 * pauseNs);
    }
}
