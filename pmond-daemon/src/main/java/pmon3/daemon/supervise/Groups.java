package pmon3.daemon.supervise;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import pmon3.config.Names;
import pmon3.daemon.store.StoreChange;
import pmon3.daemon.store.StoredFleet;
import pmon3.daemon.store.StoredGroup;

/** The groups and who is in them. Confined to the supervisor thread. */
public final class Groups {
    private final TreeMap<Long, StoredGroup> byId = new TreeMap<>();
    private final Map<Long, Set<Long>> membership = new HashMap<>();
    private long lastId;

    Groups(StoredFleet stored) {
        lastId = stored.highestGroupId();
        stored.groups().forEach(group -> byId.put(group.id(), group));
        stored.membership().forEach((process, groups) -> membership.put(process, new HashSet<>(groups)));
    }

    private Optional<StoredGroup> byName(String name) {
        return byId.values().stream().filter(group -> group.name().equals(name)).findFirst();
    }

    /** By id, if the text is digits only, else by name. */
    public Optional<StoredGroup> find(String idOrName) {
        OptionalLong id = Names.id(idOrName);
        if (Names.isId(idOrName)) {
            return id.isPresent() ? Optional.ofNullable(byId.get(id.getAsLong())) : Optional.empty();
        }
        return byName(idOrName);
    }

    /** The names of the groups that a process is in, by id. */
    public List<String> namesOf(long processId) {
        Set<Long> ids = membership.getOrDefault(processId, Set.of());
        return byId.values().stream()
                .filter(group -> ids.contains(group.id()))
                .map(StoredGroup::name)
                .toList();
    }

    List<StoreChange> join(long processId, Collection<String> names, int callerUid, Instant now) {
        List<StoreChange> changes = new ArrayList<>();
        Set<Long> mine = membership.computeIfAbsent(processId, key -> new HashSet<>());
        boolean joined = false;
        for (String name : names) {
            joined |= mine.add(existingOrNew(name, callerUid, now, changes).id());
        }
        if (joined) {
            changes.add(new StoreChange.SetMembership(processId, mine));
        }
        return changes;
    }

    /** Everything that the store should hold of a process's groups. */
    List<StoreChange> stored(long processId) {
        Set<Long> ids = new HashSet<>(membership.getOrDefault(processId, Set.of()));
        ids.retainAll(byId.keySet());
        if (ids.isEmpty()) {
            return List.of();
        }
        List<StoreChange> changes = new ArrayList<>();
        ids.forEach(id -> changes.add(new StoreChange.PutGroup(byId.get(id))));
        changes.add(new StoreChange.SetMembership(processId, ids));
        return changes;
    }

    void forget(long processId) {
        membership.remove(processId);
    }

    private StoredGroup existingOrNew(String name, int callerUid, Instant now, List<StoreChange> changes) {
        return find(name).orElseGet(() -> {
            StoredGroup group = new StoredGroup(++lastId, name, now, now, callerUid);
            byId.put(group.id(), group);
            changes.add(new StoreChange.PutGroup(group));
            return group;
        });
    }
}
