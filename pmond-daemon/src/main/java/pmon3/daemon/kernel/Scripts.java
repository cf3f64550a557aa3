package pmon3.daemon.kernel;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import jnr.ffi.Pointer;

/**
 * Starts scripts by the helper, without a wait for go: with orders, with a stdin that is a sealed memory file and with a
 * pipe for both outputs. Any thread; each waits for its own script.
 */
final class Scripts implements ScriptRunner {
    private final ScriptRun.Surroundings surroundings;
    private final SpawnHelper helper;
    private final Inherited inherited;
    private final Pointer stopWord = LibC.allocate(Long.BYTES);
    private final AtomicBoolean ending = new AtomicBoolean();

    Scripts(ScriptRun.Surroundings surroundings, SpawnHelper helper, Inherited inherited) {
        this.surroundings = surroundings;
        this.helper = helper;
        this.inherited = inherited;
        stopWord.putLong(0, 1);
    }

    /** Readable, and never read, once all scripts are to end (eventfd(2)). */
    static int stopSign() throws ErrnoException {
        int fd = LibC.calls().eventfd(0, Linux.EFD_CLOEXEC | Linux.EFD_NONBLOCK);
        if (fd < 0) {
            throw ErrnoException.last("eventfd");
        }
        return Descriptors.raise(fd, "eventfd");
    }

    @Override
    public ScriptEnd run(ScriptOrder order, Output output) {
        if (ending.get()) {
            return new ScriptEnd.CutOff();
        }
        try (ScriptRun run = start(order)) {
            return run.toItsEnd(output);
        } catch (ErrnoException | IllegalArgumentException failure) {
            return new ScriptEnd.NotStarted(failure.getMessage());
        }
    }

    @Override
    public void endAll() {
        if (ending.compareAndSet(false, true)) {
            LibC.calls().write(surroundings.stopSign(), stopWord, Long.BYTES);
        }
    }

    private ScriptRun start(ScriptOrder order) throws ErrnoException {
        int orders = SpawnOrders.seal(SpawnOrders.encode(order.spawnOrder(), inherited));
        try {
            int input = SpawnOrders.seal(order.input().getBytes(StandardCharsets.UTF_8));
            try {
                return start(order, orders, input);
            } finally {
                Descriptors.close(input);
            }
        } finally {
            Descriptors.close(orders);
        }
    }

    private ScriptRun start(ScriptOrder order, int orders, int input) throws ErrnoException {
        Pair socket = Pair.socket();
        try {
            Pair pipe = Pair.pipe();
            try {
                int pid = surroundings
                        .children()
                        .spawnScript(() -> helper.spawnScript(orders, socket.theirs(), pipe.theirs(), input));
                return new ScriptRun(surroundings, order, pid, socket.ours(), pipe.ours());
            } catch (ErrnoException failure) {
                Descriptors.close(pipe.ours());
                throw failure;
            } finally {
                Descriptors.close(pipe.theirs());
            }
        } catch (ErrnoException failure) {
            Descriptors.close(socket.ours());
            throw failure;
        } finally {
            Descriptors.close(socket.theirs());
        }
    }

    /** Two descriptors that belong together, both out of the way of the helper's. */
    private record Pair(int ours, int theirs) {
        static Pair socket() throws ErrnoException {
            Pointer made = LibC.allocate(2 * Integer.BYTES);
            int type = Linux.SOCK_SEQPACKET | Linux.SOCK_CLOEXEC;
            return raised(made, LibC.calls().socketpair(Linux.AF_UNIX, type, 0, made));
        }

        /** We have the end to read (pipe(2)). */
        static Pair pipe() throws ErrnoException {
            Pointer made = LibC.allocate(2 * Integer.BYTES);
            return raised(made, LibC.calls().pipe2(made, Linux.O_CLOEXEC));
        }

        private static Pair raised(Pointer made, int result) throws ErrnoException {
            if (result != 0) {
                throw ErrnoException.last(SpawnHelper.SUBJECT);
            }
            int second = made.getInt(Integer.BYTES);
            int ours = Descriptors.raiseOrClose(made.getInt(0), second);
            return new Pair(ours, Descriptors.raiseOrClose(second, ours));
        }
    }
}
