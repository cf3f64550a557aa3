package pmon3.daemon.supervise;

import java.util.List;
import pmon3.daemon.store.StoredGroup;

/** Who is told of restarts, failures and back-offs. Called by the supervisor thread; returns at once. */
public interface EventSink {
    /** @param groups those that it is in, by id */
    void announce(Announcement announcement, ManagedProcess process, List<StoredGroup> groups);
}
