package pmon3.cli.command;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import pmon3.cli.client.UserPaths;
import pmon3.model.DefinitionChange;

/** The flags of exec and restart that make or change a definition. */
final class DefinitionFlags {
    static final String ARGS = "--args";

    private static final String DEPENDENCIES = "--dependencies";
    private static final String ENV_VARS = "--env-vars";
    private static final String GROUPS = "--groups";
    private static final String LOG = "--log";
    private static final String LOG_DIR = "--log-dir";
    private static final String NO_AUTORESTART = "--no-autorestart";
    private static final String USER = "--user";

    private DefinitionFlags() {}

    static void addShared(CommandSpec spec) {
        spec.addOption(Flags.text("STR", "the program's arguments, quoted as in a shell", "-a", ARGS));
        spec.addOption(Flags.list("LIST", "processes to start before this one (repeat or comma)", "-d", DEPENDENCIES));
        spec.addOption(Flags.text("STR", "environment variables, KEY=value words as in a shell", "-e", ENV_VARS));
        spec.addOption(Flags.text("FILE", "the log file", "-l", LOG));
        // The Go program's restart wrote it with an underscore.
        spec.addOption(Flags.text("DIR", "the folder of the log file NAME.log", LOG_DIR, "--log_dir"));
        spec.addOption(Flags.onOff("do not restart when it ends (=false: do)", "-n", NO_AUTORESTART));
        spec.addOption(Flags.text("NAME", "whom it runs as", "-u", USER));
    }

    static void addGroups(CommandSpec spec) {
        spec.addOption(Flags.list("LIST", "groups to join (repeat or comma)", "-g", GROUPS));
    }

    /** @param args in place of --args, where the program's arguments were given otherwise */
    static DefinitionChange read(Typed typed, Optional<String> args, UserPaths paths) {
        return new DefinitionChange(
                args.isPresent() ? args : typed.text(ARGS),
                typed.text(ENV_VARS),
                typed.name(USER),
                path(typed, LOG, paths),
                path(typed, LOG_DIR, paths),
                typed.onOff(NO_AUTORESTART),
                typed.list(DEPENDENCIES),
                typed.list(GROUPS));
    }

    private static Optional<String> path(Typed typed, String flag, UserPaths paths) {
        Optional<String> path = typed.text(flag);
        return path.isEmpty() || path.get().isEmpty() ? path : Optional.of(paths.absolute(path.get()));
    }
}
