package pmon3.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import pmon3.ipc.Request;

/** {@code group create}: a new group with nobody in it. */
final class GroupCreateCommand implements Command {
    @Override
    public String arguments() {
        return "[group name]...";
    }

    @Override
    public String[] examples() {
        return new String[] {"pmon3 group create happac", "pmon3 group create front,back"};
    }

    @Override
    public void addFlags(CommandSpec spec) {
        // It has none.
    }

    @Override
    public int run(Invocation invocation, Session session) {
        return session.show(new Request.CreateGroups(Arguments.targets(invocation)));
    }
}
