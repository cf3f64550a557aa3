package pmon3.daemon.command;

import java.util.List;
import java.util.Optional;
import pmon3.ipc.Request;

/** What a caller asked to change, in the words of the client, for pmond's log; env-vars and arguments are not in it. */
final class Asked {
    private Asked() {}

    /** Empty for what only looks. */
    static Optional<String> toChange(Request request) {
        if (request instanceof Request.Exec exec) {
            return Optional.of("exec " + exec.file()
                    + exec.name().map(name -> " --name " + name).orElse(""));
        } else if (request instanceof Request.Stop stop) {
            return words("stop", stop.force(), stop.targets());
        } else if (request instanceof Request.Restart restart) {
            return words(restart.counted() ? "restart" : "start", false, restart.targets());
        } else if (request instanceof Request.Delete delete) {
            return words("del", delete.force(), delete.targets());
        } else if (request instanceof Request.KillAll kill) {
            return words("kill", kill.force(), List.of());
        } else if (request instanceof Request.DropAll drop) {
            return words("drop", drop.force(), List.of());
        } else if (request instanceof Request.Init init) {
            return Optional.of(init.processConfigOnly() ? "init -c" : "init");
        } else if (request instanceof Request.Reset reset) {
            return words("reset", false, reset.targets());
        }
        return groups(request);
    }

    private static Optional<String> groups(Request request) {
        if (request instanceof Request.CreateGroups create) {
            return words("group create", false, create.names());
        } else if (request instanceof Request.DeleteGroups delete) {
            return words("group del", false, delete.groups());
        } else if (request instanceof Request.AssignGroups assign) {
            return words("group assign", false, assign.groups(), assign.targets());
        } else if (request instanceof Request.LeaveGroups leave) {
            return words("group remove", false, leave.groups(), leave.targets());
        } else if (request instanceof Request.StopGroups stop) {
            return words("group stop", stop.force(), stop.groups());
        } else if (request instanceof Request.DropGroups drop) {
            return words("group drop", drop.force(), drop.groups());
        } else if (request instanceof Request.RestartGroups restart) {
            return words(restart.counted() ? "group restart" : "group start", false, restart.groups());
        }
        return Optional.empty();
    }

    @SafeVarargs
    private static Optional<String> words(String command, boolean force, List<String>... lists) {
        StringBuilder words = new StringBuilder(command).append(force ? " -f" : "");
        for (List<String> list : lists) {
            words.append(list.isEmpty() ? "" : " ").append(String.join(",", list));
        }
        return Optional.of(words.toString());
    }
}
