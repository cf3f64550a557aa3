package pmon3.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import pmon3.ipc.Request;

/** {@code group drop}: ends and forgets all that are in a group. */
final class GroupDropCommand implements Command {
    @Override
    public String arguments() {
        return "[id or name]...";
    }

    @Override
    public String details() {
        return "Stops the processes first, then deletes them all. The group stays.";
    }

    @Override
    public String[] examples() {
        return new String[] {"pmon3 group drop happac", "pmon3 group drop --force 3,4"};
    }

    @Override
    public Completes[] completes() {
        return new Completes[] {Completes.GROUPS};
    }

    @Override
    public void addFlags(CommandSpec spec) {
        Flags.addForce(spec, "kill the processes before deleting them");
    }

    @Override
    public int run(Invocation invocation, Session session) {
        return session.show(new Request.DropGroups(
                Arguments.targets(invocation), invocation.typed().isOn(Flags.FORCE)));
    }
}
