package pmon3.ipc;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import pmon3.config.Settings;

/**
 * Asks pmond through channel files in shared memory, a new one for each request. {@code XIPC_DEBUG=true} in the
 * environment traces to stderr. Used by one thread at a time.
 */
public final class ShmemChannel implements RequestChannel {
    /** As {@code message_queue.transport} names it. */
    public static final String NAME = "shmem";

    private static final String TRACE_VARIABLE = "XIPC_DEBUG";

    private final ChannelDirectory directory;

    private ShmemChannel(ChannelDirectory directory) {
        this.directory = directory;
    }

    /**
     * Finds the pmond to talk to, as {@link ChannelDirectory#choose} says, and waits {@code wait.ipc_connection}.
     *
     * @throws pmon3.model.PmonException UNREACHABLE if none lives (not with {@code PMON3_SKIP_RUNCHECK=true}), PROTOCOL if it speaks
     *     another version, NOT_PERMITTED if its directory is closed to the caller
     */
    public static ShmemChannel connect(Settings settings) {
        ShmemChannel channel = connect(settings.queue());
        await(settings.waits().ipcConnectionMs());
        return channel;
    }

    /** The same without the wait. */
    public static ShmemChannel connect(Settings.Queue queue) {
        return new ShmemChannel(ChannelDirectory.find(queue, NAME));
    }

    @Override
    public String whoServes() {
        return directory.whoServes();
    }

    @Override
    public void ask(Request request, int silenceDeadlineMs, Consumer<Reply> onReply) {
        long startNs = System.nanoTime();
        long pauseNs = FIRST_PAUSE_NS;
        while (!asked(request, silenceDeadlineMs, onReply)) {
            pauseNs = RequestChannel.pause(startNs, pauseNs, silenceDeadlineMs, WHY_NOT_TAKEN);
        }
    }

    @Override
    public void close() {
        // Each request has a channel of its own, closed with its answer.
    }

    private boolean asked(Request request, int silenceDeadlineMs, Consumer<Reply> onReply) {
        trace("asks pid " + directory.pid() + " in " + directory.path() + ", request kind " + request.kind());
        try (ChannelClient client = ChannelClient.begin(directory, request)) {
            boolean answered = client.receive(silenceDeadlineMs, onReply);
            trace(answered ? "has the whole answer" : "was not taken, tries again");
            return answered;
        }
    }

    static void trace(String what) {
        if ("true".equals(System.getenv(TRACE_VARIABLE))) {
            System.err.println("ipc: " + what);
        }
    }

    static void await(int ms) {
        long endNs = System.nanoTime() + ms * 1_000_000L;
        for (long leftNs = ms * 1_000_000L; leftNs > 0; leftNs = endNs - System.nanoTime()) {
            LockSupport.parkNanos(leftNs);
        }
    }
}
