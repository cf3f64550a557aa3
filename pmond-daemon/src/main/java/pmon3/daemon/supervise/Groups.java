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
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

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

    /** By id. */
    public List<StoredGroup> all() {
        return List.copyOf(byId.values());
    }

    /** The ids of the processes in a group, in order. */
    public List<Long> membersOf(long groupId) {
        return membership.entrySet().stream()
                .filter(entry -> entry.getValue().contains(groupId))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Whether it is in these groups, by name or id, and in no other. */
    public boolean isExactlyIn(long processId, Collection<String> names) {
        Set<Long> wanted = new HashSet<>();
        for (String name : names) {
            Optional<StoredGroup> group = find(name);
            if (group.isEmpty()) {
                return false;
            }
            wanted.add(group.get().id());
        }
        return wanted.equals(membership.getOrDefault(processId, Set.of()));
    }

    /** The groups that a process is in, by id. */
    public List<StoredGroup> of(long processId) {
        Set<Long> ids = membership.getOrDefault(processId, Set.of());
        return byId.values().stream().filter(group -> ids.contains(group.id())).toList();
    }

    /** The names of the groups that a process is in, by id. */
    public List<String> namesOf(long processId) {
        return of(processId).stream().map(StoredGroup::name).toList();
    }

    /** @throws PmonException if the name is taken or cannot be a group's */
    StoredGroup create(String name, int callerUid, Instant now) {
        Names.require("group", name);
        if (byName(name).isPresent()) {
            throw new PmonException(ErrorCode.FAILED, "group " + name + " exists already");
        }
        StoredGroup group = new StoredGroup(++lastId, name, now, now, callerUid);
        byId.put(group.id(), group);
        return group;
    }

    /** Takes a group away; its members are told, so that {@link #restore} can bring it back. */
    List<Long> remove(long groupId) {
        List<Long> members = membersOf(groupId);
        members.forEach(process -> membership.get(process).remove(groupId));
        byId.remove(groupId);
        return members;
    }

    void restore(StoredGroup group, List<Long> members) {
        byId.put(group.id(), group);
        members.forEach(process -> ofProcess(process).add(group.id()));
    }

    /** @param names or ids; a name that no group has makes one */
    List<StoreChange> join(long processId, Collection<String> names, int callerUid, Instant now) {
        List<StoreChange> changes = new ArrayList<>();
        Set<Long> wanted = new HashSet<>(ofProcess(processId));
        wanted.addAll(existingOrNew(names, callerUid, now, changes));
        return become(processId, wanted, changes);
    }

    /** Into exactly these groups. */
    List<StoreChange> set(long processId, Collection<String> names, int callerUid, Instant now) {
        List<StoreChange> changes = new ArrayList<>();
        return become(processId, existingOrNew(names, callerUid, now, changes), changes);
    }

    /** @param ids of groups that exist */
    List<StoreChange> enter(long processId, Collection<Long> ids) {
        Set<Long> wanted = new HashSet<>(ofProcess(processId));
        wanted.addAll(ids);
        return become(processId, wanted, new ArrayList<>());
    }

    List<StoreChange> leave(long processId, Collection<Long> ids) {
        Set<Long> wanted = new HashSet<>(ofProcess(processId));
        wanted.removeAll(ids);
        return become(processId, wanted, new ArrayList<>());
    }

    private List<StoreChange> become(long processId, Set<Long> wanted, List<StoreChange> changes) {
        if (!wanted.equals(ofProcess(processId))) {
            membership.put(processId, new HashSet<>(wanted));
            changes.add(new StoreChange.SetMembership(processId, wanted));
        }
        return changes;
    }

    private Set<Long> ofProcess(long processId) {
        return membership.computeIfAbsent(processId, key -> new HashSet<>());
    }

    /** Everything that the store should hold of a process's groups. */
    List<StoreChange> stored(long processId) {
        if (!membership.containsKey(processId)) {
            return List.of();
        }
        Set<Long> ids = new HashSet<>(membership.get(processId));
        ids.retainAll(byId.keySet());
        List<StoreChange> changes = new ArrayList<>();
        ids.forEach(id -> changes.add(new StoreChange.PutGroup(byId.get(id))));
        changes.add(new StoreChange.SetMembership(processId, ids));
        return changes;
    }

    void forget(long processId) {
        membership.remove(processId);
    }

    /** All are found before one is made: an id that no group has makes none. */
    private Set<Long> existingOrNew(Collection<String> names, int callerUid, Instant now, List<StoreChange> changes) {
        requireIds(names);
        Set<Long> ids = new HashSet<>();
        for (String name : names) {
            Optional<StoredGroup> known = find(name);
            StoredGroup group = known.isPresent() ? known.get() : create(name, callerUid, now);
            if (known.isEmpty()) {
                changes.add(new StoreChange.PutGroup(group));
            }
            ids.add(group.id());
        }
        return ids;
    }

    /** @throws PmonException NOT_FOUND for an id that no group has */
    public void requireIds(Collection<String> names) {
        for (String name : names) {
            if (Names.isId(name) && find(name).isEmpty()) {
                throw doesNotExist(name);
            }
        }
    }

    public static PmonException doesNotExist(String group) {
        return new PmonException(ErrorCode.NOT_FOUND, "Group (" + group + ") does not exist");
    }
}
