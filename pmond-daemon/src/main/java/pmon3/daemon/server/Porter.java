package pmon3.daemon.server;

import java.io.IOException;

/** Knows one kind of door: where it is, and who may come in. Used by the door's thread. */
interface Porter extends AutoCloseable {
    /** What becomes of those who wait. */
    interface Guests {
        void welcome(Visitor visitor);

        /** Somebody was sent away at once. */
        void refused();

        /** Nobody can be let in for a moment, for lack of descriptors. */
        void cannot();
    }

    /** Where the door is, for log lines. */
    String place();

    /** What can be read once somebody waits to be let in. */
    int descriptor();

    /** Lets in those who wait, a number of them at most. Never waits. */
    void letIn(Guests guests);

    /** Who was refused last, for log lines. */
    String lastRefused();

    /** How many may stand at the door. */
    int mostVisitors();

    /** How long a visitor may stand at the door. */
    default int patienceMs() {
        return ServerLimits.READ_DEADLINE_MS;
    }

    /** Nanoseconds until {@link #doWhatIsDue} is to be called; {@link Long#MAX_VALUE} if nothing is due ever. */
    default long dueInNs() {
        return Long.MAX_VALUE;
    }

    /** Does what only time asks for. Never waits. */
    default void doWhatIsDue() {}

    /** Ends what it does in other threads, and waits for that within bounds; after the last of {@link #letIn}. */
    default void stop() {}

    /** Makes the door again where something took it away. */
    void renew() throws IOException;

    @Override
    void close();
}
