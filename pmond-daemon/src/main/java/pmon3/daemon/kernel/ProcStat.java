package pmon3.daemon.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Parses one {@code /proc/PID/stat} (proc_pid_stat(5)) without splitting it into strings. */
final class ProcStat {
    /** Fields count from 1 as in the manual; those after the name start with 3. */
    private static final int STATE = 3;

    private static final int PARENT = 4;
    private static final int GROUP = 5;
    private static final int SESSION = 6;
    private static final int USER_TICKS = 14;
    private static final int SYSTEM_TICKS = 15;
    private static final int THREADS = 20;
    private static final int START_TICKS = 22;
    private static final int RESIDENT_PAGES = 24;

    private ProcStat() {}

    /** @return empty for bytes that do not follow the format */
    static Optional<ProcessTable.Entry> parse(byte[] line, int length) {
        int nameStart = indexOf(line, length, (byte) '(') + 1;
        int nameEnd = lastIndexOf(line, length, (byte) ')');
        if (nameStart <= 1 || nameEnd < nameStart || nameEnd + 2 >= length) {
            return Optional.empty();
        }
        long[] fields = new long[RESIDENT_PAGES + 1];
        char state = (char) line[nameEnd + 2];
        if (!readNumbers(line, length, nameEnd + 2, fields)) {
            return Optional.empty();
        }
        int pid = (int) number(line, 0, nameStart - 2);
        String name = new String(line, nameStart, nameEnd - nameStart, StandardCharsets.UTF_8);
        return Optional.of(new ProcessTable.Entry(
                pid,
                name,
                processState(state, fields[THREADS]),
                (int) fields[PARENT],
                (int) fields[GROUP],
                (int) fields[SESSION],
                fields[USER_TICKS] + fields[SYSTEM_TICKS],
                fields[START_TICKS],
                fields[RESIDENT_PAGES]));
    }

    /** A first thread that ended before the others shows Z although the process lives: its others are counted. */
    private static char processState(char state, long threads) {
        return state == 'Z' && threads > 1 ? 'S' : state;
    }

    private static boolean readNumbers(byte[] line, int length, int start, long[] fields) {
        int field = STATE;
        int from = start;
        for (int i = start; i < length && field < fields.length; i++) {
            if (line[i] == ' ' || line[i] == '\n') {
                fields[field] = field == STATE ? 0 : number(line, from, i);
                field++;
                from = i + 1;
            }
        }
        return field == fields.length;
    }

    private static long number(byte[] line, int from, int to) {
        boolean negative = from < to && line[from] == '-';
        long value = 0;
        for (int i = negative ? from + 1 : from; i < to; i++) {
            value = value * 10 + (line[i] - '0');
        }
        return negative ? -value : value;
    }

    private static int indexOf(byte[] line, int length, byte wanted) {
        for (int i = 0; i < length; i++) {
            if (line[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static int lastIndexOf(byte[] line, int length, byte wanted) {
        for (int i = length - 1; i >= 0; i--) {
            if (line[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
