package pmon3.cli.top;

import java.util.ArrayList;
import java.util.List;

/** The top of this machine: that of procps. */
public final class NativeTop implements TopProgram {
    @Override
    public List<String> lines(List<Integer> pids, TopOrder order, int columns) {
        List<String> words = new ArrayList<>(List.of("top", "-b", "-n", "1"));
        // With the command line, because its first word is the managed process's name.
        words.addAll(List.of("-c", "-w", Integer.toString(columns), "-o", order.column()));
        for (int pid : pids) {
            words.add("-p");
            words.add(Integer.toString(pid));
        }
        return linesOf(Tool.NO_INPUT.run(words));
    }

    private static List<String> linesOf(String output) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < output.length()) {
            int newline = output.indexOf('\n', from);
            int to = newline < 0 ? output.length() : newline;
            lines.add(output.substring(from, to).stripTrailing());
            from = to + 1;
        }
        return lines;
    }
}
