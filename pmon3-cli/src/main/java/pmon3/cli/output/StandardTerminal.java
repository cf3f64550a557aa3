package pmon3.cli.output;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import pmon3.cli.client.Surroundings;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;
import pmon3.screen.Escapes;

/** The descriptors 1 and 2 of this process: UTF-8 whatever the locale, no buffering. */
public final class StandardTerminal implements Terminal {
    private static final String STDIN = "/proc/self/fd/0";
    private static final String STDOUT = "/proc/self/fd/1";

    private final Surroundings surroundings;
    private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    private final FileOutputStream err = new FileOutputStream(FileDescriptor.err);

    public StandardTerminal(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void write(byte[] bytes, int length) {
        try {
            out.write(bytes, 0, length);
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("Broken pipe")) {
                throw new OutputClosedException(e);
            }
            throw new PmonException(ErrorCode.FAILED, "cannot write the output: " + e.getMessage(), e);
        }
    }

    @Override
    public void error(String line) {
        try {
            err.write((Escapes.shown(line) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Nobody is left to be told.
            return;
        }
    }

    @Override
    public boolean coloured() {
        return surroundings.variable("NO_COLOR").isEmpty()
                && !surroundings.variable("TERM").equals("dumb")
                && isTerminal(STDOUT);
    }

    @Override
    public boolean interactive() {
        return !surroundings.variable("TERM").equals("dumb") && isTerminal(STDIN) && isTerminal(STDOUT);
    }

    /** By the name behind the descriptor: {@code System.console()} costs 20 ms and asks about stdin too. */
    private static boolean isTerminal(String descriptor) {
        try {
            String device = new File(descriptor).getCanonicalPath();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }
}
