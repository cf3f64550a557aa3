package pmon3.daemon.server;

/** A connection at the door, whose request has not come yet. Used by the door's thread. */
interface Visitor {
    /** What has become of it. */
    enum State {
        /** It has more to say. */
        WAITS,
        /** All that is needed to go on has come. */
        IS_THROUGH,
        /** It cannot come to a good end. */
        IS_LOST
    }

    int descriptor();

    /** Where it comes from; whoever is not known yet is known by that. */
    default String origin() {
        return "";
    }

    /** When it came, by the monotonic clock. */
    long sinceNs();

    /** Takes what has come. Never waits. */
    State hear();

    /** Hands it in; from then on it is no visitor, and {@link #sendAway} does nothing. */
    void passOn(Reception reception);

    /** Closes the connection and gives back what it was counted for; nothing if that was done. */
    void sendAway();
}
