package pmon3.config;

import java.util.List;
import java.util.Optional;

/**
 * The settings in force, and what a look at the file said.
 *
 * @param changed whether this look took over settings that differ
 * @param warnings of the file as it is now, if they differ from those told before
 * @param problem why the file as it is now was not taken over, in one line; for the log and the client's stderr
 */
public record Reload(Settings settings, boolean changed, List<String> warnings, Optional<String> problem) {
    public Reload {
        warnings = List.copyOf(warnings);
    }
}
