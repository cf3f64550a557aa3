package pmon3.daemon.server;

/** Where a door's visitors go on to. Any thread. */
@FunctionalInterface
interface Reception {
    /** Has the request answered and its client shown signs of life meanwhile; its user is counted for it already. */
    void accept(TakenRequest request);
}
