package pmon3.benchmark;

import pmon3.ipc.Reply;
import pmon3.model.ProcessRow;

/** Rows of {@code ls} as a machine's usual programs give them. */
final class Rows {
    private static final long MEBIBYTE = 1 << 20;
    private static final long UPDATED_AT_MS = 1_795_555_555_000L;

    private Rows() {}

    static Reply.Row row(int id) {
        return new Reply.Row(new ProcessRow(
                id, "worker-" + id, 20_000 + id, 3, "running", "www-data", 125, 42 * MEBIBYTE, UPDATED_AT_MS));
    }
}
