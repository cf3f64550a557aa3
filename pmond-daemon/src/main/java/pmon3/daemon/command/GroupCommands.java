package pmon3.daemon.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import pmon3.daemon.store.StoredGroup;
import pmon3.daemon.supervise.Fleet;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.daemon.supervise.Settlement;
import pmon3.ipc.Reply;
import pmon3.model.GroupRow;
import pmon3.model.PmonException;
import pmon3.model.ProcessDefinition;

/** group ls, desc, create, del, assign and remove: the groups themselves, and who is in them. */
final class GroupCommands {
    /** What is done to one process in the supervisor's thread. */
    private interface Change {
        Settlement apply(Fleet fleet, long processId);
    }

    private GroupCommands() {}

    static void list(Context context) {
        context.answer().send(new Reply.GroupTableStart());
        context.supervisor()
                .call(fleet -> fleet.groups().all())
                .forEach(group -> context.answer().send(new Reply.Group(row(group))));
    }

    private static GroupRow row(StoredGroup group) {
        return new GroupRow(group.id(), group.name());
    }

    static void describe(Context context, List<String> targets) {
        describe(context, GroupTargets.any(context, targets));
    }

    private static void describe(Context context, GroupTargets groups) {
        Map<StoredGroup, List<ManagedProcess>> members =
                context.supervisor().call(fleet -> members(fleet, groups.found()));
        Set<ManagedProcess> all = new HashSet<>();
        members.values().forEach(all::addAll);
        Rows.Look look = context.rows().look(all);
        members.forEach((group, processes) -> {
            context.answer().send(new Reply.GroupDetails(row(group)));
            look.table(context.answer(), processes);
        });
    }

    private static Map<StoredGroup, List<ManagedProcess>> members(Fleet fleet, List<StoredGroup> groups) {
        Map<StoredGroup, List<ManagedProcess>> members = new LinkedHashMap<>();
        for (StoredGroup group : groups) {
            List<ManagedProcess> processes = new ArrayList<>();
            fleet.groups().membersOf(group.id()).forEach(id -> fleet.byId(id).ifPresent(processes::add));
            members.put(group, processes);
        }
        return members;
    }

    static void create(Context context, List<String> names) {
        context.requireAccount();
        Map<String, Settlement> stored = new LinkedHashMap<>();
        for (String name : new LinkedHashSet<>(names)) {
            try {
                stored.put(name, context.supervisor().call(fleet -> create(fleet, context.authority(), name)));
            } catch (PmonException refused) {
                context.answer().problem(refused);
            }
        }
        finish(context, stored);
    }

    private static Settlement create(Fleet fleet, Authority authority, String name) {
        Limits.requireRoomForGroups(authority, fleet.groups(), 1);
        return fleet.createGroup(name, authority.uid());
    }

    static void delete(Context context, List<String> targets) {
        Map<String, Settlement> stored = new LinkedHashMap<>();
        for (StoredGroup group : GroupTargets.own(context, targets).found()) {
            try {
                stored.put(group.name(), context.supervisor().call(fleet -> fleet.deleteGroup(group.id())));
            } catch (PmonException refused) {
                context.answer().problem(refused);
            }
        }
        finish(context, stored);
    }

    private static void finish(Context context, Map<String, Settlement> stored) {
        if (!stored.isEmpty()) {
            context.waiting().awaitGroups(stored, context.patienceMs(), context.answer());
            list(context);
        }
    }

    static void assign(Context context, List<String> groups, List<String> targets) {
        GroupTargets into = GroupTargets.own(context, groups);
        List<String> ids = into.ids().stream().map(id -> Long.toString(id)).toList();
        change(context, into, targets(context, targets), (fleet, process) -> {
            int groupsThen = fleet.groups().countWith(process, ids);
            Limits.requireRoomInGroups(context.authority(), process, fleet, groupsThen);
            return fleet.enter(process, into.ids());
        });
    }

    static void remove(Context context, List<String> groups, List<String> targets) {
        GroupTargets from = GroupTargets.own(context, groups);
        List<ManagedProcess> processes = targets(context, targets);
        tellOfStrangers(context, from, processes);
        change(context, from, processes, (fleet, process) -> fleet.leave(process, from.ids()));
    }

    private static List<ManagedProcess> targets(Context context, List<String> targets) {
        Targets meant = Targets.of(targets, context.fleet(), context.may(Deed.ASSIGN));
        context.answer().problems(meant.problems());
        return meant.found();
    }

    /** Who is not in the group cannot leave it, which is where things stand afterwards anyway. */
    private static void tellOfStrangers(Context context, GroupTargets groups, List<ManagedProcess> processes) {
        for (StoredGroup group : groups.found()) {
            Set<Long> members =
                    context.supervisor().call(fleet -> Set.copyOf(fleet.groups().membersOf(group.id())));
            processes.stream()
                    .filter(process -> !members.contains(process.id()))
                    .forEach(process -> context.answer().notice(process.name() + " is not in group " + group.name()));
        }
    }

    private static void change(Context context, GroupTargets groups, List<ManagedProcess> processes, Change change) {
        if (groups.found().isEmpty() || processes.isEmpty()) {
            return;
        }
        List<Settlement> settlements = new ArrayList<>();
        Map<Long, ProcessDefinition> definitions = new HashMap<>();
        for (ManagedProcess process : processes) {
            try {
                settlements.add(context.supervisor()
                        .call(fleet -> change.apply(
                                fleet, Context.unchanged(fleet, process).id())));
                definitions.put(process.id(), process.definition());
            } catch (PmonException refused) {
                context.answer().problem(refused);
            }
        }
        if (!settlements.isEmpty()) {
            context.waiting().await(settlements, definitions, context.patienceMs(), false, context.answer());
            describe(context, groups);
        }
    }

    /** The processes in these groups, each once, by id; of a group without any that is said. */
    static List<ManagedProcess> members(Context context, List<String> targets) {
        Set<Long> ids = new HashSet<>();
        for (StoredGroup group : GroupTargets.any(context, targets).found()) {
            List<Long> members =
                    context.supervisor().call(fleet -> fleet.groups().membersOf(group.id()));
            if (members.isEmpty()) {
                context.answer().notice("Group (" + group.name() + ") has no processes");
            }
            ids.addAll(members);
        }
        return context.fleet().stream()
                .filter(process -> ids.contains(process.id()))
                .toList();
    }

    /** Those of them to which the caller may do it; of the others it is said. */
    static List<ManagedProcess> controlled(Context context, List<String> targets, Deed deed) {
        List<ManagedProcess> controlled = new ArrayList<>();
        for (ManagedProcess process : members(context, targets)) {
            if (context.may(deed).test(process)) {
                controlled.add(process);
            } else {
                context.answer().problem(Authority.refusal(process));
            }
        }
        return controlled;
    }
}
