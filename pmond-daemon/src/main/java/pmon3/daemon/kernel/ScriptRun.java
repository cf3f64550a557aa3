package pmon3.daemon.kernel;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import jnr.ffi.Pointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.model.ProcessExit;

/**
 * One script from its spawn to its end. It is over when its leader has ended and nobody has its output open any more; when
 * its time is up, all of its session is killed. The reaper leaves its leader's zombie alone until this has looked at it.
 */
final class ScriptRun implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScriptRun.class);
    private static final int CHUNK_BYTES = 16 * 1024;
    private static final int PACKET_BYTES = 8;
    private static final int NONE = -1;
    private static final long NANOS_PER_MS = 1_000_000;
    /** Between two looks at a leader of which no descriptor is to be had. */
    private static final long LOOK_AGAIN_MS = 20;
    /** Between two readings of a script that writes too much. */
    private static final int SLOW_READING_MS = 20;

    /** After the first SIGKILL; twice as long after each further one, up to the longest. */
    private static final int KILL_AGAIN_MS = 5;

    private static final int LONGEST_PAUSE_MS = 200;
    /** After that, what survives SIGKILL is left to itself. */
    private static final long KILL_LIMIT_NANOS = 5_000 * NANOS_PER_MS;

    /** struct pollfd (poll(2)). */
    private static final int RECORD_BYTES = 8;

    private static final int RECORD_WANTED = 4;
    private static final int RECORD_SEEN = 6;
    private static final int STOP = 0;
    private static final int OUTPUT = 1;
    private static final int LEADER = 2;
    private static final int RECORDS = 3;

    /** What all scripts share. */
    record Surroundings(
            Children children,
            ProcScanner scanner,
            PidFds pidFds,
            Function<Set<Integer>, ProcessTable> sessions,
            String bootId,
            int stopSign) {}

    private final Surroundings around;
    private final ScriptOrder order;
    private final int pid;
    private final int socket;
    private final OptionalInt leader;
    private final long deadlineNanos;
    private final Pointer polled = LibC.allocate(RECORDS * RECORD_BYTES);
    private final Pointer chunk = LibC.allocate(CHUNK_BYTES);
    private final byte[] bytes = new byte[CHUNK_BYTES];
    private int output;
    private Optional<ProcessExit> exit = Optional.empty();
    private Optional<String> failure = Optional.empty();
    /** What lived of the session when its leader had ended: while one of these does, its number is nobody else's. */
    private List<ProcessTable.Entry> leftovers = List.of();

    /** Takes over the child and both descriptors. */
    ScriptRun(Surroundings around, ScriptOrder order, int pid, int socket, int output) {
        this.around = around;
        this.order = order;
        this.pid = pid;
        this.socket = socket;
        this.output = output;
        this.leader = watch();
        this.deadlineNanos = System.nanoTime() + order.limit().toNanos();
    }

    /** Empty if it has ended already, or cannot be watched: then it is looked at now and then. */
    private OptionalInt watch() {
        try {
            Optional<ProcessTable.Entry> entry = around.scanner().read(pid);
            return entry.isPresent() ? around.pidFds().open(identity(entry.get())) : OptionalInt.empty();
        } catch (UncheckedIOException unknown) {
            LOG.debug("the script {} is looked at now and then: {}", pid, unknown.getMessage());
            return OptionalInt.empty();
        }
    }

    ScriptEnd toItsEnd(ScriptRunner.Output taker) {
        while (exit.isEmpty() || output != NONE) {
            long leftNanos = deadlineNanos - System.nanoTime();
            await(leftNanos);
            boolean stopping = seen(STOP);
            if (stopping || leftNanos <= 0) {
                Optional<ProcessExit> byItself = exit;
                kill();
                return stopping ? new ScriptEnd.CutOff() : late(byItself);
            }
            if (output != NONE && seen(OUTPUT) && !take(taker)) {
                pause(SLOW_READING_MS);
            }
            look();
        }
        return failure.isPresent() ? new ScriptEnd.NotStarted(failure.get()) : new ScriptEnd.Ended(exit.get());
    }

    private ScriptEnd late(Optional<ProcessExit> byItself) {
        return byItself.isPresent()
                ? new ScriptEnd.LeftoversKilled(byItself.get(), order.limit())
                : new ScriptEnd.Killed(order.limit());
    }

    private void await(long leftNanos) {
        boolean watched = exit.isPresent() || leader.isPresent();
        long leftMs = Math.max(0, (leftNanos + NANOS_PER_MS - 1) / NANOS_PER_MS);
        put(STOP, around.stopSign());
        put(OUTPUT, output);
        put(LEADER, exit.isPresent() ? NONE : leader.orElse(NONE));
        LibC.calls().poll(polled, RECORDS, (int) Math.min(watched ? Integer.MAX_VALUE : LOOK_AGAIN_MS, leftMs));
    }

    /** A negative descriptor is not looked at. */
    private void put(int index, int fd) {
        long record = (long) index * RECORD_BYTES;
        polled.putInt(record, fd);
        polled.putShort(record + RECORD_WANTED, Linux.POLLIN);
        polled.putShort(record + RECORD_SEEN, (short) 0);
    }

    private boolean seen(int index) {
        return polled.getShort((long) index * RECORD_BYTES + RECORD_SEEN) != 0;
    }

    /** @return whether the taker wants more soon */
    private boolean take(ScriptRunner.Output taker) {
        long length = LibC.calls().read(output, chunk, CHUNK_BYTES);
        if (length > 0) {
            chunk.get(0, bytes, 0, (int) length);
            return taker.take(bytes, (int) length);
        }
        if (length == 0 || LibC.errno() != Errno.EINTR) {
            Descriptors.close(output);
            output = NONE;
        }
        return true;
    }

    /** Its zombie keeps its number until its session was looked at. */
    private void look() {
        if (exit.isEmpty()) {
            WaitStatus.peek(pid).ifPresent(ended -> {
                exit = Optional.of(ended.exit());
                failure = told();
                leftovers = output == NONE
                        ? List.of()
                        : around.sessions().apply(Set.of(pid)).members(pid);
                around.children().forget(pid);
            });
        }
    }

    /** What the helper says if it could not become the script; nothing, and the end, if it has. */
    private Optional<String> told() {
        if (LibC.calls().recv(socket, chunk, PACKET_BYTES, Linux.MSG_DONTWAIT) != PACKET_BYTES) {
            return Optional.empty();
        }
        return Optional.of(SpawnStep.describe(chunk.getInt(0), chunk.getInt(Integer.BYTES), order.spawnOrder()));
    }

    private void kill() {
        long giveUpNanos = System.nanoTime() + KILL_LIMIT_NANOS;
        if (exit.isEmpty()) {
            around.children().killGroup(pid);
        }
        int pauseMs = KILL_AGAIN_MS;
        while (isLivingAfterKill() && System.nanoTime() - giveUpNanos < 0) {
            pause(pauseMs);
            pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
        }
    }

    /** By poll(2) of nothing: Java's own pauses are none for a thread that was interrupted, as it is when pmond ends. */
    private void pause(int ms) {
        LibC.calls().poll(polled, 0, ms);
    }

    private boolean isLivingAfterKill() {
        List<ProcessTable.Entry> members = members();
        members.forEach(member -> around.pidFds().signal(identity(member), Signal.KILL));
        look();
        return exit.isEmpty() || !members.isEmpty();
    }

    private List<ProcessTable.Entry> members() {
        ProcessTable table = around.sessions().apply(Set.of(pid));
        boolean known = exit.isEmpty()
                || leftovers.stream()
                        .anyMatch(one -> table.find(one.pid())
                                .filter(now -> now.startTicks() == one.startTicks() && now.session() == pid)
                                .isPresent());
        return known ? table.members(pid) : List.of();
    }

    private ProcessIdentity identity(ProcessTable.Entry entry) {
        return new ProcessIdentity(entry.pid(), entry.startTicks(), around.bootId());
    }

    /** A leader that survived SIGKILL, or a failure of ours, is the reaper's to bury from now on. */
    @Override
    public void close() {
        if (exit.isEmpty()) {
            LOG.error("the script {} ({}) is left to itself", order.file(), pid);
            killOnce();
            around.children().forget(pid);
        }
        leader.ifPresent(Descriptors::close);
        Descriptors.close(socket);
        if (output != NONE) {
            Descriptors.close(output);
        }
    }

    /** Also those of its session that have left its group. */
    private void killOnce() {
        around.children().killGroup(pid);
        try {
            members().forEach(member -> around.pidFds().signal(identity(member), Signal.KILL));
        } catch (UncheckedIOException unknown) {
            LOG.error("what the script {} has started may live on: {}", order.file(), unknown.getMessage());
        }
    }
}
