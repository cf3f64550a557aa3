package pmon3.daemon.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import pmon3.model.ProcessExit;

/** Keeps what a kernel tells, in order, and waits for what a test expects. */
final class RecordingListener implements KernelListener {
    private static final long DEADLINE_NANOS = Duration.ofSeconds(15).toNanos();
    private static final long LOOK_INTERVAL_MS = 1;

    sealed interface Told {}

    record Ready(long ticket, ProcessIdentity identity) implements Told {}

    record Failed(long ticket, String reason) implements Told {}

    record Executed(long ticket) implements Told {}

    record Exited(int pid, ProcessExit exit) implements Told {}

    private final List<Told> told = new ArrayList<>();
    private final Runnable progress;

    /** @param progress makes a kernel that a test steps go on */
    RecordingListener(Runnable progress) {
        this.progress = progress;
    }

    @Override
    public void spawnReady(long ticket, ProcessIdentity identity) {
        add(new Ready(ticket, identity));
    }

    @Override
    public void spawnFailed(long ticket, String reason) {
        add(new Failed(ticket, reason));
    }

    @Override
    public void executed(long ticket) {
        add(new Executed(ticket));
    }

    @Override
    public void exited(int pid, ProcessExit exit) {
        add(new Exited(pid, exit));
    }

    @Override
    public void vanished(ProcessIdentity process, ProcessExit exit) {
        add(new Exited(process.pid(), exit));
    }

    private synchronized void add(Told one) {
        told.add(one);
        notifyAll();
    }

    synchronized void forget() {
        told.clear();
    }

    synchronized List<Told> all() {
        return List.copyOf(told);
    }

    synchronized <T extends Told> List<T> all(Class<T> kind) {
        return told.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    ProcessIdentity awaitReady(long ticket) {
        return await(
                        "ready " + ticket,
                        () -> all(Ready.class).stream()
                                .filter(one -> one.ticket() == ticket)
                                .findFirst())
                .identity();
    }

    void awaitExecuted(long ticket) {
        await(
                "executed " + ticket,
                () -> all(Executed.class).stream()
                        .filter(one -> one.ticket() == ticket)
                        .findFirst());
    }

    String awaitFailed(long ticket) {
        return await(
                        "failed " + ticket,
                        () -> all(Failed.class).stream()
                                .filter(one -> one.ticket() == ticket)
                                .findFirst())
                .reason();
    }

    ProcessExit awaitExited(int pid) {
        return await(
                        "exited " + pid,
                        () -> all(Exited.class).stream()
                                .filter(one -> one.pid() == pid)
                                .findFirst())
                .exit();
    }

    void awaitTrue(String what, Supplier<Boolean> state) {
        await(what, () -> state.get() ? Optional.of(true) : Optional.empty());
    }

    /** Looks again whenever something was told, and every millisecond for what is not told. */
    <T> T await(String what, Supplier<Optional<T>> state) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < DEADLINE_NANOS) {
            Optional<T> found = state.get();
            if (found.isPresent()) {
                return found.get();
            }
            progress.run();
            pause();
        }
        throw new AssertionError("waited in vain for: " + what + "; told so far: " + all());
    }

    private synchronized void pause() {
        try {
            wait(LOOK_INTERVAL_MS);
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }
}
