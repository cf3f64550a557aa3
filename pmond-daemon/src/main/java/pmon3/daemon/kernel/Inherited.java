package pmon3.daemon.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jnr.ffi.Pointer;

/**
 * What pmond was started with and its children shall have, whatever it changes for itself. To be captured before
 * anything is changed; the JVM must run with {@code -XX:-MaxFDLimit}, or it has already raised one.
 *
 * @param oomScore {@code /proc/self/oom_score_adj}, -1000 to 1000
 * @param umask permission bits that new files do not get
 */
public record Inherited(List<Limit> limits, int oomScore, int umask) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path OOM_SCORE = Path.of("/proc/self/oom_score_adj");
    private static final String UMASK_LABEL = "Umask:";
    private static final int OCTAL = 8;

    /** getrlimit(2); the values are unsigned, all bits set is without limit. */
    public record Limit(int resource, long soft, long hard) {}

    public Inherited {
        limits = List.copyOf(limits);
    }

    public static Inherited capture() throws IOException {
        int oomScore = Integer.parseInt(Files.readString(OOM_SCORE).trim());
        return new Inherited(captureLimits(), oomScore, captureUmask());
    }

    private static List<Limit> captureLimits() throws ErrnoException {
        List<Limit> limits = new ArrayList<>();
        Pointer present = LibC.allocate(2 * Long.BYTES);
        for (int resource = 0; resource < Linux.RLIMIT_COUNT; resource++) {
            if (LibC.calls().prlimit(0, resource, null, present) != 0) {
                throw ErrnoException.last("prlimit");
            }
            limits.add(new Limit(resource, present.getLong(0), present.getLong(Long.BYTES)));
        }
        return limits;
    }

    /** Read, not set and set back as umask(2) would need: other threads may be creating files. */
    private static int captureUmask() throws IOException {
        for (String line : Files.readAllLines(STATUS)) {
            if (line.startsWith(UMASK_LABEL)) {
                return Integer.parseInt(line.substring(UMASK_LABEL.length()).trim(), OCTAL);
            }
        }
        throw new IOException(STATUS + " has no line " + UMASK_LABEL);
    }
}
