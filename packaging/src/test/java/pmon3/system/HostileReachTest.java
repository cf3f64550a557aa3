package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A hostile client of a root pmond with the usual configuration reaches nothing that is not its own user's anyhow. */
class HostileReachTest {
    private static final int ATTACKS = 2000;
    /** Of these, what is read or written would be noticed. */
    private static final List<String> TARGETS =
            List.of("/etc/passwd", "/etc/shadow", "/etc/group", "/etc/gshadow", "/root", "/etc/ld.so.preload");
    /** Of a details' table, what changes by itself. */
    private static final List<String> PASSING = List.of("uptime", "memory", "cpu");

    private static final String BACKUP = "data.db.backup";
    private static final Duration BACKED_UP = Duration.ofSeconds(90);

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    @BeforeEach
    void severalUsersHaveProcesses() {
        Root.required();
        pmond.start();
        pmond.run("exec", "/bin/sleep", "--name", "roots", "-a", "10000", "-g", "servers")
                .ok();
        pmond.run("exec", "/bin/sleep", "--name", "its", "-a", "10000", "-u", "daemon")
                .ok();
        pmond.runAs("games", "exec", "/bin/sleep", "--name", "games", "-a", "10000")
                .ok();
        pmond.run("exec", "/bin/sleep", "--name", "stopped", "-a", "10000").ok();
        pmond.run("stop", "stopped").ok();
    }

    @Test
    void nothingOfAnybodyElseIsTouchedStartedOrStopped() throws IOException {
        Path marker = pmond.folder().resolve("marker");
        Path program = pmond.script("intruder", "#!/bin/sh\nid >>" + marker + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        HostileProgram hostile = new HostileProgram(pmond, HostileProgram.forbidden("roots", "servers", program));
        // pmond makes it a while after the last change, whoever asks what meanwhile.
        Await.until("the backup of the database", BACKED_UP, () -> Files.exists(backup()));
        Map<String, String> files = files();
        List<String> processes = processes();
        List<String> state = state();
        long started = starts();

        hostile.attack(ATTACKS);

        assertThat(files()).isEqualTo(files);
        assertThat(marker).doesNotExist();
        assertThat(processes()).isEqualTo(processes);
        assertThat(state()).isEqualTo(state);
        assertThat(starts()).as("programs started, by pmond's log").isEqualTo(started);
        assertThat(pmond.helpers()).isEmpty();
    }

    private Path backup() {
        return pmond.database().resolveSibling(BACKUP);
    }

    /** All that is not in the attacker's reach, but for what pmond itself writes all the time. */
    private Map<String, String> files() {
        Map<String, String> found = new TreeMap<>();
        for (String target : TARGETS) {
            if (Files.exists(Path.of(target))) {
                found.put(target, facts(Path.of(target), true));
            }
        }
        Path data = pmond.database().getParent();
        for (Path root : List.of(pmond.folder(), pmond.channelDirectory().getParent())) {
            try (Stream<Path> all = Files.walk(root)) {
                all.filter(file -> !isTheAttackers(file))
                        .forEach(file -> found.put(file.toString(), facts(file, !file.startsWith(data))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    /** And what the tests themselves write. */
    private boolean isTheAttackers(Path file) {
        Path channels = pmond.channelDirectory();
        String name = file.getFileName().toString();
        return file.startsWith(channels.resolveSibling("hostile"))
                || file.equals(channels)
                || file.startsWith(channels) && !name.startsWith("pmond.")
                || file.equals(channels.getParent())
                || file.equals(pmond.folder())
                || name.equals("pmond.log")
                || name.startsWith("hostile");
    }

    /** @param contents whether its size and time are to be the same too */
    private static String facts(Path file, boolean contents) {
        try {
            Map<String, Object> facts = new TreeMap<>(
                    Files.readAttributes(file, "unix:uid,gid,mode,ino,nlink,size,ctime", LinkOption.NOFOLLOW_LINKS));
            if (!contents) {
                facts.remove("size");
                facts.remove("ctime");
            }
            if (file.endsWith(BACKUP)) {
                // Each is a new one.
                facts.remove("ino");
            }
            return facts.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything below pmond, and pmond, with whose it is. */
    private List<String> processes() {
        List<Proc> all = new ArrayList<>(pmond.living());
        all.add(Proc.of(pmond.pid()).orElseThrow());
        return all.stream()
                .map(proc -> proc.pid() + " " + proc.startTicks() + " " + proc.uid() + " " + proc.words())
                .sorted()
                .toList();
    }

    private List<String> state() {
        List<String> state = new ArrayList<>();
        for (TableRow row : pmond.ls()) {
            state.add(String.join(" ", row.name(), "" + row.pid(), "" + row.restarts(), row.status(), row.date()));
            pmond.run("desc", row.name()).ok().lines().stream()
                    .filter(line -> PASSING.stream().noneMatch(line::contains))
                    .forEach(state::add);
        }
        for (String[] words : new String[][] {{"group", "ls"}, {"export", "json"}, {"dgraph"}}) {
            state.addAll(pmond.run(words).ok().lines());
        }
        pmond.stored().rows().forEach(row -> state.add(row.toString()));
        return state;
    }

    private long starts() {
        return pmond.pmondLog()
                .lines()
                .filter(line -> line.contains(" runs as pid "))
                .count();
    }

    @Test
    void aDirectoryMadeBeforePmondStartedIsSetAsideAndNotAsked() throws IOException {
        Path channels = pmond.channelDirectory();
        pmond.stop();
        Files.setPosixFilePermissions(channels.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        Tree.remove(channels);
        // A false pmond: its lock file is right in all but whose it is.
        Path script = pmond.script(
                "false-pmond",
                "#!/usr/bin/python3\n"
                        + "import fcntl, os, sys, time\n"
                        + "os.mkdir(sys.argv[1])\n"
                        + "lock = open(sys.argv[1] + '/pmond.lock', 'w')\n"
                        + "os.fchmod(lock.fileno(), 0o644)\n"
                        + "lock.write('1 %d\\n' % os.getpid())\n"
                        + "lock.flush()\n"
                        + "fcntl.lockf(lock, fcntl.LOCK_EX)\n"
                        + "os.chmod(sys.argv[1], 0o1733)\n"
                        + "open(sys.argv[2], 'w').close()\n"
                        + "time.sleep(1000)\n");
        Path ready = pmond.folderOf(HostileProgram.USER, "own").resolve("ready");
        Path said = pmond.folder().resolve("false-pmond.out");
        Process falsePmond = Command.of(script.toString(), channels.toString(), ready.toString())
                .as(HostileProgram.USER)
                .start(said, said);
        try {
            Await.until("the false pmond", Duration.ofSeconds(10), () -> Files.exists(ready));
            for (Ran refused : List.of(pmond.run("ls"), pmond.runAs("daemon", "ls"))) {
                assertThat(refused.exited(3).err()).contains("belongs to uid 65534, not to a pmond");
            }
            pmond.start();
            assertThat(pmond.row("roots")).isPresent();
            assertThat(Files.getAttribute(channels, "unix:uid")).isEqualTo(0);
            assertThat(falsePmond.isAlive()).isTrue();
        } finally {
            falsePmond.destroyForcibly();
        }
    }
}
