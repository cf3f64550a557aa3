package pmon3.cli.top;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Our own terminal, in raw mode by stty. Given back at every exit but SIGKILL: a signal that ends the client runs the hook.
 * A thread of its own reads, since a read from a terminal cannot be given up.
 */
public final class RawKeyboard implements Keyboard {
    private static final int USUAL_COLUMNS = 80;
    private static final String STTY = "stty";

    private final LinkedBlockingQueue<Integer> keys = new LinkedBlockingQueue<>();
    private final String before;
    private boolean restored;

    private RawKeyboard(String before) {
        this.before = before;
    }

    /** @throws pmon3.model.PmonException FAILED if stty cannot be run */
    public static RawKeyboard open() {
        RawKeyboard keyboard = new RawKeyboard(stty("-g").strip());
        Runtime.getRuntime().addShutdownHook(new Thread(keyboard::close, "terminal"));
        // Ctrl-C comes as a key, so that it ends us the same way as the others.
        stty("-icanon", "-echo", "-isig", "-ixon", "min", "1", "time", "0");
        Thread reader = new Thread(keyboard::readKeys, "keys");
        reader.setDaemon(true);
        reader.start();
        return keyboard;
    }

    private void readKeys() {
        try (FileInputStream in = new FileInputStream(FileDescriptor.in)) {
            int key = in.read();
            while (key >= 0) {
                keys.add(key);
                key = in.read();
            }
        } catch (IOException e) {
            // A terminal that has hung up has no more keys.
            keys.add(END);
            return;
        }
        keys.add(END);
    }

    @Override
    public int await(long ms) {
        try {
            Integer key = keys.poll(ms, TimeUnit.MILLISECONDS);
            return key == null ? NONE : key;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return END;
        }
    }

    /** The second number of {@code stty size}; terminals that do not know it say 0. */
    @Override
    public int columns() {
        String size = stty("size").strip();
        int columns = 0;
        for (int i = size.indexOf(' ') + 1; i > 0 && i < size.length(); i++) {
            columns = columns * 10 + size.charAt(i) - '0';
        }
        return columns > 0 ? columns : USUAL_COLUMNS;
    }

    @Override
    public synchronized void close() {
        if (!restored) {
            restored = true;
            stty(before);
        }
    }

    private static String stty(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = STTY;
        System.arraycopy(words, 0, all, 1, words.length);
        return Tool.OUR_INPUT.run(List.of(all));
    }
}
