package pmon3.daemon.command;

import java.util.concurrent.atomic.AtomicInteger;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * The rows that answers to ordinary users keep until they are drawn and their clients have read them, which may take as
 * long as a client likes to read slowly. Any thread.
 */
final class TableRoom {
    /** Some 80 bytes each, so a sixth of pmond's heap; all requests that one user may have at work take 80,000 at most. */
    static final int MOST_ROWS = 200_000;

    private final AtomicInteger taken = new AtomicInteger();

    /** @throws PmonException LIMIT if there is no room for so many */
    void take(int rows) {
        if (taken.addAndGet(rows) > MOST_ROWS) {
            giveBack(rows);
            throw new PmonException(
                    ErrorCode.LIMIT, "the table is left out: too many clients are slow to read long ones; try again");
        }
    }

    void giveBack(int rows) {
        taken.addAndGet(-rows);
    }
}
