package pmon3.cli.output;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import pmon3.ipc.Reply;
import pmon3.model.ExitStatus;

/**
 * Shows an answer: notices and problems at once on stderr; the text that pmond has drawn on stdout, in one write at the end,
 * so that whoever reads it slowly does not have pmond wait.
 */
public final class ReplyPrinter implements Consumer<Reply> {
    private static final int FIRST_CAPACITY_BYTES = 16 * 1024;

    private final Terminal terminal;
    private byte[] text = {};
    private int length;
    private int exitStatus = ExitStatus.DONE;

    public ReplyPrinter(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void accept(Reply reply) {
        if (reply instanceof Reply.Text piece) {
            add(piece.utf8());
        } else if (reply instanceof Reply.Notice notice) {
            terminal.error(notice.text());
        } else if (reply instanceof Reply.Problem problem) {
            terminal.error(problem.text());
            raise(problem.code().exitStatus());
        } else if (reply instanceof Reply.Done done) {
            raise(done.exitStatus());
        }
    }

    /** Writes what has gathered and says how the command ended. */
    public int finish() {
        if (length > 0) {
            terminal.write(text, length);
        }
        return exitStatus;
    }

    private void add(ByteBuffer piece) {
        int more = piece.remaining();
        if (text.length - length < more) {
            text = Arrays.copyOf(text, Math.max(FIRST_CAPACITY_BYTES, 2 * Math.addExact(length, more)));
        }
        piece.get(text, length, more);
        length += more;
    }

    private void raise(int status) {
        exitStatus = Math.max(exitStatus, status);
    }
}
