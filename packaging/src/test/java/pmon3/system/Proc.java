package pmon3.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;

/**
 * A process as /proc shows it at one moment.
 *
 * @param startTicks field 22 of {@code /proc/PID/stat}: with the pid, this names the process for ever
 */
public record Proc(int pid, String name, char state, int parent, int group, int session, long startTicks) {
    private static final POSIX POSIX = POSIXFactory.getNativePOSIX();
    /** USER_HZ, in which /proc counts, is 100 on every architecture of Debian's. */
    static final int MS_PER_TICK = 10;

    public static final int SIGHUP = 1;
    public static final int SIGKILL = 9;
    public static final int SIGTERM = 15;
    public static final int SIGSTOP = 19;
    public static final int SIGCONT = 18;

    public static Optional<Proc> of(int pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            int nameEnd = stat.lastIndexOf(')');
            String[] fields = stat.substring(nameEnd + 2).split(" ");
            return Optional.of(new Proc(
                    pid,
                    stat.substring(stat.indexOf('(') + 1, nameEnd),
                    fields[0].charAt(0),
                    Integer.parseInt(fields[1]),
                    Integer.parseInt(fields[2]),
                    Integer.parseInt(fields[3]),
                    Long.parseLong(fields[19])));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    public static List<Proc> all() {
        List<Proc> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            folders.forEach(folder ->
                    of(Integer.parseInt(folder.getFileName().toString())).ifPresent(found::add));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    public static boolean lives(int pid) {
        return of(pid).filter(proc -> !proc.isZombie()).isPresent();
    }

    public static List<Proc> livingInSession(int leader) {
        return all().stream()
                .filter(proc -> proc.session == leader && !proc.isZombie())
                .toList();
    }

    public static List<Proc> descendants(int ancestor) {
        List<Proc> all = all();
        List<Proc> found = new ArrayList<>();
        collectChildren(ancestor, all, found);
        return found;
    }

    private static void collectChildren(int parent, List<Proc> all, List<Proc> into) {
        for (Proc proc : all) {
            if (proc.parent == parent) {
                into.add(proc);
                collectChildren(proc.pid, all, into);
            }
        }
    }

    public static void signal(int pid, int signal) {
        if (POSIX.kill(pid, signal) != 0 && lives(pid)) {
            throw new AssertionError("kill -" + signal + " " + pid + ": errno " + POSIX.errno());
        }
    }

    public boolean isZombie() {
        return state == 'Z' || state == 'X';
    }

    /** Whether it is this very process that lives, and not a later one with its number. */
    public boolean stillLives() {
        return of(pid).filter(now -> now.startTicks == startTicks && !now.isZombie())
                .isPresent();
    }

    /** For how long it has run. */
    public Duration age() {
        try {
            double upSeconds =
                    Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
            return Duration.ofMillis((long) (upSeconds * 1000) - startTicks * MS_PER_TICK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void kill() {
        if (stillLives()) {
            signal(pid, SIGKILL);
        }
    }

    /** Its effective user's number; nothing once it has ended. */
    public Optional<Integer> uid() {
        return status("Uid:").map(line -> Integer.parseInt(line.split("\\s+")[2]));
    }

    private Optional<String> status(String key) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/status"), StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> line.startsWith(key))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether it is that program just now. */
    public boolean executes(Path program) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/exe")).equals(program);
        } catch (IOException e) {
            return false;
        }
    }

    /** The numbers of its threads by their names; of several with one name the lowest. */
    public static Map<String, Integer> threads(int pid) {
        Map<String, Integer> found = new TreeMap<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads) {
                int tid = Integer.parseInt(thread.getFileName().toString());
                of(tid).ifPresent(live -> found.merge(live.name(), tid, Math::min));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    public static boolean isTraced(int tid) {
        return of(tid).flatMap(proc -> proc.status("TracerPid:"))
                .filter(line -> !line.endsWith("\t0"))
                .isPresent();
    }

    /** The words it was started with; none if it has ended. */
    public List<String> words() {
        try {
            return List.of(
                    Files.readString(Path.of("/proc/" + pid + "/cmdline")).split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Its environment as it was started with; empty if it may not be read. */
    public String environment() {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
