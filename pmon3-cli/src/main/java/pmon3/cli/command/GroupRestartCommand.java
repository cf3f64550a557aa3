package pmon3.cli.command;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import pmon3.cli.client.UserPaths;
import pmon3.ipc.Request;

/** {@code group restart} and {@code group start}: restarts all that are in a group. */
final class GroupRestartCommand implements Command {
    private static final String COUNTED = "restart";

    @Override
    public String arguments() {
        return "[id or name]...";
    }

    @Override
    public String details() {
        return "Flags change the definitions of those that run as you (as root: of all) first. As 'start' the restart\n"
                + "counters stay as they are.";
    }

    @Override
    public String[] examples() {
        return new String[] {
            "pmon3 group restart happac",
            "pmon3 group start 3,4",
            "pmon3 group restart happac --env-vars 'MODE=test LANG=C'"
        };
    }

    @Override
    public Completes[] completes() {
        return new Completes[] {Completes.GROUPS};
    }

    @Override
    public void addFlags(CommandSpec spec) {
        DefinitionFlags.addShared(spec);
    }

    @Override
    public int run(Invocation invocation, Session session) {
        return session.show(new Request.RestartGroups(
                Arguments.targets(invocation),
                invocation.word().endsWith(COUNTED),
                DefinitionFlags.read(invocation.typed(), Optional.empty(), new UserPaths(session.surroundings()))));
    }
}
