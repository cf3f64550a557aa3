package pmon3.model;

import java.util.List;
import java.util.Optional;

/**
 * The flags that were given with exec or restart: each present one replaces that part of the definition.
 *
 * @param logDir the folder for {@code <name>.log}; {@code log} wins where both are present
 * @param groups names or ids of groups to join (exec only)
 */
public record DefinitionChange(
        Optional<String> args,
        Optional<String> envVars,
        Optional<String> user,
        Optional<String> log,
        Optional<String> logDir,
        Optional<Boolean> noAutorestart,
        Optional<List<String>> dependencies,
        Optional<List<String>> groups) {
    public static final DefinitionChange NONE = new DefinitionChange(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public DefinitionChange {
        dependencies = dependencies.map(List::copyOf);
        groups = groups.map(List::copyOf);
    }

    public boolean isEmpty() {
        return equals(NONE);
    }
}
