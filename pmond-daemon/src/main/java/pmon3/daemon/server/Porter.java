package pmon3.daemon.server;

import java.io.IOException;
import java.util.Optional;

/** Knows one kind of door: where it is, and who may come in. Used by the door's thread. */
interface Porter extends AutoCloseable {
    /** Where the door is, for log lines. */
    String place();

    /** The listening socket. */
    int listener();

    /** Looks at a connection that was accepted, and takes it over; empty if it was refused and closed. */
    Optional<Visitor> receive(int fd);

    /** Who was refused last, for log lines. */
    String lastRefused();

    /** How many may stand at the door; the one that has stood there for the longest makes room for the next. */
    int mostVisitors();

    /** Makes the door again where something took it away. */
    void renew() throws IOException;

    @Override
    void close();
}
