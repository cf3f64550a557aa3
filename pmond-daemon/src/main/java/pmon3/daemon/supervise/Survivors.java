package pmon3.daemon.supervise;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import pmon3.daemon.kernel.Kernel;
import pmon3.daemon.kernel.ProcessFacts;
import pmon3.daemon.kernel.ProcessIdentity;
import pmon3.daemon.kernel.ProcessTable;
import pmon3.daemon.kernel.Signal;
import pmon3.daemon.store.KeptIdentity;
import pmon3.daemon.store.StoredProcess;
import pmon3.model.ProcessStatus;

/** What lives of the stored processes, told from whatever else has their numbers or names, by one look at /proc. */
final class Survivors {
    /** A row is stamped a moment after the start that it records, by the Go program at least. */
    private static final Duration STAMP_SLACK = Duration.ofSeconds(2);

    private static final int ROOT = 0;
    private static final String NO_LOG = "/dev/null";
    /** The spawn helper's name in field 2 of {@code /proc/PID/stat}: such a process never became the program. */
    private static final String HELPER_COMM = "pmon3-spawn";

    /** What lives of a stored process. */
    enum Life {
        NOTHING,
        LEADER,
        /** It lives, and was started after all that is stored of it. */
        UNRECORDED,
        /** The leader ended while pmond was away, but not all that it left. */
        REMAINS,
        /** Something with its number lives that may or may not be it. */
        DOUBTFUL
    }

    record Found(Life life, Optional<ProcessIdentity> identity, long startedMs) {
        static final Found NOTHING = new Found(Life.NOTHING, Optional.empty(), Instance.NONE.startedMs());

        boolean lives() {
            return life == Life.LEADER || life == Life.REMAINS;
        }
    }

    private final Kernel kernel;
    private final Moment now;
    private final ProcessTable table;
    private final Map<Long, KeptIdentity> kept;
    /** Pids that a row has: each is one row's only. */
    private final Set<Integer> claimed = new HashSet<>();

    /** @param kept what runs though the store could not be told of it */
    Survivors(Kernel kernel, Moment now, List<KeptIdentity> kept) {
        this.kernel = kernel;
        this.now = now;
        this.table = kernel.scan();
        this.kept = kept.stream().collect(Collectors.toMap(KeptIdentity::processId, identity -> identity));
    }

    String bootId() {
        return kernel.bootId();
    }

    /** As the row and what was kept elsewhere say; what it finds is no other row's from then on. */
    Found find(StoredProcess row) {
        return claimed(known(row));
    }

    /** As {@link #find}, and if that is nothing, any program that looks like this row's. */
    Found findEvenUnrecorded(StoredProcess row) {
        Found known = known(row);
        return claimed(known.life() == Life.NOTHING ? unrecorded(row) : known);
    }

    private Found claimed(Found found) {
        found.identity().ifPresent(identity -> claimed.add(identity.pid()));
        return found;
    }

    /** What was kept elsewhere is newer than what the row says of another program, if it lives. */
    private Found known(StoredProcess row) {
        Found newer = Optional.ofNullable(kept.get(row.id()))
                .filter(one -> one.createdAt().equals(row.createdAt()))
                .filter(one -> isNewer(one.identity(), row))
                .map(one -> ours(row, one.identity()))
                .orElse(Found.NOTHING);
        return newer.lives() ? newer : findStored(row);
    }

    static boolean isNewer(ProcessIdentity identity, StoredProcess row) {
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
        boolean hasItsProgram = runsItsProgram(row, facts)
                || facts.argv().contains(row.definition().file());
        return writesItsLog(row, facts) && (isNamed(row, facts) || hasItsProgram)
                || isNamed(row, facts) && runsItsProgram(row, facts);
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

    /**
     * A session's number is not given away while a member lives; that all are the row's user's makes it sure enough. Root's
     * program may have given its workers to others: then one that writes the row's log says whose session it is, or one of
     * root's that has both the row's name and its program. The program alone may be a shell of anybody's.
     */
    private boolean hasRemains(StoredProcess row, ProcessIdentity identity) {
        List<ProcessTable.Entry> members = table.members(identity.pid());
        if (members.isEmpty() || members.stream().anyMatch(member -> member.startTicks() < identity.startTicks())) {
            return false;
        }
        List<ProcessFacts> facts = members.stream()
                .flatMap(member -> kernel.facts(member.pid()).stream())
                .toList();
        boolean areAllItsUsers =
                facts.size() == members.size() && facts.stream().allMatch(member -> member.uid() == row.uid());
        return areAllItsUsers || row.uid() == ROOT && facts.stream().anyMatch(member -> isRootsOwn(row, member));
    }

    private static boolean isRootsOwn(StoredProcess row, ProcessFacts member) {
        return writesItsLog(row, member) || member.uid() == ROOT && isNamed(row, member) && runsItsProgram(row, member);
    }

    private static boolean writesItsLog(StoredProcess row, ProcessFacts facts) {
        return !facts.output().isEmpty()
                && !facts.output().equals(NO_LOG)
                && facts.output().equals(row.definition().log());
    }

    private static boolean runsItsProgram(StoredProcess row, ProcessFacts facts) {
        return facts.executable().equals(row.definition().file());
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
