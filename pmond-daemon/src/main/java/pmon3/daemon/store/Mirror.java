package pmon3.daemon.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import pmon3.daemon.store.StoreChange.PutGroup;
import pmon3.daemon.store.StoreChange.PutProcess;
import pmon3.daemon.store.StoreChange.RemoveGroup;
import pmon3.daemon.store.StoreChange.RemoveProcess;
import pmon3.daemon.store.StoreChange.SetMembership;

/** In memory what the database holds, so that one that is lost under pmond can be made again. One thread. */
final class Mirror {
    private final Map<Long, StoredProcess> processes = new TreeMap<>();
    private final Map<Long, StoredGroup> groups = new TreeMap<>();
    private final Map<Long, Set<Long>> membership = new TreeMap<>();

    void take(StoredFleet fleet) {
        fleet.processes().forEach(process -> processes.put(process.id(), process));
        fleet.groups().forEach(group -> groups.put(group.id(), group));
        fleet.membership().forEach((process, of) -> membership.put(process, new HashSet<>(of)));
    }

    /** What was committed. */
    void take(List<StoreChange> changes) {
        changes.forEach(this::take);
    }

    private void take(StoreChange change) {
        if (change instanceof PutProcess put) {
            processes.put(put.process().id(), put.process());
        } else if (change instanceof RemoveProcess remove) {
            processes.remove(remove.id());
            membership.remove(remove.id());
        } else if (change instanceof PutGroup put) {
            groups.put(put.group().id(), put.group());
        } else if (change instanceof RemoveGroup remove) {
            groups.remove(remove.id());
            membership.values().forEach(of -> of.remove(remove.id()));
        } else if (change instanceof SetMembership set) {
            membership.put(set.processId(), new HashSet<>(set.groupIds()));
        }
    }

    /** What makes an empty database hold the same. */
    List<StoreChange> whole() {
        List<StoreChange> whole = new ArrayList<>();
        processes.values().forEach(process -> whole.add(new PutProcess(process)));
        groups.values().forEach(group -> whole.add(new PutGroup(group)));
        membership.forEach((process, of) -> whole.add(new SetMembership(process, of)));
        return whole;
    }
}
