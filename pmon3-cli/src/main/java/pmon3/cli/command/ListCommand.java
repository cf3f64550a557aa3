package pmon3.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import pmon3.ipc.Request;

/** {@code ls}: all processes. */
final class ListCommand implements Command {
    @Override
    public String arguments() {
        return "";
    }

    @Override
    public String[] examples() {
        return new String[] {"pmon3 ls"};
    }

    @Override
    public void addFlags(CommandSpec spec) {
        // It has none yet.
    }

    @Override
    public int run(Invocation invocation, Session session) {
        Arguments.none(invocation);
        return session.show(new Request.ListProcesses());
    }
}
