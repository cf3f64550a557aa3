package pmon3.ipc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * Bytes through a program's stdin and stdout. The program ends when its stdin does, and by itself where it cannot go on: with
 * status 3 if it met a limit before anything was done, which reads as pmond's own refusal, 4 if pmond takes nothing.
 */
final class ProcessStream implements ByteStream {
    private static final int PORTION_BYTES = 4096;
    private static final int LIMITED = 3;
    private static final int UNTAKEN = 4;

    private final Process process;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] portion = new byte[PORTION_BYTES];

    private ProcessStream(Process process) {
        this.process = process;
        this.in = process.getInputStream();
        this.out = process.getOutputStream();
    }

    static ProcessStream start(List<String> command) throws IOException {
        return new ProcessStream(new ProcessBuilder(command).start());
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        boolean alive = process.isAlive();
        int length = Math.min(available(), Math.min(into.remaining(), PORTION_BYTES));
        if (length > 0) {
            int read = in.read(portion, 0, length);
            into.put(portion, 0, read);
            return read;
        }
        return alive ? 0 : ended(into);
    }

    /** Waits at most as long as the program does for pmond. */
    @Override
    public int write(ByteBuffer from) throws IOException {
        int length = Math.min(from.remaining(), PORTION_BYTES);
        from.get(portion, 0, length);
        out.write(portion, 0, length);
        out.flush();
        return length;
    }

    @Override
    public void await(boolean toWrite, long timeoutNs) {
        LockSupport.parkNanos(timeoutNs);
    }

    @Override
    public void close() {
        try {
            out.close();
            in.close();
            process.getErrorStream().close();
        } catch (IOException e) {
            // It ended before it had taken all: what it said of that was read.
            process.destroy();
        }
    }

    /** In the moment in which the program ends, its stream is exchanged for another one and cannot be asked. */
    private int available() {
        try {
            return in.available();
        } catch (IOException e) {
            return 0;
        }
    }

    private int ended(ByteBuffer into) throws IOException {
        if (available() > 0) {
            return 0;
        }
        int status = process.exitValue();
        if (status == LIMITED) {
            into.put(StreamLayout.sign(StreamLayout.NOT_TAKEN));
            return ChannelLayout.FRAME_HEADER_BYTES;
        }
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (said.isEmpty()) {
            return -1;
        }
        throw new PmonException(status == UNTAKEN ? ErrorCode.UNREACHABLE : ErrorCode.FAILED, said);
    }
}
