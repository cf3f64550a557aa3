package pmon3.cli.top;

import java.util.ArrayList;
import java.util.List;

/**
 * The passes of several calls of top as one: the summary of the first, then the processes of all, in order. Where top's
 * lines are not as expected (its rc file can change them) they are shown call by call.
 */
final class TopFrame {
    private static final int NOT_FOUND = -1;

    private TopFrame() {}

    static List<String> of(List<Integer> pids, TopProgram top, TopOrder order, int columns) {
        List<String> lines = new ArrayList<>(top.lines(upTo(pids, 0), order, columns));
        if (pids.size() <= TopProgram.MOST_PIDS) {
            return lines;
        }
        int head = headOf(lines, order);
        // It counts the processes of this call alone.
        head -= removeCount(lines, head);
        for (int from = TopProgram.MOST_PIDS; from < pids.size(); from += TopProgram.MOST_PIDS) {
            List<String> more = top.lines(upTo(pids, from), order, columns);
            int moreHead = headOf(more, order);
            boolean fits = head >= 0 && moreHead >= 0;
            lines.addAll(fits ? more.subList(moreHead + 1, more.size()) : more);
        }
        if (head >= 0) {
            sort(lines.subList(head + 1, lines.size()), wordAt(lines.get(head), order));
        }
        return lines;
    }

    private static List<Integer> upTo(List<Integer> pids, int from) {
        return pids.subList(from, Math.min(from + TopProgram.MOST_PIDS, pids.size()));
    }

    private static int removeCount(List<String> lines, int head) {
        for (int i = 0; i < head; i++) {
            if (lines.get(i).startsWith("Tasks:")) {
                lines.remove(i);
                return 1;
            }
        }
        return 0;
    }

    /** The line with the columns' heads. */
    private static int headOf(List<String> lines, TopOrder order) {
        for (int i = 0; i < lines.size(); i++) {
            if (wordAt(lines.get(i), order) >= 0) {
                return i;
            }
        }
        return NOT_FOUND;
    }

    /** Which of the line's words is the column's head. */
    private static int wordAt(String line, TopOrder order) {
        List<String> words = words(line);
        return words.contains("PID") ? words.indexOf(order.column()) : NOT_FOUND;
    }

    /** The greatest first; equal ones stay as they are. */
    private static void sort(List<String> rows, int word) {
        rows.sort((one, other) -> Double.compare(number(other, word), number(one, word)));
    }

    private static double number(String row, int word) {
        List<String> words = words(row);
        try {
            return word < words.size() ? Double.parseDouble(words.get(word)) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        int start = NOT_FOUND;
        for (int i = 0; i <= line.length(); i++) {
            boolean blank = i == line.length() || line.charAt(i) == ' ';
            if (blank && start >= 0) {
                words.add(line.substring(start, i));
                start = NOT_FOUND;
            } else if (!blank && start < 0) {
                start = i;
            }
        }
        return words;
    }
}
