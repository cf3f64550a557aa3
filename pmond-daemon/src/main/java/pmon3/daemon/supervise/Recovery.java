package pmon3.daemon.supervise;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.daemon.kernel.Kernel;
import pmon3.daemon.kernel.ProcessIdentity;
import pmon3.daemon.store.KeptIdentity;
import pmon3.daemon.store.LastExit;
import pmon3.daemon.store.StoredFleet;
import pmon3.daemon.store.StoredProcess;

/**
 * What a start of pmond makes of the store: who still lives is adopted and never doubled, what was under way is carried
 * through, and the rest is queued or rests.
 */
public final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger("pmond.recovery");
    /** @param changed whether it differs from what is stored */
    public record Recovered(ManagedProcess process, boolean changed) {}

    private final Moment now;
    private final Policy policy;
    private final Survivors survivors;
    private final boolean fromBackup;

    /** @param kept what runs though the store could not be told of it */
    public Recovery(Kernel kernel, Moment now, Policy policy, List<KeptIdentity> kept) {
        this(kernel, now, policy, kept, false);
    }

    /** @param fromBackup whether the rows may be older than what lives: then programs are looked for by name, too */
    public Recovery(Kernel kernel, Moment now, Policy policy, List<KeptIdentity> kept, boolean fromBackup) {
        this.now = now;
        this.policy = policy;
        this.survivors = new Survivors(kernel, now, kept);
        this.fromBackup = fromBackup;
    }

    public List<Recovered> recover(StoredFleet stored) {
        stored.processes().forEach(survivors::find);
        List<Recovered> found = stored.processes().stream().map(this::recover).toList();
        return inOrderOfStop(found);
    }

    /** Who was to be stopped after those that depend on it still is: nothing of the sort is stored. */
    private static List<Recovered> inOrderOfStop(List<Recovered> found) {
        List<Slot> slots =
                found.stream().map(one -> Slot.recovered(one.process())).toList();
        DependencyIndex dependencies = new DependencyIndex(slots);
        List<Recovered> ordered = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
            Recovered one = found.get(i);
            boolean waits = isBeingAskedToEnd(one.process()) && dependencies.hasStoppingDependant(slots.get(i));
            ordered.add(waits ? new Recovered(held(one.process()), one.changed()) : one);
        }
        return ordered;
    }

    /** What is left of one whose leader has ended already keeps nobody waiting. */
    private static boolean isBeingAskedToEnd(ManagedProcess process) {
        return process.phase() == Phase.STOPPING && !process.instance().ended();
    }

    private static ManagedProcess held(ManagedProcess process) {
        return process.standing(Phase.HOLDING).stopBy(Timing.NEVER).wakeAt(Timing.NEVER);
    }

    /** A doubt stays in the store, so that the next pmond has it too. */
    private Recovered recover(StoredProcess row) {
        Survivors.Found found = fromBackup && !row.deleting() ? survivors.findEvenUnrecorded(row) : survivors.find(row);
        ManagedProcess process = recover(row, found);
        boolean changed = !StoredForm.of(process).equals(row) && found.life() != Survivors.Life.DOUBTFUL;
        return new Recovered(process, changed);
    }

    private ManagedProcess recover(StoredProcess row, Survivors.Found found) {
        ManagedProcess rested = resting(row);
        ManagedProcess living = rested.withRemark("");
        return switch (found.life()) {
            case NOTHING -> row.deleting() ? rested.standing(Phase.GONE) : dead(rested, row);
            case LEADER -> living(living, row, Instance.adopted(found.identity().orElseThrow(), found.startedMs()));
            case REMAINS ->
                remains(
                        endedUnseen(rested, row).withRemark(""),
                        row,
                        Instance.adopted(found.identity().orElseThrow(), found.startedMs())
                                .leaderEnded());
            case UNRECORDED ->
                unrecorded(living, Instance.adopted(found.identity().orElseThrow(), found.startedMs()));
            case DOUBTFUL ->
                doubtful(rested, row, found.identity().map(ProcessIdentity::pid).orElse(row.pid()));
        };
    }

    private ManagedProcess resting(StoredProcess row) {
        return new ManagedProcess(
                row.id(),
                row.definition(),
                new Owner(row.uid(), row.gid()),
                row.createdAt(),
                row.updatedAt(),
                Phase.STOPPED,
                Goal.RETRY,
                Instance.NONE,
                Counts.restored(row.restarts()),
                row.lastExit(),
                Undo.NOTHING,
                now.ms(),
                Timing.NEVER,
                Timing.NEVER,
                false,
                row.remark());
    }

    private ManagedProcess dead(ManagedProcess rested, StoredProcess row) {
        boolean again = row.definition().autoRestart();
        ManagedProcess process = row.pid() == 0 ? rested : endedUnseen(rested, row);
        return switch (row.status()) {
            case QUEUED, INIT, RESTARTING, CLOSED -> process.standing(Phase.QUEUED);
            case RUNNING, FAILED, BACKOFF -> process.standing(again ? Phase.QUEUED : Phase.FAILED);
            case STOPPED -> process.withRemark(rested.remark());
        };
    }

    /** What it was when it was last seen alive; how and when it ended nobody can tell. */
    private ManagedProcess endedUnseen(ManagedProcess process, StoredProcess row) {
        boolean rebooted = row.identity()
                .filter(identity -> !identity.bootId().equals(survivors.bootId()))
                .isPresent();
        String how = rebooted ? "ended with the machine, which was started again" : "ended while no pmond ran";
        LOG.info("{} ({}) pid {} {}", LogText.printable(process.name()), process.id(), row.pid(), how);
        return process.withLastExit(LastExit.unseen()).withRemark(how);
    }

    private ManagedProcess living(ManagedProcess process, StoredProcess row, Instance instance) {
        LOG.info("{} lives on as pid {}: adopted", LogText.printable(process.name()), instance.pid());
        if (row.deleting()) {
            return stopping(process, Goal.DELETE, instance);
        }
        return switch (row.status()) {
            case STOPPED -> stopping(process, Goal.STOP, instance);
            case RESTARTING ->
                Survivors.isNewer(instance.identity().orElseThrow(), row)
                        ? process.withInstance(instance).standing(Phase.RUNNING)
                        : stopping(process, Goal.RESTART, instance);
            case QUEUED, INIT, RUNNING, FAILED, CLOSED, BACKOFF ->
                process.withInstance(instance).standing(Phase.RUNNING);
        };
    }

    private ManagedProcess stopping(ManagedProcess process, Goal goal, Instance instance) {
        long stopBy = now.ms() + policy.stopTimeoutMs();
        return process.withInstance(instance)
                .withGoal(goal)
                .standing(Phase.STOPPING)
                .stopBy(stopBy)
                .wakeAt(stopBy);
    }

    private ManagedProcess remains(ManagedProcess process, StoredProcess row, Instance instance) {
        if (row.deleting()) {
            return living(process, row, instance);
        }
        return switch (row.status()) {
            case STOPPED, RESTARTING -> living(process, row, instance);
            case QUEUED, INIT, CLOSED ->
                process.withInstance(instance).withGoal(Goal.RESTART).standing(Phase.KILLING);
            case RUNNING, FAILED, BACKOFF -> process.withInstance(instance).standing(Phase.ENDING);
        };
    }

    /** Whoever started it wanted it to run, later than whatever the row says. */
    private static ManagedProcess unrecorded(ManagedProcess process, Instance instance) {
        LOG.warn(
                "{} lives as pid {}, which is newer than what is stored of it: adopted",
                LogText.printable(process.name()),
                instance.pid());
        return process.withInstance(instance).standing(Phase.RUNNING);
    }

    private ManagedProcess doubtful(ManagedProcess process, StoredProcess row, int pid) {
        LOG.error(
                "{}: pid {} may be a copy that another pmond started, but neither its name nor its program agrees: not"
                        + " started; look at that process, then 'pmon3 restart {}'",
                LogText.printable(process.name()),
                pid,
                row.id());
        return process.standing(Phase.FAILED)
                .withRemark("pid " + pid + " may be a copy of it: look at that process, then restart this one");
    }
}
