package pmon3.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import pmon3.ipc.Request;

/** {@code stop}: ends processes and keeps them in the list. */
final class StopCommand implements Command {
    @Override
    public String arguments() {
        return "[id or name]...";
    }

    @Override
    public String details() {
        return "SIGTERM goes to the process and its children; what has not ended after stop_timeout gets SIGKILL.";
    }

    @Override
    public String[] examples() {
        return new String[] {"pmon3 stop web", "pmon3 stop 3,4 worker", "pmon3 stop --force web"};
    }

    @Override
    public Completes[] completes() {
        return new Completes[] {Completes.PROCESSES};
    }

    @Override
    public void addFlags(CommandSpec spec) {
        Flags.addForce(spec, "send SIGKILL at once");
    }

    @Override
    public int run(Invocation invocation, Session session) {
        return session.show(new Request.Stop(
                Arguments.targets(invocation), invocation.typed().isOn(Flags.FORCE)));
    }
}
