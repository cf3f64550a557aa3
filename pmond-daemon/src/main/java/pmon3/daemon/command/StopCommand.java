package pmon3.daemon.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import pmon3.daemon.supervise.Fleet;
import pmon3.daemon.supervise.Goal;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.daemon.supervise.Phase;
import pmon3.daemon.supervise.Settlement;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;
import pmon3.model.ProcessDefinition;

/** stop, del, kill and drop. */
final class StopCommand {
    private StopCommand() {}

    static void stop(Context context, List<String> targets, boolean force) {
        Targets meant = Targets.of(targets, context.fleet(), context.may(Deed.STOP));
        context.answer().problems(meant.problems());
        stop(meant.found(), force, context);
    }

    /** Those that the caller may stop. */
    static void stop(List<ManagedProcess> processes, boolean force, Context context) {
        if (!processes.isEmpty()) {
            end(context, processes, Goal.STOP, force);
            context.rows().send(context.answer(), processes);
        }
    }

    static void delete(Context context, List<String> targets, boolean force) {
        List<ManagedProcess> fleet = context.fleet();
        Targets meant = Targets.of(targets, fleet, context.may(Deed.DELETE));
        context.answer().problems(meant.problems());
        delete(meant.found(), fleet, force, context);
    }

    /** Those that the caller may delete. @param fleet all processes */
    static void delete(List<ManagedProcess> processes, List<ManagedProcess> fleet, boolean force, Context context) {
        if (!processes.isEmpty()) {
            warnOfDependants(context, processes, fleet);
            end(context, processes, Goal.DELETE, force);
            context.rows().send(context.answer(), processes);
        }
    }

    static void kill(Context context, boolean force) {
        List<ManagedProcess> fleet = context.fleet();
        Targets meant = Targets.all(
                fleet,
                process -> isNotStopped(process) && context.may(Deed.STOP).test(process));
        if (meant.found().isEmpty()) {
            throw new PmonException(ErrorCode.FAILED, "could not find running processes");
        }
        end(context, meant.found(), Goal.STOP, force);
        context.rows().sendAll(context.answer());
    }

    static void drop(Context context, boolean force) {
        Targets meant = Targets.all(context.fleet(), context.may(Deed.DELETE));
        if (meant.found().isEmpty()) {
            throw new PmonException(ErrorCode.FAILED, "there are no processes");
        }
        end(context, meant.found(), Goal.DELETE, force);
        context.rows().sendAll(context.answer());
    }

    private static boolean isNotStopped(ManagedProcess process) {
        return process.phase() != Phase.STOPPED && process.phase() != Phase.CLOSED;
    }

    private static void end(Context context, List<ManagedProcess> processes, Goal goal, boolean force) {
        Map<Long, ProcessDefinition> definitions = new HashMap<>();
        processes.forEach(process -> definitions.put(process.id(), process.definition()));
        List<PmonException> changed = new ArrayList<>();
        List<Settlement> settlements = context.supervisor().call(fleet -> end(fleet, processes, goal, force, changed));
        context.answer().problems(changed);
        context.waiting().await(settlements, definitions, context.patienceMs(), false, context.answer());
    }

    private static List<Settlement> end(
            Fleet fleet, List<ManagedProcess> processes, Goal goal, boolean force, List<PmonException> changed) {
        List<Long> ids = new ArrayList<>();
        for (ManagedProcess process : processes) {
            try {
                ids.add(Context.unchanged(fleet, process).id());
            } catch (PmonException refused) {
                changed.add(refused);
            }
        }
        return fleet.stop(ids, goal, force);
    }

    private static void warnOfDependants(Context context, List<ManagedProcess> doomed, List<ManagedProcess> fleet) {
        Set<String> names = new HashSet<>();
        doomed.forEach(process -> names.add(process.name()));
        for (ManagedProcess process : doomed) {
            List<String> dependants = fleet.stream()
                    .filter(other -> !names.contains(other.name())
                            && other.definition().dependencies().contains(process.name()))
                    .map(ManagedProcess::name)
                    .toList();
            if (!dependants.isEmpty()) {
                context.answer()
                        .notice(process.name() + " is deleted, but " + String.join(", ", dependants)
                                + (dependants.size() == 1 ? " depends" : " depend") + " on it");
            }
        }
    }
}
