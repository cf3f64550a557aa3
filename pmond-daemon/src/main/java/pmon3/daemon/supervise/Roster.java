package pmon3.daemon.supervise;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import pmon3.daemon.kernel.ProcessIdentity;

/** All slots, found by id, name and pid. */
final class Roster {
    private final TreeMap<Long, Slot> byId = new TreeMap<>();
    private final Map<String, Slot> byName = new HashMap<>();
    private final Map<Integer, Slot> byPid = new HashMap<>();
    private final Tally tally = new Tally();
    private Optional<DependencyIndex> index = Optional.empty();
    private long lastId;

    /** @param highestStoredId of all rows, also those that could not be understood */
    Roster(long highestStoredId) {
        lastId = highestStoredId;
    }

    /** Ids are never used twice while pmond lives. */
    long nextId() {
        return ++lastId;
    }

    void add(Slot slot) {
        lastId = Math.max(lastId, slot.id());
        byId.put(slot.id(), slot);
        byName.put(slot.process().name(), slot);
        index(0, slot);
        tally.add(slot.process());
        comesOrGoes(slot);
    }

    void remove(Slot slot) {
        byId.remove(slot.id());
        byName.remove(slot.process().name(), slot);
        byPid.remove(slot.process().instance().pid(), slot);
        tally.remove(slot.process());
        comesOrGoes(slot);
    }

    /** Its pid has changed. */
    void index(int oldPid, Slot slot) {
        int pid = slot.process().instance().pid();
        if (oldPid != pid) {
            byPid.remove(oldPid, slot);
        }
        if (pid != 0) {
            byPid.put(pid, slot);
        }
    }

    Optional<Slot> byId(long id) {
        return Optional.ofNullable(byId.get(id));
    }

    Optional<Slot> byName(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Optional<Slot> byPid(int pid) {
        return Optional.ofNullable(byPid.get(pid));
    }

    /** Also one whose number another slot's program has meanwhile. */
    Optional<Slot> byIdentity(ProcessIdentity identity) {
        Optional<Slot> likely = byPid(identity.pid()).filter(slot -> has(slot, identity));
        return likely.isPresent()
                ? likely
                : byId.values().stream().filter(slot -> has(slot, identity)).findFirst();
    }

    private static boolean has(Slot slot, ProcessIdentity identity) {
        return slot.process().instance().identity().filter(identity::equals).isPresent();
    }

    /** By id. */
    Collection<Slot> all() {
        return byId.values();
    }

    Tally tally() {
        return tally;
    }

    /** As the definitions are now. */
    DependencyIndex dependencies() {
        DependencyIndex now = index.orElseGet(() -> new DependencyIndex(byId.values()));
        index = Optional.of(now);
        return now;
    }

    /** Somebody depends on something else than before. */
    void dependenciesChanged() {
        index = Optional.empty();
    }

    private void comesOrGoes(Slot slot) {
        boolean involved = !slot.process().definition().dependencies().isEmpty()
                || index.filter(now -> !now.dependants(slot.process().name()).isEmpty())
                        .isPresent();
        if (involved) {
            dependenciesChanged();
        }
    }
}
