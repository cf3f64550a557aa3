package pmon3.daemon.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import pmon3.daemon.store.StoredGroup;
import pmon3.daemon.supervise.Fleet;
import pmon3.daemon.supervise.Groups;
import pmon3.model.PmonException;

/** What the groups that a command names mean: each once, and what has to be said of the others. */
record GroupTargets(List<StoredGroup> found, List<PmonException> problems) {
    GroupTargets {
        found = List.copyOf(found);
        problems = List.copyOf(problems);
    }

    /** Any groups, and what is unknown is said. */
    static GroupTargets any(Context context, List<String> targets) {
        return of(context, targets, group -> true);
    }

    /** Those that the caller may change. */
    static GroupTargets own(Context context, List<String> targets) {
        return of(context, targets, context.authority()::mayUse);
    }

    private static GroupTargets of(Context context, List<String> targets, Predicate<StoredGroup> may) {
        GroupTargets meant = context.supervisor().call(fleet -> of(fleet, targets, may));
        context.answer().problems(meant.problems());
        return meant;
    }

    private static GroupTargets of(Fleet fleet, List<String> targets, Predicate<StoredGroup> may) {
        Map<Long, StoredGroup> found = new LinkedHashMap<>();
        Map<Long, PmonException> refused = new LinkedHashMap<>();
        List<PmonException> problems = new ArrayList<>();
        for (String target : targets) {
            Optional<StoredGroup> group = fleet.groups().find(target);
            if (group.isEmpty()) {
                problems.add(Groups.doesNotExist(target));
            } else if (may.test(group.get())) {
                found.put(group.get().id(), group.get());
            } else {
                refused.put(group.get().id(), Authority.refusal(group.get()));
            }
        }
        problems.addAll(refused.values());
        return new GroupTargets(List.copyOf(found.values()), problems);
    }

    List<Long> ids() {
        return found.stream().map(StoredGroup::id).toList();
    }
}
