package pmon3.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import pmon3.ipc.Request;

/** {@code group del}: forgets groups. */
final class GroupDeleteCommand implements Command {
    @Override
    public String arguments() {
        return "[id or name]...";
    }

    @Override
    public String details() {
        return "The processes in it stay.";
    }

    @Override
    public String[] examples() {
        return new String[] {"pmon3 group del happac", "pmon3 group delete 3,4"};
    }

    @Override
    public Completes[] completes() {
        return new Completes[] {Completes.GROUPS};
    }

    @Override
    public void addFlags(CommandSpec spec) {
        // It has none.
    }

    @Override
    public int run(Invocation invocation, Session session) {
        return session.show(new Request.DeleteGroups(Arguments.targets(invocation)));
    }
}
