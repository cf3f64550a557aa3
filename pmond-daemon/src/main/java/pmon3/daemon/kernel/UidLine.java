package pmon3.daemon.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The four uids of a process: the line {@code Uid:} of {@code /proc/PID/status} (proc_pid_status(5)). */
public record UidLine(int real, int effective, int saved, int fileSystem) {
    private static final String LABEL = "Uid:\t";

    /** Empty if there is no such process. */
    public static Optional<UidLine> ofProcess(int pid) {
        try {
            byte[] status = Files.readAllBytes(Path.of("/proc/" + pid + "/status"));
            return parse(new String(status, StandardCharsets.ISO_8859_1));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    static Optional<UidLine> parse(String status) {
        return status.lines().filter(line -> line.startsWith(LABEL)).findFirst().flatMap(UidLine::parseLine);
    }

    private static Optional<UidLine> parseLine(String line) {
        String[] uids = line.substring(LABEL.length()).split("\t", -1);
        return uids.length == 4
                ? Optional.of(new UidLine(uid(uids[0]), uid(uids[1]), uid(uids[2]), uid(uids[3])))
                : Optional.empty();
    }

    private static int uid(String text) {
        return Integer.parseUnsignedInt(text);
    }

    /** Whether the process can act as this user alone. */
    public boolean areAll(int uid) {
        return real == uid && effective == uid && saved == uid && fileSystem == uid;
    }
}
