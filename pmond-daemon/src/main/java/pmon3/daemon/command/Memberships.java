package pmon3.daemon.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import pmon3.config.Names;
import pmon3.daemon.store.StoredGroup;
import pmon3.daemon.supervise.Groups;
import pmon3.daemon.supervise.Settlement;
import pmon3.model.PmonException;
import pmon3.model.ProcessDefinition;

/** Groups that a definition names: made if they do not exist, joined only by who may. */
final class Memberships {
    private Memberships() {}

    /** @throws PmonException if a name cannot be a group's, or the group is another user's */
    static void authorize(Context context, List<String> groups) {
        for (String name : groups) {
            context.supervisor().call(fleet -> authorize(context.authority(), name, fleet.groups()));
        }
    }

    private static Optional<StoredGroup> authorize(Authority authority, String name, Groups groups) {
        Optional<StoredGroup> group = groups.find(name);
        if (group.isEmpty()) {
            requireNew(name);
        } else if (!authority.mayOwn(group.get())) {
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
