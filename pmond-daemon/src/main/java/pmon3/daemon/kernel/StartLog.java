package pmon3.daemon.kernel;

import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of one start: opened here if it is the daemon's own, else left to the helper. Confined to the poller's thread. */
final class StartLog {
    private static final int NONE = -1;
    private static final Logger LOG = LoggerFactory.getLogger(StartLog.class);

    /** Undoes the making of a log. */
    private interface TakingBack {
        void run() throws ErrnoException;
    }

    private final int fd;
    private final TakingBack takingBack;

    private StartLog(int fd, TakingBack takingBack) {
        this.fd = fd;
        this.takingBack = takingBack;
    }

    static StartLog open(LogTarget target) throws ErrnoException {
        if (!(target instanceof LogTarget.Own own)) {
            return new StartLog(NONE, () -> {});
        }
        OwnLog.Opened opened = OwnLog.open(own, Clock.systemUTC());
        Optional<FileFacts> created = opened.created();
        return new StartLog(opened.fd(), created.isPresent() ? () -> OwnLog.takeBack(own, created.get()) : () -> {});
    }

    /** -1: the helper opens it. */
    int fd() {
        return fd;
    }

    void close() {
        if (fd != NONE) {
            Descriptors.close(fd);
        }
    }

    /** For a start whose program never ran: a log that was made for it, and is empty, is removed; also after the close. */
    void takeBack() {
        try {
            takingBack.run();
        } catch (ErrnoException failure) {
            LOG.warn("the empty log of a failed start stays: {}", failure.getMessage());
        }
    }
}
