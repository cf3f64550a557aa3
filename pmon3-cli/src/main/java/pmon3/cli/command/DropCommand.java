package pmon3.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import pmon3.ipc.Request;

/** {@code drop}: stops and forgets everything. */
final class DropCommand implements Command {
    @Override
    public String arguments() {
        return "";
    }

    @Override
    public String details() {
        return "Stops all processes, then deletes them all.";
    }

    @Override
    public String[] examples() {
        return new String[] {"pmon3 drop", "pmon3 drop --force"};
    }

    @Override
    public void addFlags(CommandSpec spec) {
        Flags.addForce(spec, "kill the processes before deleting them");
    }

    @Override
    public int run(Invocation invocation, Session session) {
        Arguments.none(invocation);
        return session.show(new Request.DropAll(invocation.typed().isOn(Flags.FORCE)));
    }
}
