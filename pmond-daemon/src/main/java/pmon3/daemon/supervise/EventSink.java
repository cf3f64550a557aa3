package pmon3.daemon.supervise;

/** Who is told of restarts, failures and back-offs. Called by the supervisor thread; returns at once. */
public interface EventSink {
    void announce(Announcement announcement, ManagedProcess process);
}
