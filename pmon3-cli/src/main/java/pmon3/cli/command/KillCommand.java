package pmon3.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import pmon3.ipc.Request;

/** {@code kill}: stops everything. */
final class KillCommand implements Command {
    @Override
    public String arguments() {
        return "";
    }

    @Override
    public String details() {
        return "Stops everything that is not stopped yet, and keeps it in the list.";
    }

    @Override
    public String[] examples() {
        return new String[] {"pmon3 kill", "pmon3 kill --force"};
    }

    @Override
    public void addFlags(CommandSpec spec) {
        Flags.addForce(spec, "send SIGKILL at once");
    }

    @Override
    public int run(Invocation invocation, Session session) {
        Arguments.none(invocation);
        return session.show(new Request.KillAll(invocation.typed().isOn(Flags.FORCE)));
    }
}
