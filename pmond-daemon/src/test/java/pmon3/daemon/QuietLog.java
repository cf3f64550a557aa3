package pmon3.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import org.slf4j.LoggerFactory;

/** For tests that make pmond say the same thing thousands of times. */
public final class QuietLog {
    private static final List<String> TALKATIVE = List.of("pmond.supervisor", "pmond.recovery", "pmond.command");

    private QuietLog() {}

    public static void begin() {
        TALKATIVE.forEach(name -> ((Logger) LoggerFactory.getLogger(name)).setLevel(Level.OFF));
    }
}
