package pmon3.cli.top;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import pmon3.cli.output.Terminal;
import pmon3.screen.Escapes;

/** Shows passes of top: one, or one after another until a key ends it. */
public final class TopScreen {
    /** Without a terminal nothing is cut: the widest that top takes. */
    private static final int WIDEST = 512;
    /** How long after ESC the rest of an arrow key's sequence may take to come. */
    private static final int ESCAPE_SEQUENCE_MS = 50;

    private static final int CTRL_C = 3;
    private static final int ESC = 27;
    private static final String HOME = "\u001b[H";
    private static final String TO_END_OF_LINE = "\u001b[K";
    private static final String TO_END_OF_SCREEN = "\u001b[J";
    private static final long NS_PER_MS = 1_000_000;

    private final Terminal terminal;
    private final TopProgram top;
    private final Supplier<List<Integer>> pids;
    private TopOrder order = TopOrder.CPU;

    /** @param pids asked again before each pass */
    public TopScreen(Terminal terminal, TopProgram top, Supplier<List<Integer>> pids) {
        this.terminal = terminal;
        this.top = top;
        this.pids = pids;
    }

    /** One pass, as wide as it comes. */
    public void showOnce() {
        StringBuilder page = new StringBuilder();
        for (String line : TopFrame.of(pids.get(), top, order, WIDEST)) {
            page.append(Escapes.shown(line)).append('\n');
        }
        write(page);
    }

    /** Returns when a key says so or there are no more keys. */
    public void run(Keyboard keyboard, int seconds) {
        boolean first = true;
        boolean goOn = true;
        while (goOn) {
            long began = System.nanoTime();
            draw(keyboard.columns(), seconds, first);
            first = false;
            goOn = awaitNextPass(keyboard, began, seconds * 1000L);
        }
    }

    private void draw(int columns, int seconds, boolean first) {
        List<String> lines = TopFrame.of(pids.get(), top, order, columns);
        StringBuilder page = new StringBuilder(HOME);
        page.append(first ? TO_END_OF_SCREEN : "");
        line(
                page,
                "topn every " + seconds + " s by " + order.word() + " | s: by "
                        + order.other().word() + " | q, ESC or Ctrl-C: quit");
        for (String line : lines) {
            line(page, line);
        }
        write(page.append(TO_END_OF_SCREEN));
    }

    private static void line(StringBuilder page, String text) {
        page.append(Escapes.shown(text)).append(TO_END_OF_LINE).append('\n');
    }

    /** False if it is to end. */
    private boolean awaitNextPass(Keyboard keyboard, long began, long intervalMs) {
        while (true) {
            long left = intervalMs - (System.nanoTime() - began) / NS_PER_MS;
            int key = keyboard.await(Math.max(left, 0));
            switch (key) {
                case Keyboard.NONE:
                    return true;
                case 's', 'S':
                    order = order.other();
                    return true;
                case 'q', 'Q', CTRL_C, Keyboard.END:
                    return false;
                case ESC:
                    if (!skippedSequence(keyboard)) {
                        return false;
                    }
                    break;
                default:
                    break;
            }
        }
    }

    /**
     * Takes what follows ESC when an arrow or function key was pressed (ECMA-48: parameters, then one byte from @ to ~).
     * False if nothing follows: then it was the key ESC.
     */
    private static boolean skippedSequence(Keyboard keyboard) {
        int key = keyboard.await(ESCAPE_SEQUENCE_MS);
        if (key < 0) {
            return false;
        }
        if (key == '[' || key == 'O') {
            do {
                key = keyboard.await(ESCAPE_SEQUENCE_MS);
            } while (key >= 0 && (key < '@' || key > '~'));
        }
        return true;
    }

    private void write(StringBuilder page) {
        byte[] bytes = page.toString().getBytes(StandardCharsets.UTF_8);
        terminal.write(bytes, bytes.length);
    }
}
