package pmon3.daemon.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import pmon3.daemon.store.StoreChange.PutGroup;
import pmon3.daemon.store.StoreChange.PutProcess;
import pmon3.daemon.store.StoreChange.RemoveGroup;
import pmon3.daemon.store.StoreChange.RemoveProcess;
import pmon3.daemon.store.StoreChange.SetMembership;

/**
 * A store in memory that fails, hangs and crashes when told to. Any thread may tell it; the thread that commits is held
 * while it hangs.
 */
public final class FakeStore implements ProcessStore {
    private static final long HANG_LIMIT_MS = 10_000;

    private Content durable = new Content();
    /** What {@link #durable} was last read as. */
    private Optional<StoredFleet> loaded = Optional.empty();

    private final List<List<StoreChange>> commits = new ArrayList<>();
    private Predicate<List<StoreChange>> failing = changes -> false;
    private StoreException failure = new StoreException("cannot store in memory: told to fail", null);
    private boolean hanging;
    private int held;
    private boolean crashed;
    private boolean closed;

    /** Every commit from now on that meets the condition fails with this exception. */
    public synchronized void failWhen(Predicate<List<StoreChange>> condition, StoreException reason) {
        failing = condition;
        failure = reason;
    }

    public synchronized void failAll(StoreException reason) {
        failWhen(changes -> true, reason);
    }

    public synchronized void recover() {
        failing = changes -> false;
    }

    /** Commits from now on return only after {@link #release} or {@link #crash}. */
    public synchronized void hang() {
        hanging = true;
    }

    /** Returns when a commit hangs. */
    public synchronized void awaitHanging() {
        awaitUntil(() -> held > 0);
    }

    public synchronized void release() {
        hanging = false;
        notifyAll();
    }

    /** What was not committed is lost; hanging and later commits fail. {@link #restarted} has what is left. */
    public synchronized void crash() {
        crashed = true;
        release();
    }

    /** The store as a pmond finds it that starts again. */
    public synchronized FakeStore restarted() {
        FakeStore next = new FakeStore();
        next.durable = new Content(durable);
        return next;
    }

    /** Remembers what it holds. @return puts that in the place of all that it holds by then */
    public synchronized Runnable remember() {
        Content copy = new Content(durable);
        return () -> putBack(copy);
    }

    private synchronized void putBack(Content copy) {
        durable = new Content(copy);
        loaded = Optional.empty();
    }

    /** What was committed, group by group. */
    public synchronized List<List<StoreChange>> commits() {
        return List.copyOf(commits);
    }

    public synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized StoredFleet load() {
        if (crashed) {
            throw new StoreException("cannot read from memory: crashed", null);
        }
        return loaded.orElseGet(this::read);
    }

    private StoredFleet read() {
        StoredFleet fleet = durable.fleet();
        loaded = Optional.of(fleet);
        return fleet;
    }

    @Override
    public synchronized void commit(List<StoreChange> changes) {
        if (hanging) {
            held++;
            notifyAll();
            awaitUntil(() -> !hanging);
            held--;
        }
        if (crashed) {
            throw new StoreException("cannot store in memory: crashed", null);
        }
        if (failing.test(changes)) {
            throw failure;
        }
        Content changed = new Content(durable);
        changes.forEach(changed::apply);
        durable = changed;
        loaded = Optional.empty();
        commits.add(List.copyOf(changes));
    }

    private void awaitUntil(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(HANG_LIMIT_MS);
        while (!condition.getAsBoolean()) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (leftMs <= 0) {
                throw new AssertionError("the fake store hung longer than a test may take");
            }
            try {
                wait(leftMs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while the fake store hung", e);
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private static final class Content {
        private final Map<Long, StoredProcess> processes = new TreeMap<>();
        private final Map<Long, StoredGroup> groups = new TreeMap<>();
        private final Map<Long, Set<Long>> membership = new HashMap<>();
        private final Set<Long> deletedGroups = new HashSet<>();

        Content() {}

        Content(Content from) {
            processes.putAll(from.processes);
            groups.putAll(from.groups);
            membership.putAll(from.membership);
            deletedGroups.addAll(from.deletedGroups);
        }

        void apply(StoreChange change) {
            if (change instanceof PutProcess put) {
                putProcess(put.process());
            } else if (change instanceof RemoveProcess remove) {
                processes.remove(remove.id());
                membership.remove(remove.id());
            } else if (change instanceof PutGroup put) {
                putGroup(put.group());
            } else if (change instanceof RemoveGroup remove) {
                removeGroup(remove.id());
            } else if (change instanceof SetMembership set) {
                setMembership(set);
            }
        }

        private void putProcess(StoredProcess process) {
            String name = process.definition().name();
            require(
                    processes.values().stream()
                            .noneMatch(other -> other.id() != process.id()
                                    && other.definition().name().equals(name)),
                    "the name belongs to another process");
            processes.put(process.id(), process);
        }

        private void putGroup(StoredGroup group) {
            require(
                    groups.values().stream()
                            .noneMatch(other ->
                                    other.id() != group.id() && other.name().equals(group.name())),
                    "the name belongs to another group");
            groups.put(group.id(), group);
            deletedGroups.remove(group.id());
        }

        private void removeGroup(long id) {
            if (groups.remove(id) != null) {
                deletedGroups.add(id);
            }
            membership.replaceAll(
                    (process, in) -> in.stream().filter(group -> group != id).collect(Collectors.toUnmodifiableSet()));
        }

        private void setMembership(SetMembership set) {
            require(processes.containsKey(set.processId()), "there is no such process");
            require(groups.keySet().containsAll(set.groupIds()), "there is no such group");
            membership.put(set.processId(), set.groupIds());
        }

        private static void require(boolean condition, String otherwise) {
            if (!condition) {
                throw new RefusedChangeException("cannot store in memory: " + otherwise, null);
            }
        }

        StoredFleet fleet() {
            Map<Long, Set<Long>> members = new HashMap<>(membership);
            members.values().removeIf(Set::isEmpty);
            long highestGroup = Math.max(highest(groups.keySet()), highest(deletedGroups));
            return new StoredFleet(
                    processes.values().stream().map(Content::asRead).toList(),
                    List.copyOf(groups.values()),
                    members,
                    List.of(),
                    highest(processes.keySet()),
                    highestGroup);
        }

        private static long highest(Set<Long> ids) {
            return ids.stream().mapToLong(Long::longValue).max().orElse(0);
        }

        /** An identity counts only while it has the row's pid. */
        private static StoredProcess asRead(StoredProcess process) {
            if (process.identity().filter(it -> it.pid() != process.pid()).isEmpty()) {
                return process;
            }
            return new StoredProcess(
                    process.id(),
                    process.definition(),
                    process.createdAt(),
                    process.updatedAt(),
                    process.status(),
                    process.pid(),
                    process.uid(),
                    process.gid(),
                    Optional.empty(),
                    process.restarts(),
                    process.lastExit(),
                    process.deleting(),
                    process.remark());
        }
    }
}
