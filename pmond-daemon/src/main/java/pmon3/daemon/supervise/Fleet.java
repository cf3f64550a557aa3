package pmon3.daemon.supervise;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import pmon3.daemon.store.StoreChange;
import pmon3.daemon.store.StoredGroup;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;
import pmon3.model.ProcessDefinition;

/**
 * All managed processes, and what may be done with them. Confined to the supervisor thread: {@link Supervisor#call} is
 * the way in.
 */
public final class Fleet {
    private static final long NO_PROCESS = 0;

    private final Roster roster;
    private final Groups groups;
    private final Decider decider;
    private final StartQueue queue;
    private final Clock clock;

    Fleet(Roster roster, Groups groups, Decider decider, StartQueue queue, Clock clock) {
        this.roster = roster;
        this.groups = groups;
        this.decider = decider;
        this.queue = queue;
        this.clock = clock;
    }

    /** By id. */
    public List<ManagedProcess> all() {
        return roster.all().stream().map(Slot::process).toList();
    }

    public Optional<ManagedProcess> byId(long id) {
        return roster.byId(id).map(Slot::process);
    }

    public Optional<ManagedProcess> byName(String name) {
        return roster.byName(name).map(Slot::process);
    }

    /** The names of those that depend directly on this one. */
    public List<String> dependants(String name) {
        return roster.dependencies().dependants(name).stream()
                .map(slot -> slot.process().name())
                .toList();
    }

    /** How much each user has. */
    public Tally tally() {
        return roster.tally();
    }

    public Groups groups() {
        return groups;
    }

    /** Whether what memory holds of it could not be stored. */
    public boolean isUnstored(long id) {
        return roster.byId(id).map(Slot::isUnstored).orElse(false);
    }

    /** How long a start is under way already that its helper has not got ready for, milliseconds; nothing for any other. */
    public OptionalLong startingForMs(long id) {
        return byId(id).filter(process -> process.phase() == Phase.SPAWNING)
                .map(process -> OptionalLong.of(clock.now().ms() - process.sinceMs()))
                .orElse(OptionalLong.empty());
    }

    /**
     * How long until one that waits for its restart is started, or until one that flaps is supervised again, milliseconds;
     * nothing for any other.
     */
    public OptionalLong untilNextStartMs(long id, long monitorIntervalMs) {
        Optional<ManagedProcess> process = byId(id);
        if (process.isEmpty()) {
            return OptionalLong.empty();
        }
        ManagedProcess found = process.get();
        return switch (found.phase()) {
            case WAITING ->
                OptionalLong.of(Math.max(
                        0,
                        found.instance().startedMs()
                                + Timing.RESTART_DELAY_MS
                                - clock.now().ms()));
            case BACKOFF -> OptionalLong.of(found.counts().countdown() * monitorIntervalMs);
            case QUEUED,
                    SPAWNING,
                    RELEASING,
                    STARTING,
                    RUNNING,
                    ENDING,
                    FAILED,
                    STOPPED,
                    HOLDING,
                    STOPPING,
                    KILLING,
                    CLOSED,
                    GONE -> OptionalLong.empty();
        };
    }

    /** Adds a process and queues its first start. */
    public Settlement create(ProcessDefinition definition, Owner owner) {
        Slot slot = new Slot(ManagedProcess.fresh(roster.nextId(), definition, owner, clock.now()));
        roster.add(slot);
        return ask(slot, new ProcessEvent.StartAsked(Optional.empty(), true));
    }

    /** Adds a process that stays, and is tried again, even if its first start fails: the process config names it. */
    public Settlement createKept(ProcessDefinition definition, Owner owner) {
        Slot slot = new Slot(ManagedProcess.fresh(roster.nextId(), definition, owner, clock.now())
                .into(Phase.QUEUED, clock.now()));
        Settlement settlement = new Settlement(slot.id());
        slot.await(settlement);
        decider.admit(slot, true);
        return settlement;
    }

    /** Starts one of which nothing lives. */
    public Settlement start(long id, Optional<Redefinition> redefinition) {
        return ask(slot(id), new ProcessEvent.StartAsked(redefinition, false));
    }

    /** Stops what lives of them, then starts; each after what depends on it has stopped. */
    public List<Settlement> restart(Map<Long, Optional<Redefinition>> wanted, boolean counted) {
        List<Slot> slots = wanted.keySet().stream().map(this::slot).toList();
        Set<Slot> held = heldAmong(slots);
        return slots.stream()
                .map(slot ->
                        ask(slot, new ProcessEvent.RestartAsked(wanted.get(slot.id()), counted, held.contains(slot))))
                .toList();
    }

    /** @param goal STOP, DELETE or CLOSE */
    public List<Settlement> stop(Collection<Long> ids, Goal goal, boolean force) {
        List<Slot> slots = ids.stream().map(this::slot).toList();
        Set<Slot> held = force ? Set.of() : heldAmong(slots);
        return slots.stream()
                .map(slot -> ask(slot, new ProcessEvent.StopAsked(goal, force, held.contains(slot))))
                .toList();
    }

