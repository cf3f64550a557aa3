package pmon3.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import pmon3.cli.output.OutputClosedException;
import pmon3.cli.output.Terminal;
import pmon3.screen.Escapes;

/** Keeps what was written; safe to be read by another thread. */
public final class FakeTerminal implements Terminal {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringBuilder err = new StringBuilder();
    private boolean coloured;
    private boolean closed;

    public void colour() {
        coloured = true;
    }

    public void closeOutput() {
        closed = true;
    }

    @Override
    public synchronized void write(byte[] bytes, int length) {
        if (closed) {
            throw new OutputClosedException(new IOException("Broken pipe"));
        }
        out.write(bytes, 0, length);
    }

    @Override
    public synchronized void error(String line) {
        err.append(Escapes.shown(line)).append('\n');
    }

    @Override
    public boolean coloured() {
        return coloured;
    }

    public synchronized byte[] bytes() {
        return out.toByteArray();
    }

    public String out() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    public synchronized String err() {
        return err.toString();
    }
}
