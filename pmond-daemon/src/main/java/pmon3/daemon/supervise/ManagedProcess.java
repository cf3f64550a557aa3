package pmon3.daemon.supervise;

import java.time.Instant;
import java.util.Optional;
import pmon3.daemon.store.LastExit;
import pmon3.model.DependencyOrder;
import pmon3.model.ProcessDefinition;
import pmon3.model.ProcessStatus;

/**
 * One process that pmond keeps, as the machine decides over it. Immutable; only the supervisor thread replaces it.
 *
 * @param goal what follows when nothing lives; RETRY unless something was asked
 * @param undo what a failed start leads back to
 * @param sinceMs when the phase was entered, monotonic milliseconds
 * @param stopByMs when SIGTERM becomes SIGKILL, monotonic; {@link Timing#NEVER} outside a graceful stop
 * @param wakeAtMs when {@code TimeUp} is due, monotonic; {@link Timing#NEVER} if never
 * @param stuck whether it survives SIGKILL
 * @param remark what a person should know about its state; empty if nothing
 */
public record ManagedProcess(
        long id,
        ProcessDefinition definition,
        Owner owner,
        Instant createdAt,
        Instant updatedAt,
        Phase phase,
        Goal goal,
        Instance instance,
        Counts counts,
        Optional<LastExit> lastExit,
        Undo undo,
        long sinceMs,
        long stopByMs,
        long wakeAtMs,
        boolean stuck,
        String remark) {

    /** A process that was never started. */
    public static ManagedProcess fresh(long id, ProcessDefinition definition, Owner owner, Moment now) {
        return new ManagedProcess(
                id,
                definition,
                owner,
                now.wall(),
                now.wall(),
                Phase.STOPPED,
                Goal.RETRY,
                Instance.NONE,
                Counts.ZERO,
                Optional.empty(),
                Undo.NOTHING,
                now.ms(),
                Timing.NEVER,
                Timing.NEVER,
                false,
                "");
    }

    /** As the order of starts sees it. */
    public DependencyOrder.Node node() {
        return new DependencyOrder.Node(id, definition.name(), definition.dependencies());
    }

    public String name() {
        return definition.name();
    }

    /** Tells this start attempt from every other of this pmond: the id above, the attempt below 32 bits. */
    public long ticket() {
        return id << 32 | (instance.attempt() & 0xffff_ffffL);
    }

    /** The leader's pid as people see it; 0 when nothing lives. */
    public int shownPid() {
        return phase.isLiving() ? instance.pid() : 0;
    }

    /** The pid it has, or had last; 0 if none is known. */
    public int lastPid() {
        return instance.lastPid();
    }

    /** Whether something of it lives, or is about to. */
    public boolean isUp() {
        return phase.isLiving() || phase == Phase.QUEUED;
    }

    /** Whether the last start is long enough ago for the next by itself. */
    boolean isDue(Moment now) {
        return now.ms() - instance.startedMs() >= Timing.RESTART_DELAY_MS;
    }

    /** What the database holds for this state; a crash is recovered from it. */
    public ProcessStatus storedStatus() {
        if (!phase.isStopping()) {
            return phase.status();
        }
        return switch (goal) {
            case RESTART -> ProcessStatus.RESTARTING;
            case CLOSE -> ProcessStatus.CLOSED;
            case RETRY, STOP, DELETE, UNDO -> ProcessStatus.STOPPED;
        };
    }

    /** The word people see. */
    public String shownStatus() {
        if (!phase.isStopping()) {
            return phase.status().word();
        }
        return goal == Goal.RESTART ? ProcessStatus.RESTARTING.word() : "stopping";
    }

    public boolean isSettled() {
        return phase.isSettled() || stuck;
    }

    ManagedProcess into(Phase next, Moment now) {
        return new ManagedProcess(
                id,
                definition,
                owner,
                createdAt,
                now.wall(),
                next,
                goal,
                instance,
                counts,
                lastExit,
                undo,
                now.ms(),
                stopByMs,
                Timing.NEVER,
                false,
                "");
    }

    /** In this phase, with the stamps that it had. */
    ManagedProcess standing(Phase found) {
        return new ManagedProcess(
                id,
                definition,
                owner,
                createdAt,
                updatedAt,
                found,
                goal,
                instance,
                counts,
                lastExit,
                undo,
                sinceMs,
                stopByMs,
                wakeAtMs,
                stuck,
                remark);
    }

    /** Changed where it stands. */
    ManagedProcess touched(Moment now) {
        return new ManagedProcess(
                id,
                definition,
                owner,
                createdAt,
                now.wall(),
                phase,
                goal,
                instance,
                counts,
                lastExit,
                undo,
                sinceMs,
                stopByMs,
                wakeAtMs,
                stuck,
                remark);
    }

    ManagedProcess withGoal(Goal newGoal) {
        return copy(definition, owner, newGoal, instance, counts, lastExit, undo, stopByMs, wakeAtMs, stuck, remark);
    }

    ManagedProcess withInstance(Instance newInstance) {
        return copy(definition, owner, goal, newInstance, counts, lastExit, undo, stopByMs, wakeAtMs, stuck, remark);
    }

    ManagedProcess withCounts(Counts newCounts) {
        return copy(definition, owner, goal, instance, newCounts, lastExit, undo, stopByMs, wakeAtMs, stuck, remark);
    }

    ManagedProcess withLastExit(LastExit exit) {
        return copy(
                definition, owner, goal, instance, counts, Optional.of(exit), undo, stopByMs, wakeAtMs, stuck, remark);
    }

    ManagedProcess withUndo(Undo newUndo) {
        return copy(definition, owner, goal, instance, counts, lastExit, newUndo, stopByMs, wakeAtMs, stuck, remark);
    }

    ManagedProcess stopBy(long ms) {
        return copy(definition, owner, goal, instance, counts, lastExit, undo, ms, wakeAtMs, stuck, remark);
    }

    ManagedProcess wakeAt(long ms) {
        return copy(definition, owner, goal, instance, counts, lastExit, undo, stopByMs, ms, stuck, remark);
    }

    ManagedProcess withRemark(String text) {
        return copy(definition, owner, goal, instance, counts, lastExit, undo, stopByMs, wakeAtMs, stuck, text);
    }

    ManagedProcess asStuck(String text) {
        return copy(definition, owner, goal, instance, counts, lastExit, undo, stopByMs, wakeAtMs, true, text);
    }

    ManagedProcess redefined(Redefinition redefinition) {
        return copy(
                redefinition.definition(),
                redefinition.owner(),
                goal,
                instance,
                counts,
                lastExit,
                undo,
                stopByMs,
                wakeAtMs,
                stuck,
                remark);
    }

    private ManagedProcess copy(
            ProcessDefinition definition,
            Owner owner,
            Goal goal,
            Instance instance,
            Counts counts,
            Optional<LastExit> lastExit,
            Undo undo,
            long stopByMs,
            long wakeAtMs,
            boolean stuck,
            String remark) {
        return new ManagedProcess(
                id,
                definition,
                owner,
                createdAt,
                updatedAt,
                phase,
                goal,
                instance,
                counts,
                lastExit,
                undo,
                sinceMs,
                stopByMs,
                wakeAtMs,
                stuck,
                remark);
    }
}
