package pmon3.daemon.supervise;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import pmon3.config.Names;
import pmon3.daemon.store.StoreChange;
import pmon3.daemon.store.StoredFleet;
import pmon3.daemon.store.StoredGroup;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** The groups and who is in them. Confined to the supervisor thread. */
public final class Groups {
    private static final int ROOT = 0;

    private final TreeMap<Long, StoredGroup> byId = new TreeMap<>();
    private final Map<String, StoredGroup> byName = new HashMap<>();
    private final Map<Integer, Integer> countByOwner = new HashMap<>();
    private final Map<Long, Set<Long>> membership = new HashMap<>();
    private final Map<Long, TreeSet<Long>> members = new HashMap<>();
    private long lastId;

    Groups(StoredFleet stored) {
        lastId = stored.highestGroupId();
        stored.groups().forEach(this::add);
        stored.membership().forEach(this::put);
    }

    private void add(StoredGroup group) {
        byId.put(group.id(), group);
        byName.putIfAbsent(group.name(), group);
        countByOwner.merge(group.ownerUid(), 1, Integer::sum);
    }

    /** Into exactly these groups. */
    private void put(long processId, Set<Long> groupIds) {
        forget(processId);
        membership.put(processId, new HashSet<>(groupIds));
        groupIds.forEach(group ->
                members.computeIfAbsent(group, absent -> new TreeSet<>()).add(processId));
    }

    private Optional<StoredGroup> byName(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** How many a user has made. */
    public int countOf(int uid) {
        return countByOwner.getOrDefault(uid, 0);
    }

    /** How many all users but root have made. */
    public int countOfAll() {
        return byId.size() - countOf(ROOT);
    }

    /** In how many groups a process would be that enters these as well; each of them is known or new. */
    public int countWith(long processId, Collection<String> names) {
        Set<Object> all = new HashSet<>(membership.getOrDefault(processId, Set.of()));
        names.forEach(name -> all.add(find(name).<Object>map(StoredGroup::id).orElse(name)));
        return all.size();
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
        return List.copyOf(members.getOrDefault(groupId, new TreeSet<>()));
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
        return ids.stream().sorted().map(byId::get).filter(Objects::nonNull).toList();
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
        add(group);
        return group;
    }

    /** Takes a group away; its members are told, so that {@link #restore} can bring it back. */
    List<Long> remove(long groupId) {
        List<Long> members = membersOf(groupId);
        members.forEach(process -> membership.get(process).remove(groupId));
        this.members.remove(groupId);
        Optional.ofNullable(byId.remove(groupId)).ifPresent(this::unlist);
        return members;
    }

    /** A name may be there twice while the store has not refused the second. */
    private void unlist(StoredGroup gone) {
        countByOwner.merge(gone.ownerUid(), -1, Integer::sum);
        if (byName.remove(gone.name(), gone)) {
            byId.values().stream()
                    .filter(group -> group.name().equals(gone.name()))
                    .findFirst()
                    .ifPresent(other -> byName.put(other.name(), other));
        }
    }

    void restore(StoredGroup group, List<Long> members) {
        add(group);
        for (long process : members) {
            Set<Long> groups = new HashSet<>(ofProcess(process));
            groups.add(group.id());
            put(process, groups);
        }
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
            put(processId, wanted);
            changes.add(new StoreChange.SetMembership(processId, wanted));
        }
        return changes;
    }

    private Set<Long> ofProcess(long processId) {
        return membership.getOrDefault(processId, Set.of());
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
        Set<Long> groups = membership.remove(processId);
        if (groups != null) {
            groups.forEach(group -> members.computeIfPresent(group, (id, of) -> {
                of.remove(processId);
                return of.isEmpty() ? null : of;
            }));
        }
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
