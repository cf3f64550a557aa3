package pmon3.daemon.kernel;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import jnr.ffi.Pointer;

/**
 * The conversations with the helpers at work, each from its spawn to the end of its socket. Confined to the poller's
 * thread. A failed one stays counted until the reaper has told of it.
 */
final class Spawns implements Poller.Clocked {
    private static final int PACKET_BYTES = 8;
    private static final int STEP_READY = 0;
    private static final byte GO = 'g';

    private final Children children;
    private final ProcScanner scanner;
    private final Poller poller;
    private final HelperLaunch launch;
    private final Duration stepLimit;
    private final String bootId;
    private final KernelListener listener;
    private final SpawnQueue queue = new SpawnQueue();
    private final HungHelpers hung = new HungHelpers();
    private final Map<Long, Conversation> conversations = new HashMap<>();
    private final Pointer packet = LibC.allocate(PACKET_BYTES);
    private final Pointer go = LibC.allocate(1);
    /** Where many are called off together, those that wait are called off before one of them takes the room. */
    private boolean roomCame;

    /** What the other side has to do next. */
    private enum Awaited {
        READY("did not get ready", "ended before it was ready"),
        GO("was not stored", "ended while it waited for go"),
        EXECUTION("was not executed", "ended before it took go");

        private final String lateness;
        private final String end;

        Awaited(String lateness, String end) {
            this.lateness = lateness;
            this.end = end;
        }
    }

    /** @param stepLimit for each step: until READY, until go, until exec */
    Spawns(
            Children children,
            ProcScanner scanner,
            Poller poller,
            HelperLaunch launch,
            Duration stepLimit,
            String bootId,
            KernelListener listener) {
        this.children = children;
        this.scanner = scanner;
        this.poller = poller;
        this.launch = launch;
        this.stepLimit = stepLimit;
        this.bootId = bootId;
        this.listener = listener;
        go.putByte(0, GO);
    }

    void submit(SpawnOrder order) {
        queue.add(order);
        beginWaiting();
    }

    void release(long ticket) {
        Conversation conversation = conversations.get(ticket);
        if (conversation != null) {
            conversation.release();
        }
    }

    void abort(long ticket) {
        if (queue.cancel(ticket)) {
            listener.spawnFailed(ticket, Kernel.CALLED_OFF);
            return;
        }
        Conversation conversation = conversations.get(ticket);
        if (conversation != null) {
            conversation.callOff();
            roomCame = true;
        }
    }

    /** The reaper has told of a failed start; its place is free. */
    void ended(long ticket) {
        queue.ended(ticket);
        hung.ended(ticket);
        beginWaiting();
    }

    @Override
    public long nanosUntilDue() {
        long now = System.nanoTime();
        long least = roomCame ? 0 : queue.nanosUntilRoom(now);
        for (Conversation conversation : conversations.values()) {
            least = Math.min(least, conversation.deadlineNanos - now);
        }
        return least;
    }

    @Override
    public void due() {
        long now = System.nanoTime();
        for (Conversation conversation : new ArrayList<>(conversations.values())) {
            if (conversation.deadlineNanos - now <= 0) {
                conversation.failLate();
            }
        }
        beginWaiting();
    }

    /** Helpers see the end of their sockets and exit without exec. */
    void close() {
        for (Conversation conversation : conversations.values()) {
            Descriptors.close(conversation.socket);
        }
        conversations.clear();
    }

    private void beginWaiting() {
        roomCame = false;
        Optional<SpawnOrder> order = queue.next(System.nanoTime());
        while (order.isPresent()) {
            begin(order.get());
            order = queue.next(System.nanoTime());
        }
    }

    private void begin(SpawnOrder order) {
        try {
            Conversation conversation = new Conversation(order, launch.of(order));
            conversations.put(order.ticket(), conversation);
            poller.add(conversation.socket, conversation);
        } catch (ErrnoException | IllegalArgumentException failure) {
            queue.ended(order.ticket());
            listener.spawnFailed(order.ticket(), failure.getMessage());
        }
    }

