package pmon3.daemon.config;

import java.util.List;
import java.util.Optional;
import pmon3.model.DependencyOrder;

/**
 * What a process config says.
 *
 * @param entries those without mistakes, in the file's order
 * @param problems one for each mistake; an entry with one, and what depends on it, is not among the entries
 * @param warnings complete lines about what was ignored
 */
public record ProcessConfig(List<Entry> entries, List<Problem> problems, List<String> warnings) {
    /** Nothing: also what a missing file says. */
    public static final ProcessConfig EMPTY = new ProcessConfig(List.of(), List.of(), List.of());

    public ProcessConfig {
        entries = List.copyOf(entries);
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /**
     * One process. Texts that are not set are empty.
     *
     * @param file absolute path of the program
     * @param name the base name of the file where none is set
     * @param user empty: whoever pmond is
     * @param log absolute path, or empty
     * @param logDir absolute path of the folder for {@code <name>.log}, or empty; {@code log} wins
     * @param dependencies names
     * @param groups names or ids
     * @param line of the entry in its file, from 1; 0 where the format's reader does not tell
     */
    public record Entry(
            String file,
            String name,
            String args,
            Optional<String> user,
            String log,
            String logDir,
            boolean noAutoRestart,
            String envVars,
            List<String> dependencies,
            List<String> groups,
            int line) {
        public Entry {
            dependencies = List.copyOf(dependencies);
            groups = List.copyOf(groups);
        }

        /** This entry as {@link DependencyOrder} sees it, without an id. */
        public DependencyOrder.Node node() {
            return new DependencyOrder.Node(0, name, dependencies);
        }
    }

    /**
     * A mistake in an entry.
     *
     * @param process the entry's name; empty if it has none
     * @param line from 1; 0 where unknown
     * @param text a complete line: file, line, process, mistake
     */
    public record Problem(String process, int line, String text) {}
}
