package pmon3.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import pmon3.ipc.Request;

/** {@code group assign}: puts processes into groups. */
final class GroupAssignCommand implements Command {
    @Override
    public String arguments() {
        return "[group(s)] [process(es)]...";
    }

    @Override
    public String details() {
        return "Each list is of ids or names, with commas between them.";
    }

    @Override
    public String[] examples() {
        return new String[] {"pmon3 group assign happac 3,4", "pmon3 group assign front,all web worker"};
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
        return session.show(new Request.AssignGroups(words.groups(), words.processes()));
    }
}