    /**
     * Stops all that lives or would start by itself, because pmond ends; the next one starts it. Does not wait for the
     * store; a stop that the store refuses meanwhile leaves its process running, so that this may have to be done again.
     *
     * @return one for each; none if there is nothing left to stop
     */
    public List<Settlement> close(boolean force) {
        List<Slot> slots = roster.all().stream().filter(Fleet::isToBeClosed).toList();
        Set<Slot> held = force ? Set.of() : heldAmong(slots);
        List<Settlement> settlements = new ArrayList<>();
        for (Slot slot : slots) {
            Settlement settlement = new Settlement(slot.id());
            slot.awaitRest(settlement);
            settlements.add(settlement);
            decider.apply(slot, new ProcessEvent.StopAsked(Goal.CLOSE, force, held.contains(slot)));
        }
        return settlements;
    }

    private static boolean isToBeClosed(Slot slot) {
        return slot.process().isUp() || slot.phase() == Phase.WAITING || slot.phase() == Phase.BACKOFF;
    }

    public Settlement reset(long id) {
        return store(slot(id), new ProcessEvent.ResetAsked());
    }

    /** Changes a definition without touching what runs. */
    public Settlement redefine(long id, Redefinition redefinition) {
        return store(slot(id), new ProcessEvent.Redefined(redefinition));
    }

    /** Puts it into these groups besides those it is in, making the ones that do not exist. */
    public Settlement join(long id, Collection<String> groupNames, int callerUid) {
        Slot slot = slot(id);
        List<StoreChange> changes =
                groups.join(id, groupNames, callerUid, clock.now().wall());
        return storing(slot, changes);
    }

    /** Puts it into exactly these groups, making the ones that do not exist. */
    public Settlement setGroups(long id, Collection<String> groupNames, int callerUid) {
        Slot slot = slot(id);
        return storing(slot, groups.set(id, groupNames, callerUid, clock.now().wall()));
    }

    /** Puts it into groups that exist. */
    public Settlement enter(long id, Collection<Long> groupIds) {
        Slot slot = slot(id);
        groupIds.forEach(group -> group(group));
        return storing(slot, groups.enter(id, groupIds));
    }

    public Settlement leave(long id, Collection<Long> groupIds) {
        Slot slot = slot(id);
        return storing(slot, groups.leave(id, groupIds));
    }

    /** @throws PmonException if the name is taken or cannot be a group's */
    public Settlement createGroup(String name, int callerUid) {
        StoredGroup group = groups.create(name, callerUid, clock.now().wall());
        return storing(new StoreChange.PutGroup(group), () -> groups.unmake(group));
    }

    /** The processes in it stay. */
    public Settlement deleteGroup(long groupId) {
        StoredGroup group = group(groupId);
        Groups.Removed removed = groups.remove(group);
        return storing(new StoreChange.RemoveGroup(groupId), () -> restore(removed));
    }

    /** What the store holds of those meanwhile is not known any more. */
    private void restore(Groups.Removed removed) {
        groups.restore(removed).forEach(id -> roster.byId(id).ifPresent(decider.storing()::putWhole));
    }

    private StoredGroup group(long id) {
        return groups.find(Long.toString(id)).orElseThrow(() -> Groups.doesNotExist(Long.toString(id)));
    }

    /** What is no process's; undone if it cannot be stored. */
    private Settlement storing(StoreChange change, Runnable undo) {
        Settlement settlement = new Settlement(NO_PROCESS);
        decider.storing().change(change, settlement, undo);
        return settlement;
    }

    private Settlement store(Slot slot, ProcessEvent event) {
        Settlement settlement = new Settlement(slot.id());
        slot.awaitStored(settlement);
        decider.apply(slot, event);
        return settlement;
    }

    private Settlement storing(Slot slot, List<StoreChange> changes) {
        Settlement settlement = new Settlement(slot.id());
        slot.awaitStored(settlement);
        if (!changes.isEmpty()) {
            decider.storing().change(slot, changes);
        }
        slot.settle();
        return settlement;
    }

    private Settlement ask(Slot slot, ProcessEvent event) {
        Settlement settlement = new Settlement(slot.id());
        slot.await(settlement);
        decider.apply(slot, event);
        return settlement;
    }

    private Slot slot(long id) {
        return roster.byId(id)
                .orElseThrow(() -> new PmonException(ErrorCode.NOT_FOUND, "process (" + id + ") does not exist"));
    }

    private Set<Slot> heldAmong(List<Slot> slots) {
        Set<Slot> all = Set.copyOf(slots);
        return slots.stream().filter(slot -> queue.isHeldBy(slot, all)).collect(Collectors.toUnmodifiableSet());
    }
}
