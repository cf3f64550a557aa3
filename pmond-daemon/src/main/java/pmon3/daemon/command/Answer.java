package pmon3.daemon.command;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import pmon3.ipc.Reply;
import pmon3.ipc.ReplySink;
import pmon3.model.ErrorCode;
import pmon3.model.ExitStatus;
import pmon3.model.PmonException;

/** One answer being written: passes the pieces on and keeps the highest exit status. One thread. */
final class Answer implements AutoCloseable {
    private final ReplySink sink;
    private Optional<TableRoom> room = Optional.empty();
    private int rows;
    private int exitStatus = ExitStatus.DONE;

    Answer(ReplySink sink) {
        this.sink = sink;
    }

    /** From now on its tables take of this room. */
    void keepWithin(TableRoom given) {
        room = Optional.of(given);
    }

    /**
     * Before a table of so many rows.
     *
     * @throws PmonException LIMIT if there is no room for it
     */
    void expect(int rowsOfTable) {
        if (room.isPresent() && rowsOfTable > rows) {
            room.get().take(rowsOfTable - rows);
            rows = rowsOfTable;
        }
    }

    /** It was sent, or nobody reads it. */
    @Override
    public void close() {
        room.ifPresent(given -> given.giveBack(rows));
    }

    void send(Reply reply) {
        sink.send(reply);
    }

    void notice(String text) {
        sink.send(new Reply.Notice(text));
    }

    void problem(ErrorCode code, String text) {
        exitStatus = Math.max(exitStatus, code.exitStatus());
        sink.send(new Reply.Problem(code, text));
    }

    void problem(PmonException failure) {
        problem(failure.code(), failure.getMessage());
    }

    void problems(Collection<PmonException> failures) {
        failures.forEach(this::problem);
    }

    /** @throws PmonException the last of them, if there are any; the others are told before */
    void refuse(List<PmonException> mistakes) {
        if (!mistakes.isEmpty()) {
            problems(mistakes.subList(0, mistakes.size() - 1));
            throw mistakes.get(mistakes.size() - 1);
        }
    }

    int exitStatus() {
        return exitStatus;
    }
}
