package pmon3.daemon.supervise;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import pmon3.config.Settings;
import pmon3.daemon.kernel.Kernel;
import pmon3.daemon.kernel.ProcessIdentity;
import pmon3.daemon.kernel.Signal;
import pmon3.daemon.store.StoreChange;
import pmon3.model.PmonException;

/**
 * Gives events to the machine, keeps what it decides, and does what has to be done. Confined to the supervisor thread.
 */
final class Decider {
    private final Roster roster;
    private final Groups groups;
    private final Kernel kernel;
    private final Archive archive;
    private final Starter starter;
    private final EventSink events;
    private final Supplier<Settings> settings;
    private final Clock clock;
    private final Executor supervisor;
    private final Alarms alarms = new Alarms();
    private final Sweeps sweeps;
    private final Set<Slot> ticking = new HashSet<>();
    private final Set<Slot> queued = new HashSet<>();
    private final Set<Slot> holding = new HashSet<>();
    private final Set<Slot> unstored = new HashSet<>();

    /** @param supervisor runs what it is given on the supervisor thread, later */
    Decider(Roster roster, Groups groups, Doors doors, Supplier<Settings> settings, Executor supervisor) {
        this.roster = roster;
        this.groups = groups;
        this.kernel = doors.kernel();
        this.archive = doors.archive();
        this.starter = doors.starter();
        this.events = doors.events();
        this.clock = doors.clock();
        this.settings = settings;
        this.supervisor = supervisor;
        this.sweeps = new Sweeps(doors.kernel());
    }

    Alarms alarms() {
        return alarms;
    }

    Sweeps sweeps() {
        return sweeps;
    }

    /** Those for whom monitor intervals matter. */
    Set<Slot> ticking() {
        return ticking;
    }

    Set<Slot> queued() {
        return queued;
    }

    Set<Slot> holding() {
        return holding;
    }

    void apply(Slot slot, ProcessEvent event) {
        ManagedProcess before = slot.process();
        Decision decision = ProcessMachine.decide(before, event, Policy.of(settings.get()), clock.now());
        slot.become(decision.next());
        file(slot, before);
        Chronicle.tell(before, event, decision.next());
        decision.effects().forEach(effect -> attempt(slot, effect));
        slot.settle();
    }

    /** Stores something besides the process itself that its commands wait for. */
    void store(Slot slot, List<StoreChange> changes) {
        commit(slot, changes, List.of());
    }

    boolean hasUnstored() {
        return !unstored.isEmpty();
    }

    /** Tries again what could not be stored. */
    void storeAgain() {
        for (Slot slot : List.copyOf(unstored)) {
            unstored.remove(slot);
            if (slot.phase() == Phase.GONE) {
                remove(slot);
            } else {
                commit(slot, whole(slot), List.of());
            }
        }
    }

    /** The process and its groups: which of them the store lacks is not known any more. */
    private List<StoreChange> whole(Slot slot) {
        List<StoreChange> changes = new ArrayList<>();
        changes.add(new StoreChange.PutProcess(StoredForm.of(slot.process())));
        changes.addAll(groups.stored(slot.id()));
        return changes;
    }

    /** Takes up a process that the store had, and goes on with what was under way. */
    void admit(Slot slot, boolean changed) {
        if (slot.phase() == Phase.GONE) {
            remove(slot);
            starter.discardLog(slot.process());
            return;
        }
        roster.add(slot);
        file(slot, slot.process());
        alarms.set(slot);
        if (changed) {
            put(slot, List.of());
        }
        slot.process().instance().identity().ifPresent(identity -> goOn(slot, identity));
    }

    private void goOn(Slot slot, ProcessIdentity identity) {
        switch (slot.phase()) {
            case STOPPING -> sweeps.signal(slot, identity, Signal.TERM);
            case ENDING, KILLING -> sweeps.signal(slot, identity, Signal.KILL);
            case QUEUED,
                    SPAWNING,
                    RELEASING,
                    STARTING,
                    RUNNING,
                    WAITING,
                    BACKOFF,
                    FAILED,
                    STOPPED,
                    HOLDING,
                    CLOSED,
                    GONE -> {}
        }
        if (!slot.process().instance().ended()) {
            kernel.watch(identity);
        }
    }

