package pmon3.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;

/**
 * A process as /proc shows it at one moment.
 *
 * @param startTicks field 22 of {@code /proc/PID/stat}: with the pid, this names the process for ever
 */
public record Proc(int pid, String name, char state, int parent, int session, long startTicks) {
    private static final POSIX POSIX = POSIXFactory.getNativePOSIX();
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

    public void kill() {
        if (stillLives()) {
            signal(pid, SIGKILL);
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
