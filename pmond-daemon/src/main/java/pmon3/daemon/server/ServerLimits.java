package pmon3.daemon.server;

/** What one client, one user and all of them together may cost; and how long the server waits for whom. */
final class ServerLimits {
    /** Requests that are taken and not yet answered. A request over a limit is removed; its client tries again. */
    static final int MAX_CHANNELS = 1024;

    static final int MAX_CHANNELS_PER_USER = 256;
    /** On top of {@link #MAX_CHANNELS}, for root and pmond's own user: others cannot lock them out. */
    static final int CHANNELS_RESERVED = 256;

    /** Handlers at work, each a thread; the other requests of the same user wait for their turn. */
    static final int MAX_RUNNING = 128;

    static final int MAX_RUNNING_PER_USER = 16;
    static final int RUNNING_RESERVED = 64;

    /** While the watching thread has little time to spare: how much of it each user has in each window. */
    static final int INTAKE_SHARE_WHEN_BUSY_US = 1000;

    static final int INTAKE_WINDOW_MS = 10;
    /** For so long after a window in which it was busy for more than half of the time. */
    static final int INTAKE_SPARING_MS = 1000;

    /** After so many busy windows somebody floods; each that is not busy makes up for a sixteenth of one that is. */
    static final int FLOOD_WINDOWS = 4;

    static final int FLOOD_WINDOW_WEIGHT = 16;
    /**
     * From the first busy window on it is looked who does it, for so long at least, so that one burst of twenty renames is no
     * flood; after the longest time anew.
     */
    static final int FLOOD_LOOK_MS = 25;

    static final int FLOOD_LOOK_LONGEST_MS = 100;
    /** Within it, it is looked with each so many names that come. */
    static final int FLOOD_LOOK_NAMES = 4;
    /**
     * By fewer renames, in each millisecond of the look, it is nobody: what comes beyond a user's share is removed, at some 7 µs
     * each, so that fewer cannot keep the thread busy. A warm client that does nothing but ask comes to three.
     */
    static final int FLOOD_SIGNS_PER_MS = 10;
    /** By fewer refusals, where the kernel does not say who renames, it is nobody. */
    static final int FLOOD_REFUSALS = 20;

    /** How long a user who floods is shut out, the first time and at most: each time twice as long as before. */
    static final int SHUT_OUT_SEC = 10;

    static final int SHUT_OUT_LONGEST_SEC = 300;
    /** It is forgotten after so many times its length. */
    static final int SHUT_OUT_MEMORY = 10;
    /** Of more users than these it is not even remembered: an access list has its limit. */
    static final int SHUT_OUT_USERS = 256;

    /** A thread that answers and has nothing to do ends after so long. */
    static final int THREAD_IDLE_SEC = 10;

    /** Requests larger than this are handled one after another for each user: what they hold is memory. */
    static final int LARGE_REQUEST_BYTES = 64 * 1024;
    /** Before the next of them the same user waits so many times as long as the last one took: each is much garbage. */
    static final int LARGE_REST_TIMES = 4;

    static final int LARGE_REST_MOST_MS = 100;

    /** How long a client whose ring is full may take to read half of it. */
    static final int WRITE_DEADLINE_MS = 5000;

    /** How long the bytes of one request may take, for the part at the door and for the rest. */
    static final int READ_DEADLINE_MS = 5000;
    /**
     * How long the bytes of one request may take where the connection has to be secured first: each client that starts at
     * the same moment as many others needs half a second of a processor for that.
     */
    static final int SECURED_DEADLINE_MS = 60_000;
    /** Connections let in before others get their turn. */
    static final int ADMITTED_AT_ONCE = 64;
    /** How long nobody is let in where there is no descriptor for it. */
    static final int DOOR_PAUSE_MS = 100;

    /** Connections by tcp of those who have not proven who they are. */
    static final int MAX_UNKNOWN = 128;
    /** Failed proofs with one name from one origin within the window; how many such pairs are remembered. */
    static final int MAX_FAILURES = 5;

    static final int FAILURE_WINDOW_MS = 60_000;
    static final int FAILURES_KEPT = 4096;
    /** The thread that asks for uids ends after so long without work. */
    static final int REGISTRY_IDLE_MS = 10_000;

    /** Between two attempts to serve a transport that the machine refused. */
    static final int RETRY_MS = 10_000;

    static final int SWEEP_INTERVAL_MS = 30_000;
    /** A client fills its file within milliseconds; what is older was given up. */
    static final int UNFINISHED_MAX_AGE_SEC = 10;
    /** Names looked at before events get their turn again. */
    static final int SWEEP_STEP_NAMES = 32;
    /** How long closing waits for answers that are under way. */
    static final int CLOSE_WAIT_MS = 2000;

    private ServerLimits() {}
}
