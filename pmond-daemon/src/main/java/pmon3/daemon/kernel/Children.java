package pmon3.daemon.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Our unreaped children. Its monitor is the spawn lock: while it is held no child is made that is not yet in here, and
 * none is reaped, so a number that is in here belongs to that child and to nobody else. Any thread.
 */
final class Children {
    private final Map<Integer, Child> byPid = new HashMap<>();
    private long changes;

    /** How far a child has come. */
    enum Phase {
        /** The helper; what ends now is held until its socket has told everything. */
        SPAWNING,
        /** The program has replaced the helper. */
        RUNNING,
        /** The start failed; it is killed or ends by itself. */
        FAILED,
        /** A script, whose zombie is kept until the thread that runs it has looked at it. */
        SCRIPT
    }

    /** Makes a child. */
    interface Spawner {
        int spawn() throws ErrnoException;
    }

    /** One child as it was when it was asked for. */
    record Child(int pid, long ticket, Phase phase, String reason, boolean released, Hold hold) {
        private Child with(Phase newPhase, String newReason, boolean newReleased) {
            return new Child(pid, ticket, newPhase, newReason, newReleased, hold);
        }

        private Child with(Hold newHold) {
            return new Child(pid, ticket, phase, reason, released, newHold);
        }
    }

    /**
     * Whether its zombie is kept for somebody to note its end.
     *
     * @param sinceNanos System.nanoTime
     */
    record Hold(boolean begun, long sinceNanos, boolean acknowledged) {
        private static final Hold NONE = new Hold(false, 0, false);
    }

    /** @return the pid, registered before anybody could reap it as unknown */
    synchronized int spawn(long ticket, Spawner spawner) throws ErrnoException {
        int pid = spawner.spawn();
        put(new Child(pid, ticket, Phase.SPAWNING, "", false, Hold.NONE));
        return pid;
    }

    synchronized int spawnScript(Spawner spawner) throws ErrnoException {
        int pid = spawner.spawn();
        put(new Child(pid, 0, Phase.SCRIPT, "", true, Hold.NONE));
        return pid;
    }

    /** SIGKILL to the group of an unreaped child, which leads one from its first moment. */
    synchronized void killGroup(int pid) {
        find(pid).ifPresent(child -> LibC.calls().kill(-pid, Linux.SIGKILL));
    }

    /** From now on it is reaped like any orphan. */
    synchronized void forget(int pid) {
        byPid.remove(pid);
        changed();
    }

    /**
     * Takes a process that has become our child by itself, as a subreaper's, for one that was started.
     *
     * @return whether it is our child
     */
    synchronized boolean adoptIfOurs(ProcessIdentity process, ProcScanner scanner) {
        int pid = process.pid();
        Optional<ProcessTable.Entry> entry = scanner.read(pid);
        if (entry.isEmpty()
                || entry.get().startTicks() != process.startTicks()
                || entry.get().parent() != LibC.calls().getpid()) {
            return false;
        }
        if (!byPid.containsKey(pid)) {
            put(new Child(pid, 0, Phase.RUNNING, "", true, Hold.NONE));
        }
        return true;
    }

    synchronized void running(int pid) {
        find(pid).ifPresent(child -> put(child.with(Phase.RUNNING, "", true)));
    }

    /** Kills it, with its group if it may have become the program, and lets the reaper tell the reason. */
    synchronized void fail(int pid, String reason, boolean released) {
        find(pid).ifPresent(child -> {
            put(child.with(Phase.FAILED, reason, released));
            LibC.calls().kill(released ? -pid : pid, Linux.SIGKILL);
        });
    }

    /** @return whether it is held from now on; false if it already was */
    synchronized boolean hold(int pid, long nowNanos) {
        Child child = byPid.get(pid);
        if (child.hold().begun()) {
            return false;
        }
        byPid.put(pid, child.with(new Hold(true, nowNanos, false)));
        return true;
    }

    /** Counts only for a zombie that is held: the number may have been another child's before. */
    synchronized void acknowledge(int pid) {
        find(pid)
                .filter(child -> child.hold().begun())
                .ifPresent(child -> put(child.with(new Hold(true, child.hold().sinceNanos(), true))));
    }

    /**
     * kill(2) on the group of an unreaped child; its zombie keeps the group's number from being used again, and its start
     * time tells it from a process that had the number before it.
     */
    synchronized boolean signalGroup(ProcessIdentity leader, Signal signal, ProcScanner scanner) {
        boolean ours = byPid.containsKey(leader.pid())
                && scanner.read(leader.pid())
                        .filter(entry -> entry.startTicks() == leader.startTicks())
                        .isPresent();
        return ours && LibC.calls().kill(-leader.pid(), signal.number()) == 0;
    }

    synchronized Optional<Child> find(int pid) {
        return Optional.ofNullable(byPid.get(pid));
    }

    synchronized List<Child> all() {
        return new ArrayList<>(byPid.values());
    }

    synchronized void reap(int pid) {
        WaitStatus.reap(pid);
        byPid.remove(pid);
    }

    /** Reaps an orphan that was given to us; nothing if it is one of ours after all. */
    synchronized boolean reapUnknown(int pid) {
        if (byPid.containsKey(pid)) {
            return false;
        }
        WaitStatus.reap(pid);
        return true;
    }

    /** Counts whatever was changed here, so that a change between a look and a wait is not missed. */
    synchronized long changes() {
        return changes;
    }

    /** @return whether there was a change since that count; 0 ms waits for one without end */
    synchronized boolean awaitChange(long since, long timeoutMs) throws InterruptedException {
        if (changes == since) {
            wait(timeoutMs);
        }
        return changes != since;
    }

    private void put(Child child) {
        byPid.put(child.pid(), child);
        changed();
    }

    synchronized void changed() {
        changes++;
        notifyAll();
    }
}