    /** One helper and our end of its socket. */
    private final class Conversation implements Poller.Source {
        private final SpawnOrder order;
        private final StartLog log;
        private final int pid;
        private final int socket;
        private Awaited awaited;
        private long deadlineNanos;

        Conversation(SpawnOrder order, HelperLaunch.Launched launched) {
            this.order = order;
            this.log = launched.log();
            this.pid = launched.pid();
            this.socket = launched.socket();
            await(Awaited.READY);
        }

        private void await(Awaited next) {
            awaited = next;
            deadlineNanos = System.nanoTime() + stepLimit.toNanos();
        }

        /** One packet; poll(2) tells again if there are more. ECONNRESET: it ended without having read go (unix(7)). */
        @Override
        public void ready() {
            boolean endedInThisRound = conversations.get(order.ticket()) != this;
            if (endedInThisRound) {
                return;
            }
            long length = LibC.calls().recv(socket, packet, PACKET_BYTES, Linux.MSG_DONTWAIT);
            if (length >= 0) {
                take(length);
            } else if (LibC.errno() != Errno.EAGAIN && LibC.errno() != Errno.EINTR) {
                failEnded();
            }
        }

        private void take(long length) {
            if (length == 0) {
                takeEnd();
            } else if (length != PACKET_BYTES) {
                fail("the spawn helper does not follow its protocol");
            } else if (packet.getInt(0) != STEP_READY) {
                fail(SpawnStep.describe(packet.getInt(0), packet.getInt(Integer.BYTES), order), false);
            } else if (awaited == Awaited.READY) {
                takeReady();
            } else {
                fail("the spawn helper does not follow its protocol");
            }
        }

        private void takeReady() {
            Optional<ProcessTable.Entry> entry;
            try {
                entry = scanner.read(pid);
            } catch (UncheckedIOException failure) {
                fail(failure.getCause().getMessage());
                return;
            }
            if (entry.isEmpty()) {
                fail("/proc/" + pid + "/stat: cannot be read");
                return;
            }
            await(Awaited.GO);
            listener.spawnReady(
                    order.ticket(), new ProcessIdentity(pid, entry.get().startTicks(), bootId));
        }

        /** A helper killed in the instant after it took go looks the same: it is executed, and its end is told next. */
        private void takeEnd() {
            if (awaited != Awaited.EXECUTION) {
                failEnded();
                return;
            }
            leave();
            try {
                listener.executed(order.ticket());
            } finally {
                children.running(pid);
                ended(order.ticket());
            }
        }

        private void release() {
            if (awaited != Awaited.GO) {
                return;
            }
            if (LibC.calls().send(socket, go, 1, Linux.MSG_NOSIGNAL) == 1) {
                await(Awaited.EXECUTION);
            } else {
                failEnded();
            }
        }

        private void failEnded() {
            fail(order.file() + ": the spawn helper " + awaited.end);
        }

        /** What was killed may survive that, whyever it was killed: its place is others' from now on. */
        private void failLate() {
            fail(order.file() + ": " + awaited.lateness + within());
            boolean hasRoom = queue.hangs(order.ticket());
            if (awaited != Awaited.GO) {
                OnBehalf.run(
                        order.credentials().uid(),
                        () -> hung.tellLate(order, pid, awaited.lateness + within(), hasRoom));
            }
        }

        private String within() {
            return " within " + stepLimit.toSeconds() + " s";
        }

        private void callOff() {
            fail(Kernel.CALLED_OFF);
            queue.hangs(order.ticket());
        }

        private void fail(String reason) {
            fail(reason, awaited == Awaited.EXECUTION);
        }

        private void fail(String reason, boolean mayHaveRun) {
            leave();
            if (!mayHaveRun) {
                log.takeBack();
            }
            children.fail(pid, reason, awaited == Awaited.EXECUTION);
        }

        private void leave() {
            conversations.remove(order.ticket());
            poller.remove(socket);
            Descriptors.close(socket);
        }
    }
}
