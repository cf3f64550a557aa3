package pmon3.daemon;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.daemon.supervise.Announcement;
import pmon3.daemon.supervise.EventSink;
import pmon3.daemon.supervise.LogText;
import pmon3.daemon.supervise.ManagedProcess;

/** Writes restarts, failures and back-offs to pmond's log. */
final class EventLog implements EventSink {
    private static final Logger LOG = LoggerFactory.getLogger("pmond.event");

    @Override
    public void announce(Announcement announcement, ManagedProcess process) {
        LOG.info(
                "{}: {} ({}), pid {}",
                announcement,
                LogText.printable(process.name()),
                process.id(),
                process.lastPid());
    }
}
