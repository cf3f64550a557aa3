package pmon3.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import pmon3.ipc.Request;

/** {@code reset}: sets restart counters to zero. */
final class ResetCommand implements Command {
    @Override
    public String arguments() {
        return "[id or name]...";
    }

    @Override
    public String details() {
        return "Without an argument the counters of all processes.";
    }

    @Override
    public String[] examples() {
        return new String[] {"pmon3 reset", "pmon3 reset web"};
    }

    @Override
    public Completes[] completes() {
        return new Completes[] {Completes.PROCESSES};
    }

    @Override
    public void addFlags(CommandSpec spec) {
        // It has none.
    }

    @Override
    public int run(Invocation invocation, Session session) {
        return session.show(new Request.Reset(Arguments.targetsOrAll(invocation)));
    }
}
