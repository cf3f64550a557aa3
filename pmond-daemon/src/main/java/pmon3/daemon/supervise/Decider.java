package pmon3.daemon.supervise;

import java.util.HashSet;
import java.util.List;
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
        decision.effects().forEach(effect -> run(slot, effect));
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
            put(slot, List.of());
        }
    }

    /** Takes up a process that the store had, and goes on with what was under way. */
    void admit(Slot slot, boolean changed) {
        if (slot.phase() == Phase.GONE) {
            commit(slot, List.of(new StoreChange.RemoveProcess(slot.id())), List.of());
            return;
        }
        roster.add(slot);
        file(slot, slot.process());
        if (changed) {
            put(slot, List.of());
        }
        slot.process().instance().identity().ifPresent(identity -> goOn(slot, identity));
    }

    private void goOn(Slot slot, ProcessIdentity identity) {
        switch (slot.phase()) {
            case STOPPING -> sweeps.signal(slot, identity, Signal.TERM);
            case ENDING -> sweeps.signal(slot, identity, Signal.KILL);
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
                    KILLING,
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
        alarms.set(slot);
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
            commit(slot, List.of(new StoreChange.RemoveProcess(slot.id())), List.of());
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

    private void put(Slot slot, List<Effect> then) {
        commit(slot, List.of(new StoreChange.PutProcess(StoredForm.of(slot.process()))), then);
    }

    private void commit(Slot slot, List<StoreChange> changes, List<Effect> then) {
        slot.commitBegan();
        archive.submit(
                changes,
                () -> supervisor.execute(() -> committed(slot, then)),
                failure -> supervisor.execute(() -> refused(slot, then, failure)));
    }

    private void committed(Slot slot, List<Effect> then) {
        slot.commitEnded(true);
        unstored.remove(slot);
        runIfMeant(slot, then);
        slot.settle();
    }

    /** An automatic restart goes on without the store; what a command asked is refused. */
    private void refused(Slot slot, List<Effect> then, PmonException failure) {
        slot.commitEnded(false);
        unstored.add(slot);
        Chronicle.notStored(slot.process(), failure);
        if (slot.phase() == Phase.RELEASING && slot.process().undo() instanceof Undo.Nothing) {
            runIfMeant(slot, then);
        } else if (!then.isEmpty()) {
            apply(slot, new ProcessEvent.StoreRefused(failure.getMessage()));
        }
        slot.settle();
    }

    /** What waited for a commit is done only to the program it was meant for. */
    private void runIfMeant(Slot slot, List<Effect> then) {
        for (Effect effect : then) {
            boolean meant = !(effect instanceof Effect.SignalAll signal)
                    || slot.process()
                            .instance()
                            .identity()
                            .filter(signal.leader()::equals)
                            .isPresent();
            if (meant) {
                run(slot, effect);
            }
        }
    }
}
