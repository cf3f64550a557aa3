package pmon3.daemon.server;

/**
 * One way in for requests: it takes them at its door, learns from the kernel or from a secret who asks, bounds what each
 * costs, and hands them to the {@link Desk}. Opened before anything of pmond is started; in a thread of its own from
 * {@link #serve} to {@link #stop}.
 */
interface Transport extends AutoCloseable {
    /** Begins to take requests; called once. */
    void serve(Desk desk);

    /** Takes nothing more; what was taken is still answered. Any thread. */
    void stop();

    /** From now on clients see that nobody serves; after {@link #stop}. */
    @Override
    void close();
}
