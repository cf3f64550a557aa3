package pmon3.screen;

import pmon3.ipc.Reply;
import pmon3.ipc.ReplySink;

/** Text on its way to a client, who gets a piece as soon as one is full. Used by one thread. */
final class Page {
    private static final int PIECE_CHARS = 8 * 1024;

    private final StringBuilder text = new StringBuilder();
    private final ReplySink client;

    Page(ReplySink client) {
        this.client = client;
    }

    /** What may be appended to; whole lines, each told by {@link #lineDone}. */
    StringBuilder text() {
        return text;
    }

    void lineDone() {
        if (text.length() >= PIECE_CHARS) {
            send();
        }
    }

    /** Sends what there is. */
    void send() {
        if (text.length() > 0) {
            client.send(new Reply.Text(text.toString()));
            text.setLength(0);
        }
    }
}
