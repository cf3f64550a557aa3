package pmon3.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a stream leads to systemd's journal: $JOURNAL_STREAM names its device and inode, see systemd.exec(5). */
final class JournalStream {
    private static final String VARIABLE = "JOURNAL_STREAM";
    private static final Path STDERR = Path.of("/proc/self/fd/2");

    private JournalStream() {}

    static boolean isStderr() {
        return is(System.getenv(VARIABLE), STDERR);
    }

    /**
     * @param named the variable's value, null where there is none
     * @param stream what is written to; where it cannot be looked at, it is none
     */
    static boolean is(String named, Path stream) {
        if (named == null) {
            return false;
        }
        try {
            return named.equals(Files.getAttribute(stream, "unix:dev") + ":" + Files.getAttribute(stream, "unix:ino"));
        } catch (IOException e) {
            // stderr is closed, or there is no /proc: nobody reads the lines, or they are readable without priorities.
            return false;
        }
    }
}
