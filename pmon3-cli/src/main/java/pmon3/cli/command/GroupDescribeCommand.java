package pmon3.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import pmon3.ipc.Request;

/** {@code group desc}: a group and who is in it. */
final class GroupDescribeCommand implements Command {
    @Override
    public String arguments() {
        return "[id or name]...";
    }

    @Override
    public String[] examples() {
        return new String[] {"pmon3 group desc happac", "pmon3 group show 3,4"};
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
        return session.show(new Request.DescribeGroups(Arguments.targets(invocation)));
    }
}
