package pmon3.daemon.supervise;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.daemon.kernel.Kernel;
import pmon3.daemon.kernel.ProcessFacts;
import pmon3.daemon.kernel.ProcessIdentity;
import pmon3.daemon.kernel.ProcessTable;
import pmon3.daemon.kernel.Signal;
import pmon3.daemon.store.KeptIdentity;
import pmon3.daemon.store.StoredFleet;
import pmon3.daemon.store.StoredProcess;
import pmon3.model.ProcessStatus;

/**
 * What a start of pmond makes of the store: who still lives is adopted and never doubled, what was under way is carried
 * through, and the rest is queued or rests.
 */
public final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger("pmond.recovery");
    /** A row is stamped a moment after the start that it records, by the Go program at least. */
    private static final Duration STAMP_SLACK = Duration.ofSeconds(2);

    private static final String NO_LOG = "/dev/null";
    /** The spawn helper's name in field 2 of {@code /proc/PID/stat}: such a process never became the program. */
    private static final String HELPER_COMM = "pmon3-spawn";

    /** @param changed whether it differs from what is stored */
    public record Recovered(ManagedProcess process, boolean changed) {}

    /** What lives of a stored process. */
    private enum Life {
        NOTHING,
        LEADER,
        /** It lives, and was started after all that is stored of it. */
        UNRECORDED,
        /** The leader ended while pmond was away, but not all that it left. */
        REMAINS,
        /** Something with its number lives that may or may not be it. */
        DOUBTFUL
    }

    private record Found(Life life, Optional<ProcessIdentity> identity, long startedMs) {
        static final Found NOTHING = new Found(Life.NOTHING, Optional.empty(), Instance.NONE.startedMs());

        boolean lives() {
            return life == Life.LEADER || life == Life.REMAINS;
        }
    }

    private final Kernel kernel;
    private final Moment now;
    private final Policy policy;
    private final ProcessTable table;
    /** Pids that a row has: each is one row's only. */
    private final Set<Integer> claimed = new HashSet<>();

    private final Map<Long, KeptIdentity> kept;
    private final boolean fromBackup;

    /** @param kept what runs though the store could not be told of it */
    public Recovery(Kernel kernel, Moment now, Policy policy, List<KeptIdentity> kept) {
        this(kernel, now, policy, kept, false);
    }

    /** @param fromBackup whether the rows may be older than what lives: then programs are looked for by name, too */
    public Recovery(Kernel kernel, Moment now, Policy policy, List<KeptIdentity> kept, boolean fromBackup) {
        this.kernel = kernel;
        this.now = now;
        this.policy = policy;
        this.table = kernel.scan();
        this.kept = kept.stream().collect(Collectors.toMap(KeptIdentity::processId, identity -> identity));
        this.fromBackup = fromBackup;
    }

    public List<Recovered> recover(StoredFleet stored) {
        stored.processes().forEach(row -> find(row, false).identity().ifPresent(known -> claimed.add(known.pid())));
        return stored.processes().stream().map(this::recover).toList();
    }

    /** A doubt stays in the store, so that the next pmond has it too. */
    private Recovered recover(StoredProcess row) {
        Found found = find(row, fromBackup && !row.deleting());
        found.identity().ifPresent(known -> claimed.add(known.pid()));
        ManagedProcess process = recover(row, found);
        boolean changed = !StoredForm.of(process).equals(row) && found.life() != Life.DOUBTFUL;
        return new Recovered(process, changed);
    }

    private ManagedProcess recover(StoredProcess row, Found found) {
        ManagedProcess rested = resting(row);
        return switch (found.life()) {
            case NOTHING -> row.deleting() ? rested.standing(Phase.GONE) : dead(rested, row);
            case LEADER -> living(rested, row, Instance.adopted(found.identity().orElseThrow(), found.startedMs()));
            case REMAINS ->
                remains(
                        rested,
                        row,
                        Instance.adopted(found.identity().orElseThrow(), found.startedMs())
                                .leaderEnded());
            case UNRECORDED ->
                unrecorded(rested, Instance.adopted(found.identity().orElseThrow(), found.startedMs()));
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
                "");
    }

    private ManagedProcess dead(ManagedProcess process, StoredProcess row) {
        boolean again = row.definition().autoRestart();
        return switch (row.status()) {
            case QUEUED, INIT, RESTARTING, CLOSED -> process.standing(Phase.QUEUED);
            case RUNNING, FAILED, BACKOFF -> process.standing(again ? Phase.QUEUED : Phase.FAILED);
            case STOPPED -> process;
        };
    }

    private ManagedProcess living(ManagedProcess process, StoredProcess row, Instance instance) {
        LOG.info("{} lives on as pid {}: adopted", LogText.printable(process.name()), instance.pid());
        if (row.deleting()) {
            return stopping(process, Goal.DELETE, instance);
        }
        return switch (row.status()) {
            case STOPPED -> stopping(process, Goal.STOP, instance);
            case RESTARTING ->
                isNewer(instance.identity().orElseThrow(), row)
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

    /** What was kept elsewhere is newer than what the row says of another program, if it lives. */
    private Found find(StoredProcess row, boolean alsoUnrecorded) {
        Found newer = Optional.ofNullable(kept.get(row.id()))
                .filter(one -> one.createdAt().equals(row.createdAt()))
                .filter(one -> isNewer(one.identity(), row))
                .map(one -> ours(row, one.identity()))
                .orElse(Found.NOTHING);
        Found known = newer.lives() ? newer : findStored(row);
        return alsoUnrecorded && known.life() == Life.NOTHING ? unrecorded(row) : known;
    }

    private static boolean isNewer(ProcessIdentity identity, StoredProcess row) {
        return row.identity()
                .filter(stored ->
                        stored.bootId().equals(identity.bootId()) && stored.startTicks() >= identity.startTicks())
                .isEmpty();
    }

    private Found findStored(StoredProcess row) {
        if (row.identity().isPresent()) {
            return ours(row, row.identity().get());
        }
        return row.pid() == 0 ? Found.NOTHING : foreign(row);
    }

    /**
     * What was started after the backup was made, by a pmond whose record of it is lost: believed if its output is the row's
     * log and its name or program is the row's, or both are. One that has only some of this could be anybody's, and one that
     * another row has is that row's.
     */
    private Found unrecorded(StoredProcess row) {
        List<ProcessFacts> candidates = table.all().stream()
                .filter(entry -> entry.isLive() && entry.session() == entry.pid() && !claimed.contains(entry.pid()))
                .flatMap(entry -> kernel.facts(entry.pid()).stream())
                .filter(facts -> facts.uid() == row.uid() && isLaterThan(row, facts))
                .toList();
        return candidates.stream()
                .filter(facts -> isSurely(row, facts))
                .findFirst()
                .map(facts -> new Found(
                        Life.UNRECORDED,
                        Optional.of(facts.identity()),
                        startedMs(facts.identity().pid())))
                .or(() -> candidates.stream()
                        .filter(facts -> row.status() != ProcessStatus.STOPPED && isNamed(row, facts))
                        .findFirst()
                        .map(facts ->
                                new Found(Life.DOUBTFUL, Optional.of(facts.identity()), Instance.NONE.startedMs())))
                .orElse(Found.NOTHING);
    }

    private static boolean isLaterThan(StoredProcess row, ProcessFacts facts) {
        return !facts.startedAt().isBefore(row.updatedAt().minus(STAMP_SLACK));
    }

    private static boolean isSurely(StoredProcess row, ProcessFacts facts) {
        boolean writesItsLog = !facts.output().isEmpty()
                && !facts.output().equals(NO_LOG)
                && facts.output().equals(row.definition().log());
        boolean hasItsProgram = facts.executable().equals(row.definition().file())
                || facts.argv().contains(row.definition().file());
        return writesItsLog && (isNamed(row, facts) || hasItsProgram)
                || isNamed(row, facts)
                        && facts.executable().equals(row.definition().file());
    }

    private Found ours(StoredProcess row, ProcessIdentity identity) {
        if (!identity.bootId().equals(kernel.bootId())) {
            return Found.NOTHING;
        }
        Optional<ProcessTable.Entry> entry = table.find(identity.pid());
        boolean isLeader = entry.filter(e -> e.startTicks() == identity.startTicks() && e.isLive())
                .isPresent();
        if (isLeader && entry.get().comm().equals(HELPER_COMM)) {
            kernel.signal(identity, Signal.KILL);
            return Found.NOTHING;
        }
        if (isLeader) {
            return new Found(Life.LEADER, Optional.of(identity), startedMs(identity.pid()));
        }
        boolean isReused =
                entry.filter(e -> e.startTicks() != identity.startTicks()).isPresent();
        return !isReused && hasRemains(row, identity)
                ? new Found(Life.REMAINS, Optional.of(identity), msOf(row.updatedAt()))
                : Found.NOTHING;
    }

    /** A session's number is not given away while a member lives; that all are the row's user's makes it sure enough. */
    private boolean hasRemains(StoredProcess row, ProcessIdentity identity) {
        List<ProcessTable.Entry> members = table.members(identity.pid());
        return !members.isEmpty()
                && members.stream()
                        .allMatch(member -> member.startTicks() >= identity.startTicks()
                                && kernel.facts(member.pid())
                                        .filter(facts -> facts.uid() == row.uid())
                                        .isPresent());
    }

    private long startedMs(int pid) {
        return kernel.facts(pid).map(facts -> msOf(facts.startedAt())).orElse(now.ms());
    }

    /** The monotonic clock's reading at a time past; a wall clock that was set back makes it now at the latest. */
    private long msOf(Instant past) {
        return now.ms() - Math.max(0, Duration.between(past, now.wall()).toMillis());
    }

    /** A row of the Go program, which stores a bare pid. */
    private Found foreign(StoredProcess row) {
        Optional<ProcessFacts> facts = kernel.facts(row.pid());
        Instant latest = row.updatedAt().plus(STAMP_SLACK);
        boolean possible = facts.filter(
                        f -> f.uid() == row.uid() && !f.startedAt().isAfter(latest))
                .isPresent();
        if (!possible) {
            return Found.NOTHING;
        }
        if (!looksLike(row, facts.get()) || !leadsSession(row.pid())) {
            return row.status() == ProcessStatus.STOPPED
                    ? Found.NOTHING
                    : new Found(Life.DOUBTFUL, Optional.empty(), Instance.NONE.startedMs());
        }
        ProcessIdentity identity = facts.get().identity();
        return new Found(Life.LEADER, Optional.of(identity), startedMs(identity.pid()));
    }

    /** The Go program gives each its own session; one without could be adopted, but never be stopped. */
    private boolean leadsSession(int pid) {
        return table.find(pid).filter(entry -> entry.session() == pid).isPresent();
    }

    private static boolean isNamed(StoredProcess row, ProcessFacts facts) {
        return !facts.argv().isEmpty()
                && facts.argv().get(0).equals(row.definition().name());
    }

    private static boolean looksLike(StoredProcess row, ProcessFacts facts) {
        String file = row.definition().file();
        return isNamed(row, facts)
                || facts.executable().equals(file)
                || facts.argv().contains(file);
    }
}
