package pmon3.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import pmon3.cli.FakeTerminal;

class TopScreenTest {
    private static final int ESC = 27;

    private final FakeTerminal terminal = new FakeTerminal();
    private final List<String> calls = new ArrayList<>();
    private List<Integer> pids = List.of(1, 2);

    /** Shows of each pid a line, whose %CPU grows with the pid and whose %MEM falls. */
    private List<String> top(List<Integer> asked, TopOrder order, int columns) {
        calls.add(asked.size() + " by " + order + " in " + columns);
        List<String> lines =
                new ArrayList<>(List.of("top - 12:00:00", "Tasks:   2 total", "", "  PID %CPU %MEM COMMAND"));
        asked.forEach(pid -> lines.add(pid + " " + pid + ".5 " + (100 - pid) + ".0 name\u001b" + pid));
        return lines;
    }

    private TopScreen screen() {
        return new TopScreen(terminal, this::top, () -> pids);
    }

    private static final class Keys implements Keyboard {
        private final Deque<Integer> keys = new ArrayDeque<>();

        Keys(Integer... keys) {
            this.keys.addAll(List.of(keys));
        }

        @Override
        public int await(long ms) {
            return keys.isEmpty() ? END : keys.remove();
        }

        @Override
        public int columns() {
            return 80;
        }

        @Override
        public void close() {
            // Nothing was changed.
        }
    }

    @Test
    void onePassIsAsWideAsItComesAndWithoutControlCharacters() {
        screen().showOnce();
        assertThat(terminal.out())
                .isEqualTo("top - 12:00:00\nTasks:   2 total\n\n  PID %CPU %MEM COMMAND\n"
                        + "1 1.5 99.0 name\\x1b1\n2 2.5 98.0 name\\x1b2\n");
        assertThat(calls).containsExactly("2 by CPU in 512");
    }

    @Test
    void moreThanTwentyPidsAreSeveralCallsShownAsOne() {
        pids = IntStream.rangeClosed(1, 45).boxed().toList();
        screen().showOnce();
        assertThat(calls).containsExactly("20 by CPU in 512", "20 by CPU in 512", "5 by CPU in 512");
        List<String> lines = terminal.out().lines().toList();
        assertThat(lines).hasSize(3 + 45).doesNotContain("Tasks:   2 total");
        assertThat(lines.get(2)).isEqualTo("  PID %CPU %MEM COMMAND");
        assertThat(lines.get(3)).startsWith("45 45.5");
        assertThat(lines.get(47)).startsWith("1 1.5");
    }

    @Test
    void callsThatCannotBeReadAreShownOneAfterAnother() {
        pids = IntStream.rangeClosed(1, 21).boxed().toList();
        new TopScreen(terminal, (asked, order, columns) -> List.of("odd " + asked.size()), () -> pids).showOnce();
        assertThat(terminal.out()).isEqualTo("odd 20\nodd 1\n");
    }

    @Test
    void theFirstLineSaysWhatTheKeysDo() {
        screen().run(new Keys((int) 'q'), 5);
        assertThat(terminal.out())
                .startsWith("\u001b[H\u001b[Jtopn every 5 s by CPU | s: by memory | q, ESC or Ctrl-C: quit\u001b[K\n")
                .endsWith("\u001b[J");
        assertThat(calls).containsExactly("2 by CPU in 80");
    }

    @Test
    void sChangesTheOrderAndTheTimeShowsAnotherPass() {
        screen().run(new Keys(Keyboard.NONE, (int) 's', (int) 'x', (int) 's', 3), 1);
        assertThat(calls).containsExactly("2 by CPU in 80", "2 by CPU in 80", "2 by MEMORY in 80", "2 by CPU in 80");
        assertThat(terminal.out()).contains("topn every 1 s by memory | s: by CPU |");
    }

    @Test
    void escapeQuitsButAnArrowKeyDoesNot() {
        screen().run(
                        new Keys(
                                ESC,
                                (int) '[',
                                (int) '1',
                                (int) 'A',
                                ESC,
                                (int) 'x',
                                (int) 's',
                                ESC,
                                Keyboard.NONE,
                                (int) 's'),
                        1);
        assertThat(calls).containsExactly("2 by CPU in 80", "2 by MEMORY in 80");
    }

    @Test
    void aTerminalThatIsGoneEndsIt() {
        screen().run(new Keys(), 1);
        assertThat(calls).hasSize(1);
    }
}
