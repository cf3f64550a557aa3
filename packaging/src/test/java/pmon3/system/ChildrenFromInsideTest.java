package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a program has of pmond, told by the program itself, where pmond was started in the oddest way. */
class ChildrenFromInsideTest {
    private static final Duration WRITTEN = Duration.ofSeconds(20);
    private static final String NONE = "0000000000000000";
    private static final String[] RIGHTS = {"CapInh", "CapPrm", "CapEff", "CapAmb"};

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    @Test
    void rootsProgramHasWhatTheDocumentsPromiseAndNothingElse() throws IOException {
        Map<String, String> inside = inside("root", "");
        assertPromised(inside);
        assertThat(inside)
                .containsEntry("NoNewPrivs", "0")
                .containsEntry("securebits", "0")
                .containsEntry("Uid", "0 0 0 0")
                .containsEntry("Gid", "0 0 0 0")
                .containsEntry("Groups", "0")
                .containsEntry("CapInh", NONE)
                .containsEntry("CapAmb", NONE)
                .containsEntry("env HOME", "/root")
                .containsEntry("env USER", "root");
    }

    @Test
    void anotherUsersProgramHasNothingOfRoot() throws IOException {
        Map<String, String> inside = inside("nobody", "");
        assertPromised(inside);
        String own = Command.of("id", "-u", "nobody").run().ok().out().strip();
        String group = Command.of("id", "-g", "nobody").run().ok().out().strip();
        assertThat(inside)
                .containsEntry("NoNewPrivs", "0")
                .containsEntry("securebits", "0")
                .containsEntry("Uid", String.join(" ", own, own, own, own))
                .containsEntry("Gid", String.join(" ", group, group, group, group))
                .containsEntry("Groups", group)
                .containsEntry("env USER", "nobody")
                .containsEntry("env LOGNAME", "nobody");
        for (String right : RIGHTS) {
            assertThat(inside).containsEntry(right, NONE);
        }
    }

    @Test
    void aProgramGetsNoCapabilityThatPmondCanPassOn() throws IOException {
        Map<String, String> inside = inside("nobody", "--inh-caps=+net_raw,+chown --ambient-caps=+net_raw,+chown");
        for (String right : RIGHTS) {
            assertThat(inside).containsEntry(right, NONE);
        }
        Map<String, String> root = inside("root", null);
        assertThat(root).containsEntry("CapInh", NONE).containsEntry("CapAmb", NONE);
    }

    @Test
    void whatPmondCannotTakeBackItsProgramsHaveAndNothingOfRootsAllTheSame() throws IOException {
        Map<String, String> inside = inside("nobody", "--no-new-privs --securebits=+no_setuid_fixup");
        assertPromised(inside);
        assertThat(inside).containsEntry("NoNewPrivs", "1").containsEntry("securebits", "4");
        for (String right : RIGHTS) {
            assertThat(inside).containsEntry(right, NONE);
        }
    }

    /** @param rights for setpriv; null where pmond runs already */
    private Map<String, String> inside(String user, String rights) throws IOException {
        Root.required();
        if (rights != null) {
            Path secret = Files.writeString(pmond.folder().resolve("secret"), "root's");
            Command.of("chmod", "600", secret.toString()).run().ok();
            pmond.startedBy(("setpriv " + rights + " /usr/bin/python3 " + python("start-odd.py") + " " + secret)
                            .split(" +"))
                    .environment("PMON3_DEBUG", "false")
                    .environment("NOTIFY_SOCKET", "/nowhere")
                    .environment("LISTEN_FDS", "1")
                    .environment("CREDENTIALS_DIRECTORY", "/nowhere")
                    .environment("PUBLIC", "yes")
                    .start();
        }
        Path program = pmond.script("inside-" + user, Files.readString(python("from-inside.py")));
        pmond.run("exec", "-u", user, program.toString()).ok();
        return written(program.getFileName().toString());
    }

    private static Path python(String name) {
        return Path.of("src/test/python/" + name).toAbsolutePath();
    }

    private Map<String, String> written(String process) {
        Path log = pmond.logFile(process);
        String text = Await.value("what it has", WRITTEN, () -> {
            try {
                String so = Files.exists(log) ? Files.readString(log) : "";
                return so.contains("\nwritten\n") ? Optional.of(so) : Optional.empty();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        Map<String, String> facts = new TreeMap<>();
        text.lines().filter(line -> line.contains("=")).forEach(line -> {
            int equals = line.indexOf('=');
            facts.put(line.substring(0, equals), line.substring(equals + 1));
        });
        return facts;
    }

    /** docs/OPERATIONS.md has the list. */
    private void assertPromised(Map<String, String> inside) {
        assertThat(inside)
                .as("signals: Python itself ignores PIPE and XFSZ")
                .containsEntry("SigBlk", NONE)
                .containsEntry("SigIgn", "0000000001001000");
        assertThat(inside.keySet().stream().filter(key -> key.startsWith("fd"))).containsExactly("fd0", "fd1", "fd2");
        assertThat(inside.get("fd0")).isEqualTo("/dev/null");
        assertThat(inside.get("fd1")).isEqualTo(inside.get("fd2")).startsWith(pmond.folder() + "/logs/");
        assertThat(inside)
                .as("as pmond was started")
                .containsEntry("RLIMIT_NOFILE", "700 5000")
                .containsEntry("RLIMIT_CORE", "4096 8192")
                .containsEntry("RLIMIT_STACK", (4 << 20) + " " + (64 << 20))
                .containsEntry("oom", "123")
                .containsEntry("Umask", "0027")
                .containsEntry("nice", "3")
                .as("batch, as pmond")
                .containsEntry("policy", "3")
                .as("best effort, as pmond")
                .containsEntry("ionice", "2 6")
                .containsEntry("timerslack", "123456")
                .containsEntry("coredump", "00000013")
                .containsEntry("Seccomp", "0")
                .containsEntry("env PUBLIC", "yes");
        assertThat(inside.get("Cpus_allowed_list")).matches("\\d+");
        assertThat(inside)
                .as("of its own")
                .containsEntry("leads", "True True")
                .containsEntry("tty", "0")
                .containsEntry("terminal", "none")
                .containsEntry("pdeathsig", "0")
                .containsEntry("keepcaps", "0")
                .containsEntry("subreaper", "0")
                .containsEntry("cwd", pmond.folder().toString());
        assertThat(inside.get("keyring")).doesNotContain("roots-secrets");
        assertThat(inside.keySet().stream().filter(key -> key.startsWith("env ")))
                .noneMatch(key -> key.matches("env (PMON3_|CONFIGOR_|NOTIFY|LISTEN_|CREDENTIALS|LC_ALL).*"));
    }
}
