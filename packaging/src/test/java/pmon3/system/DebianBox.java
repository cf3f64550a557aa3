package pmon3.system;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A fresh minimal Debian of the test's own, in a folder, with systemd booted in it: debootstrap makes it, systemd-nspawn
 * boots it. It has pids, /dev/shm and a network of its own, and nothing of the machine's is changed.
 */
final class DebianBox implements AutoCloseable {
    private static final Duration MADE = Duration.ofMinutes(6);
    private static final Duration BOOTED = Duration.ofSeconds(90);
    private static final Duration OFF = Duration.ofSeconds(60);
    private static final Path SYSTEMD_RUNS = Path.of("/run/systemd/system");

    private final Path folder;
    private final Path log;
    private Optional<Process> nspawn = Optional.empty();
    private int leader;

    private DebianBox(Path folder) {
        this.folder = folder;
        this.log = folder.resolveSibling("boot.log");
    }

    /** Skips the test where no such box can be made, with the reason. */
    static DebianBox create(String... packages) throws IOException {
        Root.required();
        assumeTrue(Files.exists(Path.of("/etc/debian_version")), "needs Debian: the box is made like the machine");
        for (String program : List.of("debootstrap", "systemd-nspawn", "nsenter")) {
            boolean present =
                    Command.of("sh", "-c", "command -v " + program).run().exit() == 0;
            assumeTrue(present, "needs " + program + "; packaging/test installs it");
        }
        Path parent = Files.createTempDirectory(Path.of("/var/tmp"), "pmon3-box");
        DebianBox box = new DebianBox(parent.resolve("debian"));
        boolean made = false;
        try {
            Ran ran = box.debootstrap(packages);
            assumeTrue(ran.exit() == 0, "debootstrap cannot make a Debian here: " + lastLine(ran.out() + ran.err()));
            made = true;
            return box;
        } finally {
            if (!made) {
                Tree.remove(parent);
            }
        }
    }

    /** The machine's own release, from the mirror that the machine itself uses. */
    private Ran debootstrap(String... packages) {
        List<String> all = new ArrayList<>(List.of("systemd", "systemd-sysv", "dbus", "procps"));
        all.addAll(List.of(packages));
        String script = """
                . /etc/os-release
                mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
                    grep -v '^#' | grep -oE '(http|https)://[^ ]*/debian/?( |$)' | head -n 1)
                exec debootstrap --variant=minbase --include="$1" "$VERSION_CODENAME" "$2" ${mirror:-http://deb.debian.org/debian}
                """;
        Command command = Command.of("sh", "-c", script, "debootstrap", String.join(",", all), folder.toString());
        for (String variable : List.of("http_proxy", "https_proxy", "no_proxy")) {
            Optional<String> value = Optional.ofNullable(System.getenv(variable));
            command = value.isPresent() ? command.with(variable, value.get()) : command;
        }
        return command.within(MADE).run();
    }

    private static String lastLine(String text) {
        List<String> lines = text.lines().toList();
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }

    /** Boots it, and waits until it is up. */
    void boot() {
        List<String> words = new ArrayList<>(List.of(
                "systemd-nspawn",
                "--quiet",
                "--directory=" + folder,
                "--machine=" + folder.getParent().getFileName(),
                "--private-network",
                "--resolv-conf=off",
                "--register=no",
                "--boot"));
        if (!Files.exists(SYSTEMD_RUNS)) {
            words.add(1, "--keep-unit");
        }
        Process process = Command.of(words.toArray(String[]::new)).start(log, log);
        nspawn = Optional.of(process);
        leader = Await.value("the box's first process", BOOTED, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("systemd-nspawn ended: " + bootLog());
            }
            return Proc.descendants((int) process.pid()).stream()
                    .filter(proc ->
                            proc.parent() == process.pid() && proc.name().equals("systemd"))
                    .map(Proc::pid)
                    .findFirst();
        });
        Await.until("the box's start", BOOTED, () -> {
            String state = exec("systemctl", "is-system-running").out().strip();
            return state.equals("running") || state.equals("degraded");
        });
    }

    /** Boots it for the first time; skips the test where systemd cannot run in a box at all. */
    void bootOrSkip() {
        try {
            boot();
        } catch (IllegalStateException e) {
            assumeTrue(false, e.getMessage());
        }
    }

    private String bootLog() {
        try {
            return Command.text(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a program in the box, as root. */
    Ran exec(String... words) {
        return command(words).within(Duration.ofSeconds(120)).run();
    }

    /** A program in the box, as root, not yet run. */
    Command command(String... words) {
        List<String> all = new ArrayList<>(
                List.of("nsenter", "-t", Integer.toString(leader), "-a", "-r", "-w", "env", "-i", "HOME=/root"));
        Command command = Command.of(words);
        command.environment().forEach((key, value) -> all.add(key + "=" + value));
        all.addAll(command.words());
        return Command.of(all.toArray(String[]::new));
    }

    /** Runs lines of a shell in the box; the first that fails ends them. */
    Ran sh(String lines) {
        return exec("bash", "-euo", "pipefail", "-c", lines);
    }

    /** Runs lines of a shell in the box while it is off: nothing of systemd runs then. */
    Ran shWhileOff(String lines) {
        return Command.of(
                        "systemd-nspawn",
                        "--quiet",
                        "--directory=" + folder,
                        "--machine=" + folder.getParent().getFileName(),
                        "--private-network",
                        "--resolv-conf=off",
                        "--register=no",
                        "--keep-unit",
                        "--as-pid2",
                        "--console=pipe",
                        "bash",
                        "-euo",
                        "pipefail",
                        "-c",
                        lines)
                .within(Duration.ofSeconds(120))
                .run();
    }

    /** A path in the box as the machine sees it. */
    Path path(String inside) {
        return folder.resolve(inside.substring(1));
    }

    /** Shuts it down as somebody would, and waits until it is off. */
    void stop() {
        exec("systemctl", "poweroff", "--no-block");
        awaitOff();
    }

    /** As if the power had failed. */
    void cutPower() {
        Proc.signal(leader, Proc.SIGKILL);
        awaitOff();
    }

    private void awaitOff() {
        Process process = nspawn.orElseThrow();
        try {
            if (!process.waitFor(OFF.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the box is still on: " + bootLog());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while waiting for the box's end", e);
        }
        nspawn = Optional.empty();
    }

    @Override
    public void close() {
        if (nspawn.filter(Process::isAlive).isPresent()) {
            cutPower();
        }
        Tree.remove(folder.getParent());
    }
}
