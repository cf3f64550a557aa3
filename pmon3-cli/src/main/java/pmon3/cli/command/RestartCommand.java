package pmon3.cli.command;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import pmon3.cli.client.UserPaths;
import pmon3.ipc.Request;

/** {@code restart} and {@code start}: stops if need be, changes the definition if flags say so, and starts. */
final class RestartCommand implements Command {
    private static final String COUNTED = "restart";

    @Override
    public String arguments() {
        return "[id or name]...";
    }

    @Override
    public String details() {
        return "Flags change the definition first. As 'start' the restart counter stays as it is.";
    }

    @Override
    public String[] examples() {
        return new String[] {
            "pmon3 restart web", "pmon3 start 3,4", "pmon3 restart web --args '-p 8080' --env-vars 'MODE=test LANG=C'"
        };
    }

    @Override
    public Completes[] completes() {
        return new Completes[] {Completes.PROCESSES};
    }

    @Override
    public void addFlags(CommandSpec spec) {
        DefinitionFlags.addShared(spec);
    }

    @Override
    public int run(Invocation invocation, Session session) {
        return session.show(new Request.Restart(
                Arguments.targets(invocation),
                invocation.word().equals(COUNTED),
                DefinitionFlags.read(invocation.typed(), Optional.empty(), new UserPaths(session.surroundings()))));
    }
}
