package pmon3.daemon.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import jnr.ffi.Pointer;

/** What /proc shows of a process that another program started. */
final class ForeignProcess {
    private static final String BOOT_TIME_LABEL = "btime ";
    private static final int PATH_MAX = 4096;
    private static final long MS_PER_SECOND = 1000;

    private ForeignProcess() {}

    /** Empty if it is gone meanwhile. */
    static Optional<ProcessFacts> facts(ProcessIdentity identity) {
        int pid = identity.pid();
        return UidLine.ofProcess(pid)
                .map(uids -> new ProcessFacts(
                        identity, uids.real(), startedAt(identity), link(pid, "exe"), argv(pid), link(pid, "fd/1")));
    }

    private static Instant startedAt(ProcessIdentity identity) {
        long sinceBootMs = identity.startTicks() * MS_PER_SECOND / ProcUnits.TICKS_PER_SECOND;
        return Instant.ofEpochSecond(bootTime()).plusMillis(sinceBootMs);
    }

    /** Seconds since the epoch (proc_stat(5)). */
    private static long bootTime() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/stat"), StandardCharsets.ISO_8859_1)) {
                if (line.startsWith(BOOT_TIME_LABEL)) {
                    return Long.parseLong(
                            line.substring(BOOT_TIME_LABEL.length()).trim());
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        throw new IllegalStateException("/proc/stat has no line " + BOOT_TIME_LABEL);
    }

    /** By readlink(2): in a plain C locale the JVM would destroy names that are not ASCII. */
    private static String link(int pid, String name) {
        Pointer target = LibC.allocate(PATH_MAX);
        Pointer link = LibC.text("/proc/" + pid + "/" + name);
        long length = LibC.calls().readlinkat(Linux.AT_FDCWD, link, target, PATH_MAX);
        if (length <= 0) {
            return "";
        }
        byte[] bytes = new byte[(int) length];
        target.get(0, bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static List<String> argv(int pid) {
        try {
            byte[] line = Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline"));
            return words(new String(line, StandardCharsets.UTF_8));
        } catch (IOException gone) {
            return List.of();
        }
    }

    /** Each word is ended by a NUL; the last may not be, when the program has overwritten its arguments. */
    private static List<String> words(String line) {
        if (line.isEmpty()) {
            return List.of();
        }
        String body = line.endsWith("\0") ? line.substring(0, line.length() - 1) : line;
        return List.of(body.split("\0", -1));
    }
}