    private void file(Slot slot, ManagedProcess before) {
        ManagedProcess now = slot.process();
        roster.index(before.instance().pid(), slot);
        keep(
                ticking,
                slot,
                now.phase() == Phase.WAITING
                        || now.phase() == Phase.BACKOFF
                        || now.counts().isCountingDown());
        keep(queued, slot, now.phase() == Phase.QUEUED);
        keep(holding, slot, now.phase() == Phase.HOLDING);
        if (now.wakeAtMs() != before.wakeAtMs()) {
            alarms.set(slot);
        }
        if (now.phase() == Phase.GONE) {
            roster.remove(slot);
            groups.forget(slot.id());
            ticking.remove(slot);
        }
    }

    private static void keep(Set<Slot> set, Slot slot, boolean in) {
        if (in) {
            set.add(slot);
        } else {
            set.remove(slot);
        }
    }

    private void run(Slot slot, Effect effect) {
        if (effect instanceof Effect.Persist persist) {
            put(slot, persist.then());
        } else if (effect instanceof Effect.Forget) {
            remove(slot);
        } else if (effect instanceof Effect.DiscardLog) {
            starter.discardLog(slot.process());
        } else if (effect instanceof Effect.Spawn) {
            starter.start(slot.process());
        } else if (effect instanceof Effect.Release release) {
            kernel.release(release.ticket());
        } else if (effect instanceof Effect.Abort abort) {
            kernel.abort(abort.ticket());
        } else if (effect instanceof Effect.SignalAll signal) {
            sweeps.signal(slot, signal.leader(), signal.signal());
        } else if (effect instanceof Effect.Look look) {
            sweeps.look(slot, look.leader());
        } else if (effect instanceof Effect.Acknowledge ended) {
            kernel.acknowledgeExit(ended.pid());
        } else if (effect instanceof Effect.Announce announce) {
            events.announce(announce.announcement(), slot.process());
        } else if (effect instanceof Effect.Tell tell) {
            slot.tell(tell.outcome());
        } else {
            throw new IllegalStateException("unknown effect " + effect);
        }
    }

    /** One effect that fails must not keep the others, or other processes, from theirs. */
    private void attempt(Slot slot, Effect effect) {
        try {
            run(slot, effect);
        } catch (RuntimeException e) {
            Chronicle.broken(slot.process(), effect, e);
        }
    }

    private void put(Slot slot, List<Effect> then) {
        commit(slot, List.of(new StoreChange.PutProcess(StoredForm.of(slot.process()))), then);
    }

    private void remove(Slot slot) {
        commit(slot, List.of(new StoreChange.RemoveProcess(slot.id())), List.of());
    }

    private void commit(Slot slot, List<StoreChange> changes, List<Effect> then) {
        long number = slot.commitBegan();
        archive.submit(
                withRemovals(changes),
                () -> supervisor.execute(() -> committed(slot, number, then)),
                failure -> supervisor.execute(() -> refused(slot, number, then, failure)));
    }

    /** What is deleted but still stored goes first: its name may be another's by now. */
    private List<StoreChange> withRemovals(List<StoreChange> changes) {
        List<StoreChange> all = new ArrayList<>();
        for (Slot slot : unstored) {
            if (slot.phase() == Phase.GONE) {
                all.add(new StoreChange.RemoveProcess(slot.id()));
            }
        }
        all.addAll(changes);
        return all;
    }

    private void committed(Slot slot, long number, List<Effect> then) {
        if (slot.commitEnded(number, Optional.empty())) {
            unstored.remove(slot);
        }
        then.stream().filter(effect -> isMeant(slot, effect)).forEach(effect -> attempt(slot, effect));
        slot.settle();
    }

    /** What a command asked is refused where the machine can still undo it; what stands is stored later. */
    private void refused(Slot slot, long number, List<Effect> then, PmonException failure) {
        if (slot.commitEnded(number, Optional.of(failure.getMessage()))) {
            unstored.add(slot);
        }
        Chronicle.notStored(slot.process(), failure);
        if (!then.isEmpty()) {
            apply(slot, new ProcessEvent.StoreRefused(failure.getMessage(), then));
        }
        slot.settle();
    }

    /** What waited for a commit is done only to the program, and in the state, that it was meant for. */
    private static boolean isMeant(Slot slot, Effect effect) {
        ManagedProcess process = slot.process();
        if (effect instanceof Effect.Release release) {
            return process.phase() == Phase.RELEASING && process.ticket() == release.ticket();
        }
        return !(effect instanceof Effect.SignalAll signal)
                || process.phase().isStopping()
                        && process.instance()
                                .identity()
                                .filter(signal.leader()::equals)
                                .isPresent();
    }
}
