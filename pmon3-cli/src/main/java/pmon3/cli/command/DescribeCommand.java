package pmon3.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import pmon3.ipc.Request;

/** {@code desc}: everything about a process. */
final class DescribeCommand implements Command {
    @Override
    public String arguments() {
        return "[id or name]...";
    }

    @Override
    public String[] examples() {
        return new String[] {"pmon3 desc web", "pmon3 show 3,4"};
    }

    @Override
    public Completes[] completes() {
        return new Completes[] {Completes.PROCESSES};
    }

    @Override
    public void addFlags(CommandSpec spec) {
        // It has none yet.
    }

    @Override
    public int run(Invocation invocation, Session session) {
        return session.show(new Request.Describe(Arguments.targets(invocation)));
    }
}
