package pmon3.daemon.command;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import pmon3.config.Names;
import pmon3.daemon.store.StoredGroup;
import pmon3.daemon.supervise.Fleet;
import pmon3.daemon.supervise.Groups;
import pmon3.daemon.supervise.Settlement;
import pmon3.model.PmonException;
import pmon3.model.ProcessDefinition;

/** Groups that a definition names: made if they do not exist, joined only by who may. */
final class Memberships {
    private static final long NO_PROCESS = 0;

    private Memberships() {}

    /** @throws PmonException if a name cannot be a group's, or the group is another user's */
    static void authorize(Context context, List<String> groups) {
        context.supervisor().call(fleet -> {
            groups.forEach(name -> authorize(context.authority(), name, fleet.groups()));
            requireRoom(context.authority(), groups, fleet, NO_PROCESS);
            return groups.size();
        });
    }

    private static void requireRoom(Authority authority, List<String> groups, Fleet fleet, long processId) {
        Set<String> made = new HashSet<>(groups);
        made.removeIf(name -> fleet.groups().find(name).isPresent());
        Limits.requireRoomForGroups(authority, fleet.groups(), made.size());
        Limits.requireRoomInGroups(authority, processId, fleet, fleet.groups().countWith(processId, groups));
    }

    private static Optional<StoredGroup> authorize(Authority authority, String name, Groups groups) {
        Optional<StoredGroup> group = groups.find(name);
        if (group.isEmpty()) {
            requireNew(name);
        } else if (!authority.mayUse(group.get())) {
            throw Authority.refusal(group.get());
        }
        return group;
    }

    private static void requireNew(String name) {
        if (Names.isId(name)) {
            throw Groups.doesNotExist(name);
        }
        Names.require("group", name);
    }

    static void join(Context context, ProcessDefinition definition, long processId, List<String> groups) {
        Settlement settlement = context.supervisor().call(fleet -> {
            fleet.byId(processId).orElseThrow(() -> Targets.doesNotExist(definition.name()));
            groups.forEach(name -> authorize(context.authority(), name, fleet.groups()));
            requireRoom(context.authority(), groups, fleet, processId);
            return fleet.join(processId, groups, context.authority().uid());
        });
        context.waiting()
                .await(
                        List.of(settlement),
                        Map.of(processId, definition),
                        context.patienceMs(),
                        false,
                        context.answer());
    }
}
