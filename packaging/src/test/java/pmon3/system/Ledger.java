package pmon3.system;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What was asked of pmond and answered, and so what has to be true whatever happens to pmond. A command without an answer
 * may have been done or not, but nothing in between. Any thread.
 */
final class Ledger {
    /** How a process is to be. */
    enum Wanted {
        RUNNING,
        STOPPED,
        GONE
    }

    /** @param pid of the program that has to be the same one; 0 if another may have followed */
    private record Entry(Set<Wanted> possible, int pid) {}

    private final Map<String, Entry> entries = new TreeMap<>();
    /** Pids of the programs killed since all was settled. */
    private final Set<Integer> killed = new HashSet<>();

    /** That command is on its way: from now on the process may be so, too. */
    synchronized void asked(String name, Wanted wanted) {
        Set<Wanted> possible = EnumSet.of(wanted);
        possible.addAll(possible(name));
        entries.put(name, new Entry(possible, 0));
    }

    /** pmond said that it is done. */
    synchronized void answered(String name, Wanted wanted, int pid) {
        entries.put(name, new Entry(EnumSet.of(wanted), killed.contains(pid) ? 0 : pid));
    }

    /** That program of its is killed now; an answer that was on its way may still name it. */
    synchronized void kills(String name, int pid) {
        killed.add(pid);
        died(name);
    }

    /** Its program was killed: another has to follow it. */
    synchronized void died(String name) {
        entries.computeIfPresent(name, (same, entry) -> new Entry(entry.possible(), 0));
    }

    synchronized Set<Wanted> possible(String name) {
        Entry entry = entries.get(name);
        return entry == null ? EnumSet.of(Wanted.GONE) : entry.possible();
    }

    /**
     * What does not agree with it.
     *
     * @param rows of ls
     * @param living all that pmond has started and that lives
     */
    synchronized List<String> wrong(List<TableRow> rows, List<Proc> living) {
        Map<String, TableRow> byName = rows.stream().collect(Collectors.toMap(TableRow::name, Function.identity()));
        Map<String, List<Proc>> instances = living.stream()
                .collect(Collectors.groupingBy(proc -> proc.words().get(0)));
        List<String> wrong = new ArrayList<>();
        entries.forEach((name, entry) -> problem(
                        entry, Optional.ofNullable(byName.get(name)), instances.getOrDefault(name, List.of()))
                .ifPresent(problem -> wrong.add(name + " " + problem + "; to be " + entry)));
        return wrong;
    }

    private static Optional<String> problem(Entry entry, Optional<TableRow> row, List<Proc> living) {
        if (row.isEmpty()) {
            return entry.possible().contains(Wanted.GONE) && living.isEmpty()
                    ? Optional.empty()
                    : Optional.of("is not known, living " + living);
        }
        TableRow found = row.get();
        Wanted is = found.status().equals("stopped") ? Wanted.STOPPED : Wanted.RUNNING;
        boolean once = is == Wanted.STOPPED
                ? living.isEmpty()
                : found.status().equals("running")
                        && living.size() == 1
                        && living.get(0).pid() == found.pid();
        boolean samePid = is != Wanted.RUNNING || entry.pid() == 0 || entry.pid() == found.pid();
        return entry.possible().contains(is) && once && samePid
                ? Optional.empty()
                : Optional.of("is " + found.status() + " as " + found.pid() + ", living " + living);
    }

    /** Takes for certain how it turned out where no answer had told. */
    synchronized void settle(List<TableRow> rows) {
        killed.clear();
        Map<String, TableRow> byName = rows.stream().collect(Collectors.toMap(TableRow::name, Function.identity()));
        for (String name : List.copyOf(entries.keySet())) {
            TableRow row = byName.get(name);
            if (row == null) {
                entries.remove(name);
            } else {
                answered(name, row.status().equals("stopped") ? Wanted.STOPPED : Wanted.RUNNING, row.pid());
            }
        }
    }
}
