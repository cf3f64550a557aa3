package pmon3.daemon.kernel;

import java.time.Duration;
import java.util.List;

/**
 * Everything the helper needs to become a script that pmond runs to its end.
 *
 * @param file absolute path
 * @param argv argv[0] first, UTF-8, no NUL
 * @param environment {@code KEY=value}, complete
 * @param input what the script can read from its stdin
 * @param limit how long it may take before it is killed with its session
 */
public record ScriptOrder(
        String file,
        List<String> argv,
        List<String> environment,
        Credentials credentials,
        String input,
        Duration limit) {
    private static final String DIRECTORY = "/";
    private static final long NO_TICKET = 0;

    public ScriptOrder {
        argv = List.copyOf(argv);
        environment = List.copyOf(environment);
    }

    /** As the helper is told. */
    SpawnOrder spawnOrder() {
        return new SpawnOrder(NO_TICKET, file, argv, environment, DIRECTORY, credentials, new LogTarget.Handed());
    }
}
