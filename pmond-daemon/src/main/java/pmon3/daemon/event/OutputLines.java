package pmon3.daemon.event;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import pmon3.daemon.kernel.ScriptRunner;

/**
 * What a script writes, as lines of pmond's log: no longer ones than a log should have, and no more in all. One thread.
 */
final class OutputLines implements ScriptRunner.Output {
    /** A longer line becomes several, each of so many bytes and what completes its last character. */
    static final int LINE_BYTES = 1024;

    /** After the first byte of a character in UTF-8 (RFC 3629, section 3). */
    private static final int MOST_CONTINUATIONS = 3;

    /** Of one run of a script. */
    static final int LIMIT_BYTES = 64 * 1024;

    static final int LIMIT_LINES = 500;

    private final Consumer<String> log;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(LINE_BYTES);
    private long taken;
    private long leftOut;
    private int lines;

    OutputLines(Consumer<String> log) {
        this.log = log;
    }

    @Override
    public boolean take(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            take(bytes[i]);
        }
        return leftOut == 0;
    }

    private void take(byte value) {
        if (taken >= LIMIT_BYTES || lines >= LIMIT_LINES) {
            leftOut++;
            return;
        }
        taken++;
        if (value == '\n') {
            end();
            return;
        }
        if (isFull(value)) {
            end();
        }
        line.write(value);
    }

    private boolean isFull(byte next) {
        boolean continues = (next & 0xC0) == 0x80;
        return line.size() >= (continues ? LINE_BYTES + MOST_CONTINUATIONS : LINE_BYTES);
    }

    private void end() {
        lines++;
        log.accept(line.toString(StandardCharsets.UTF_8));
        line.reset();
    }

    /** At the script's end: what no newline has ended, and how much was left out. */
    void close() {
        if (line.size() > 0) {
            end();
        }
        if (leftOut > 0) {
            log.accept("(" + leftOut + " more bytes are left out)");
        }
    }
}
