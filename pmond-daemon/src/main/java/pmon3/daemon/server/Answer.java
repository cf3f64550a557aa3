package pmon3.daemon.server;

import pmon3.ipc.FrameWriter;
import pmon3.ipc.Reply;
import pmon3.ipc.ReplySink;
import pmon3.model.PmonException;

/** One answer on its way to its client. The rows of a table go out together, all else at once. Used by one thread. */
final class Answer implements ReplySink {
    /** Small enough that a client reads the first rows of a long table while the next ones are made. */
    private static final int FLUSH_BYTES = 8 * 1024;

    private final FrameWriter frames = new FrameWriter();
    private final ReplyStream stream;
    private boolean broken;

    Answer(ReplyStream stream) {
        this.stream = stream;
    }

    @Override
    public void send(Reply reply) {
        frames.add(reply);
        if (!isOfTable(reply) || frames.bytes().remaining() >= FLUSH_BYTES) {
            flush();
        }
    }

    /** Whether nothing can be sent any more. */
    boolean isBroken() {
        return broken;
    }

    private void flush() {
        try {
            stream.write(frames.bytes());
            frames.clear();
        } catch (PmonException e) {
            broken = true;
            throw e;
        }
    }

    private static boolean isOfTable(Reply reply) {
        return reply instanceof Reply.Row || reply instanceof Reply.TableStart;
    }
}
