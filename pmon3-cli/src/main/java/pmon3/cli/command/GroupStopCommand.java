package pmon3.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import pmon3.ipc.Request;

/** {@code group stop}: ends all that are in a group. */
final class GroupStopCommand implements Command {
    @Override
    public String arguments() {
        return "[id or name]...";
    }

    @Override
    public String[] examples() {
        return new String[] {"pmon3 group stop happac", "pmon3 group stop --force 3,4"};
    }

    @Override
    public Completes[] completes() {
        return new Completes[] {Completes.GROUPS};
    }

    @Override
    public void addFlags(CommandSpec spec) {
        Flags.addForce(spec, "send SIGKILL at once");
    }

    @Override
    public int run(Invocation invocation, Session session) {
        return session.show(new Request.StopGroups(
                Arguments.targets(invocation), invocation.typed().isOn(Flags.FORCE)));
    }
}
