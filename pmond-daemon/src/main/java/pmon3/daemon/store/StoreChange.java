package pmon3.daemon.store;

import java.util.Set;

/** One change to what is stored. */
public sealed interface StoreChange {
    /** Inserts or replaces the row with this id; the memberships stay as they are. */
    record PutProcess(StoredProcess process) implements StoreChange {}

    /** Removes the row, its memberships and what our own tables hold of it. */
    record RemoveProcess(long id) implements StoreChange {}

    /** Inserts or replaces the group with this id. */
    record PutGroup(StoredGroup group) implements StoreChange {}

    /** Marks the group as deleted, as the Go program does, and removes its memberships. */
    record RemoveGroup(long id) implements StoreChange {}

    /** The process is in exactly these groups. */
    record SetMembership(long processId, Set<Long> groupIds) implements StoreChange {
        public SetMembership {
            groupIds = Set.copyOf(groupIds);
        }
    }
}
