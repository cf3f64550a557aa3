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
import pmon3.daemon.store.KeptIdentities;
import pmon3.daemon.store.KeptIdentity;

/**
 * Gives events to the machine, keeps what it decides, and does what has to be done. Confined to the supervisor thread.
 */
final class Decider implements Storing.Waiter {
    private final Roster roster;
    private final Groups groups;
    private final Kernel kernel;
    private final Storing storing;
    private final KeptIdentities identities;
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

    /** @param supervisor runs what it is given on the supervisor thread, later */
    Decider(Roster roster, Groups groups, Doors doors, Supplier<Settings> settings, Executor supervisor) {
        this.roster = roster;
        this.groups = groups;
        this.kernel = doors.kernel();
        this.storing = new Storing(doors, groups, supervisor, this);
        this.identities = doors.identities();
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

    Storing storing() {
        return storing;
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

    /** Takes up a process that the store had, and goes on with what was under way. */
    void admit(Slot slot, boolean changed) {
        if (slot.phase() == Phase.GONE) {
            storing.remove(slot);
            starter.discardLog(slot.process());
            return;
        }
        roster.add(slot);
        file(slot, slot.process());
        alarms.set(slot);
        if (changed) {
            storing.put(slot, List.of());
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
        roster.tally().changed(before, now);
        if (!now.definition().dependencies().equals(before.definition().dependencies())) {
            roster.dependenciesChanged();
        }
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
            storing.put(slot, persist.then());
        } else if (effect instanceof Effect.Forget) {
            storing.remove(slot);
        } else if (effect instanceof Effect.DiscardLog) {
            starter.discardLog(slot.process());
        } else if (effect instanceof Effect.Spawn) {
            starter.start(slot.process());
        } else if (effect instanceof Effect.Release release) {
            kernel.release(release.ticket());
        } else if (effect instanceof Effect.Abort abort) {
            starter.callOff(abort.ticket());
        } else if (effect instanceof Effect.SignalAll signal) {
            sweeps.signal(slot, signal.leader(), signal.signal());
        } else if (effect instanceof Effect.Look look) {
            sweeps.look(slot, look.leader());
        } else if (effect instanceof Effect.Acknowledge ended) {
            kernel.acknowledgeExit(ended.pid());
        } else if (effect instanceof Effect.Announce announce) {
            events.announce(announce.announcement(), slot.process(), groups.of(slot.id()));
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
            if (effect instanceof Effect.Spawn spawn) {
                supervisor.execute(() -> neverSpawned(slot, spawn, e));
            }
        }
    }

    /** Nobody else would tell of a helper that was never asked for. */
    private void neverSpawned(Slot slot, Effect.Spawn spawn, RuntimeException failure) {
        if (slot.process().ticket() == spawn.ticket()) {
            apply(slot, new ProcessEvent.SpawnFailed("internal error: " + failure));
        }
    }

    @Override
    public void stored(Slot slot, List<Effect> then) {
        then.stream().filter(effect -> isMeant(slot, effect)).forEach(effect -> attempt(slot, effect));
    }

    @Override
    public void refused(Slot slot, List<Effect> then, String reason) {
        if (!then.isEmpty() && !keeps(slot, then)) {
            apply(slot, new ProcessEvent.StoreRefused(reason, then));
        }
    }

    /** Only a start that nobody asked for may do without the database: who asked is told, and can ask again. */
    @Override
    public boolean keeps(Slot slot, List<Effect> then) {
        boolean releases = then.stream().anyMatch(effect -> effect instanceof Effect.Release && isMeant(slot, effect));
        ManagedProcess process = slot.process();
        if (!releases || !isByItself(process) || !slot.isStoredAsWanted()) {
            return false;
        }
        ProcessIdentity identity = RunRules.identity(process);
        if (!identities.keep(new KeptIdentity(process.id(), process.createdAt(), identity))) {
            return false;
        }
        Chronicle.kept(process);
        stored(slot, then);
        return true;
    }

    @Override
    public boolean givesUp(Slot slot, List<Effect> then, String reason) {
        if (slot.phase() == Phase.RELEASING && isByItself(slot.process())) {
            return false;
        }
        apply(slot, new ProcessEvent.StoreRefused(reason, then));
        return true;
    }

    private static boolean isByItself(ManagedProcess process) {
        return process.undo() instanceof Undo.Nothing;
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
