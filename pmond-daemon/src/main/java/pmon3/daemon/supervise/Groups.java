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
    /** Made for a process that entered them, and not known to be stored. */
    private final Set<Long> fresh = new TreeSet<>();
    /** Whose removal the store has not answered. */
    private final Map<Long, Removed> removing = new HashMap<>();

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

    /**
     * A group that was taken away, so that {@link #restore} can bring it back.
     *
     * @param memberships of each of its members what was left: the very set, as long as nobody has changed it since
     * @param fresh whether it was not known to be stored
     */
    record Removed(StoredGroup group, Map<Long, Set<Long>> memberships, boolean fresh) {}

    Removed remove(StoredGroup group) {
        Map<Long, Set<Long>> left = new HashMap<>();
        for (long process : membersOf(group.id())) {
            Set<Long> groups = membership.get(process);
            groups.remove(group.id());
            left.put(process, groups);
        }
        members.remove(group.id());
        Optional.ofNullable(byId.remove(group.id())).ifPresent(this::unlist);
        Removed removed = new Removed(group, left, fresh.remove(group.id()));
        removing.put(group.id(), removed);
        return removed;
    }

    /** Its making was refused: it never was, and is not brought back either. */
    void unmake(StoredGroup group) {
        remove(group);
        removing.remove(group.id());
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

    /**
     * Its removal was refused. Who was told to be in other groups meanwhile stays so, and one of the same name that was made
     * meanwhile, which the store cannot have refused later, becomes this one.
     *
     * @return the processes whose groups have changed by that
     */
    Set<Long> restore(Removed removed) {
        long id = removed.group().id();
        if (!removing.remove(id, removed)) {
            return Set.of();
        }
        Set<Long> changed = new HashSet<>();
        removed.memberships().forEach((process, left) -> {
            if (membership.get(process) == left) {
                changed.add(process);
            }
        });
        byName(removed.group().name()).ifPresent(other -> {
            changed.addAll(membersOf(other.id()));
            unmake(other);
        });
        add(removed.group());
        if (removed.fresh()) {
            fresh.add(id);
        }
        for (long process : changed) {
            Set<Long> groups = new HashSet<>(ofProcess(process));
            groups.add(id);
            put(process, groups);
        }
        return changed;
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

    /** These changes are durable. */
    void stored(List<StoreChange> changes) {
        for (StoreChange change : changes) {
            if (change instanceof StoreChange.PutGroup put) {
                fresh.remove(put.group().id());
            } else if (change instanceof StoreChange.RemoveGroup gone) {
                removing.remove(gone.id());
            }
        }
    }

    /** The groups that were made for some process and are perhaps not stored; it may have left them, or be gone. */
    List<StoreChange> unstored() {
        return fresh.stream()
                .<StoreChange>map(id -> new StoreChange.PutGroup(byId.get(id)))
                .toList();
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
                fresh.add(group.id());
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
