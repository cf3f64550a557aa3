package pmon3.daemon.kernel;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The processes of a {@link FakeKernel}, which guards them, and the numbers they have. */
final class FakeProcesses {
    private static final int FIRST_PID = 1000;

    private final Map<Integer, FakeProcess> byPid = new TreeMap<>();
    private int nextPid = FIRST_PID;
    private long ticks;
    private long bootTicks;
    private int boots;

    void nextPid(int pid) {
        nextPid = pid;
    }

    void advanceTicks(long count) {
        ticks += count;
    }

    /** Start times count from here, and numbers from the first. */
    void reboot() {
        bootTicks += ticks;
        ticks = 0;
        boots++;
        nextPid = FIRST_PID;
    }

    String bootId() {
        return boots == 0 ? FakeKernel.BOOT_ID : FakeKernel.BOOT_ID + boots;
    }

    /** One that began just now under the next free number, a child of the kernel's own process. */
    FakeProcess child(SpawnOrder order) {
        return add(new FakeProcess(takePid(), ++ticks, bootTicks, bootId(), order, true));
    }

    /** One that began just now under this number, and is nobody's child here. */
    FakeProcess foreign(int pid, SpawnOrder like) {
        return add(new FakeProcess(pid, ++ticks, bootTicks, bootId(), like, false));
    }

    /** Like its parent, in the same group and session. */
    void childOf(FakeProcess parent) {
        FakeProcess child = foreign(takePid(), parent.order);
        child.parent = parent.pid;
        child.group = parent.group;
        child.session = parent.session;
        child.name = parent.name;
        child.ignoresTerm = parent.ignoresTerm;
    }

    private FakeProcess add(FakeProcess process) {
        byPid.put(process.pid, process);
        return process;
    }

    /** Null if there is none. */
    FakeProcess get(int pid) {
        return byPid.get(pid);
    }

    Collection<FakeProcess> all() {
        return byPid.values();
    }

    /** The live ones. */
    List<FakeProcess> group(int group) {
        return byPid.values().stream()
                .filter(process -> process.group == group && !process.isZombie())
                .toList();
    }

    List<ProcessTable.Entry> entries() {
        return byPid.values().stream().map(FakeProcess::entry).toList();
    }

    void remove(int pid) {
        byPid.remove(pid);
    }

    void removeIf(Predicate<FakeProcess> condition) {
        byPid.values().removeIf(condition);
    }

    /** As in Linux, no number is given out while a process, a group or a session has it. */
    boolean isTaken(int number) {
        return byPid.values().stream()
                .anyMatch(process -> process.pid == number || process.group == number || process.session == number);
    }

    private int takePid() {
        while (isTaken(nextPid)) {
            nextPid++;
        }
        return nextPid++;
    }
}
