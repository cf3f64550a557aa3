package pmon3.daemon.command;

import java.util.List;
import java.util.function.Predicate;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.ipc.Request;
import pmon3.model.ErrorCode;

/** group stop, drop and restart: what the commands of that name do, for all in a group that the caller may control. */
final class GroupMemberCommands {
    private GroupMemberCommands() {}

    static void stop(Context context, List<String> groups, boolean force) {
        StopCommand.stop(GroupCommands.controlled(context, groups, Deed.STOP), force, context);
    }

    static void drop(Context context, List<String> groups, boolean force) {
        StopCommand.delete(GroupCommands.controlled(context, groups, Deed.DELETE), context.fleet(), force, context);
    }

    static void restart(Context context, Request.RestartGroups request) {
        List<ManagedProcess> members = GroupCommands.controlled(context, request.groups(), Deed.START);
        Predicate<ManagedProcess> reached = context.may(Deed.CHANGE_BY_GROUP);
        if (!request.change().isEmpty()) {
            members.stream()
                    .filter(reached.negate())
                    .forEach(process -> context.answer()
                            .problem(
                                    ErrorCode.NOT_PERMITTED,
                                    process.name() + " runs as "
                                            + process.definition().username()
                                            + ": the flags are not for it, and it is restarted as it is"));
        }
        RestartCommand.run(context, members, request.counted(), request.change(), reached);
    }
}
