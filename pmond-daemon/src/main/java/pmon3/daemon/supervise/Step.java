package pmon3.daemon.supervise;

import java.util.Optional;
import pmon3.daemon.store.LastExit;

/** The arguments of one decision, with the few answers that many cells share. */
record Step(ManagedProcess process, ProcessEvent event, Policy policy, Moment now) {

    ProcessEvent.Kind kind() {
        return event.kind();
    }

    Decision stay() {
        return Decision.of(process);
    }

    /** The count goes back to zero, and a countdown with it. */
    Decision reset() {
        return process.counts().equals(Counts.ZERO)
                ? stay()
                : Decision.stored(process.withCounts(Counts.ZERO).touched(now));
    }

    /** A monitor interval: only a countdown moves. */
    Decision interval() {
        Counts counts = process.counts().afterInterval(policy.flap());
        ManagedProcess next = process.withCounts(counts);
        return counts.restarts() == process.counts().restarts() ? Decision.of(next) : Decision.stored(next);
    }

    /** Also what a start under way would fall back to. */
    Decision redefine() {
        Redefinition redefinition = ((ProcessEvent.Redefined) event).redefinition();
        ManagedProcess next = process.undo() instanceof Undo.Restore before
                ? process.withUndo(new Undo.Restore(redefinition.definition(), redefinition.owner(), before.phase()))
                : process;
        return Decision.stored(next.redefined(redefinition).touched(now));
    }

    /** The redefinition that a start or restart asks for, if it does. */
    Optional<Redefinition> asked() {
        if (event instanceof ProcessEvent.StartAsked start) {
            return start.redefinition();
        }
        return event instanceof ProcessEvent.RestartAsked restart ? restart.redefinition() : Optional.empty();
    }

    /** Of an event that tells of an end. */
    LastExit exit() {
        return LastExit.at(((ProcessEvent.Exited) event).exit(), now.wall());
    }

    boolean isNew() {
        return event instanceof ProcessEvent.StartAsked start && start.isNew();
    }

    boolean isCounted() {
        return event instanceof ProcessEvent.RestartAsked restart && restart.counted();
    }

    /** As it is, after what a commanded start changes: definition, count, and where a failure leads back to. */
    ManagedProcess redefinedForStart(Phase backTo) {
        Undo undo = isNew() ? Undo.REMOVE : new Undo.Restore(process.definition(), process.owner(), backTo);
        ManagedProcess next = asked().map(process::redefined).orElse(process).withUndo(undo);
        return isCounted() ? next.withCounts(next.counts().afterCommandedRestart()) : next;
    }

    /** Nothing lives: queue it. */
    Decision enqueue(Phase backTo) {
        return Decision.stored(redefinedForStart(backTo).withGoal(Goal.RETRY).into(Phase.QUEUED, now));
    }
}
