package pmon3.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import pmon3.ipc.Request;

/** {@code del}: ends processes and forgets them. */
final class DeleteCommand implements Command {
    @Override
    public String arguments() {
        return "[id or name]...";
    }

    @Override
    public String details() {
        return "Stops the process first, and deletes its log unless you chose where it is.";
    }

    @Override
    public String[] examples() {
        return new String[] {"pmon3 del web", "pmon3 delete 3,4", "pmon3 del --force web"};
    }

    @Override
    public Completes[] completes() {
        return new Completes[] {Completes.PROCESSES};
    }

    @Override
    public void addFlags(CommandSpec spec) {
        Flags.addForce(spec, "kill the process before deletion");
    }

    @Override
    public int run(Invocation invocation, Session session) {
        return session.show(new Request.Delete(
                Arguments.targets(invocation), invocation.typed().isOn(Flags.FORCE)));
    }
}
