package pmon3.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import pmon3.ipc.Request;

/** {@code group ls}: all groups. */
final class GroupListCommand implements Command {
    @Override
    public String arguments() {
        return "";
    }

    @Override
    public String[] examples() {
        return new String[] {"pmon3 group ls"};
    }

    @Override
    public void addFlags(CommandSpec spec) {
        // It has none.
    }

    @Override
    public int run(Invocation invocation, Session session) {
        Arguments.none(invocation);
        return session.show(new Request.ListGroups());
    }
}
