package pmon3.daemon;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Another look at the configuration, asked for by a signal; before pmond has started up it is kept until then. Any thread. */
final class Reloading {
    private static final Logger LOG = LoggerFactory.getLogger("pmond");

    private Optional<Runnable> look = Optional.empty();
    private boolean asked;

    void ask() {
        lookOrKeep()
                .ifPresentOrElse(
                        Runnable::run,
                        () -> LOG.info("pmond is starting up, and looks at the configuration again when it has"));
    }

    private synchronized Optional<Runnable> lookOrKeep() {
        asked = look.isEmpty();
        return look;
    }

    /** pmond has started up, with the configuration as it was when it began to. */
    void startedUp(Runnable looking) {
        if (begin(looking)) {
            looking.run();
        }
    }

    private synchronized boolean begin(Runnable looking) {
        look = Optional.of(looking);
        return asked;
    }
}
