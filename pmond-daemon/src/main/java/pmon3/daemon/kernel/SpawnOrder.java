package pmon3.daemon.kernel;

import java.util.List;

/**
 * Everything the helper needs to become the program.
 *
 * @param ticket chosen by the caller, never used twice
 * @param argv argv[0] first (the process's name), UTF-8, no NUL
 * @param environment {@code KEY=value}, complete
 * @param directory the working directory, absolute
 */
public record SpawnOrder(
        long ticket,
        String file,
        List<String> argv,
        List<String> environment,
        String directory,
        Credentials credentials,
        LogTarget log) {
    public SpawnOrder {
        argv = List.copyOf(argv);
        environment = List.copyOf(environment);
    }
}
