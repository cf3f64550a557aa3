package pmon3.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import pmon3.ipc.Request;

/** {@code group remove}: takes processes out of groups. */
final class GroupRemoveCommand implements Command {
    @Override
    public String arguments() {
        return "[group(s)] [process(es)]...";
    }

    @Override
    public String details() {
        return "Each list is of ids or names, with commas between them. The processes stay.";
    }

    @Override
    public String[] examples() {
        return new String[] {"pmon3 group remove happac 4", "pmon3 group remove front,all web worker"};
    }

    @Override
    public Completes[] completes() {
        return new Completes[] {Completes.GROUPS, Completes.PROCESSES};
    }

    @Override
    public void addFlags(CommandSpec spec) {
        // It has none.
    }

    @Override
    public int run(Invocation invocation, Session session) {
        Arguments.GroupsAndProcesses words = Arguments.groupsAndProcesses(invocation);
        return session.show(new Request.LeaveGroups(words.groups(), words.processes()));
    }
}
