package pmon3.ipc;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import pmon3.config.Settings;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * Asks pmond through channel files in shared memory, a new one for each request. {@code XIPC_DEBUG=true} in the
 * environment traces to stderr. Used by one thread at a time.
 */
public final class ShmemChannel implements RequestChannel {
    private static final String SKIP_CHECK_VARIABLE = "PMON3_SKIP_RUNCHECK";
    private static final String TRACE_VARIABLE = "XIPC_DEBUG";
    private static final long FIRST_RETRY_PAUSE_NS = 1_000_000;
    private static final long LONGEST_RETRY_PAUSE_NS = 100_000_000;

    private final ChannelDirectory directory;
    private final boolean traced = isSet(TRACE_VARIABLE);

    private ShmemChannel(ChannelDirectory directory) {
        this.directory = directory;
    }

    /**
     * Finds the pmond to talk to, as {@link ChannelDirectory#choose} says, and waits {@code wait.ipc_connection}.
     *
     * @throws PmonException UNREACHABLE if none lives (not with {@code PMON3_SKIP_RUNCHECK=true}), PROTOCOL if it speaks
     *     another version, NOT_PERMITTED if its directory is closed to the caller
     */
    public static ShmemChannel connect(Settings settings) {
        ShmemChannel channel = connect(settings.queue());
        pause(settings.waits().ipcConnectionMs());
        return channel;
    }

    /** The same without the wait. */
    public static ShmemChannel connect(Settings.Queue queue) {
        ChannelDirectory directory = ChannelDirectory.choose(queue);
        if (directory.lives()) {
            checkVersion(directory);
        } else if (!isSet(SKIP_CHECK_VARIABLE)) {
            throw new PmonException(
                    ErrorCode.UNREACHABLE, "pmond must be running (nobody serves " + directory.path() + ")");
        }
        return new ShmemChannel(directory);
    }

    /** Where it asks; of nobody if the check was skipped and no pmond lives there. */
    public ChannelDirectory directory() {
        return directory;
    }

    @Override
    public void ask(Request request, int silenceDeadlineMs, Consumer<Reply> onReply) {
        long startNs = System.nanoTime();
        long pauseNs = FIRST_RETRY_PAUSE_NS;
        while (!asked(request, silenceDeadlineMs, onReply)) {
            if (System.nanoTime() - startNs > silenceDeadlineMs * 1_000_000L) {
                throw new PmonException(
                        ErrorCode.LIMIT,
                        "pmond does not take the request: too many of this user at once, or it cannot see this process"
                                + " (another container?)");
            }
            LockSupport.parkNanos(pauseNs);
            pauseNs = Math.min(LONGEST_RETRY_PAUSE_NS, 2 * pauseNs);
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

    private void trace(String what) {
        if (traced) {
            System.err.println("ipc: " + what);
        }
    }

    private static boolean isSet(String variable) {
        return "true".equals(System.getenv(variable));
    }

    private static void checkVersion(ChannelDirectory directory) {
        if (directory.version() != ChannelLayout.PROTOCOL_VERSION) {
            throw new PmonException(
                    ErrorCode.PROTOCOL,
                    "pmond (pid " + directory.pid() + ") speaks version " + directory.version()
                            + " of the protocol, this pmon3 version " + ChannelLayout.PROTOCOL_VERSION
                            + ": restart pmond");
        }
    }

    private static void pause(int ms) {
        long endNs = System.nanoTime() + ms * 1_000_000L;
        for (long leftNs = ms * 1_000_000L; leftNs > 0; leftNs = endNs - System.nanoTime()) {
            LockSupport.parkNanos(leftNs);
        }
    }
}
