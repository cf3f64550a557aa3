package pmon3.daemon.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pmon3.daemon.kernel.UserDirectory.Account;

/** What a program finds in its environment. */
class ChildEnvironmentTest {
    private static final Account ALICE = new Account("alice", 1000, 1000, "/home/alice", "/bin/zsh", List.of(1000));

    @Test
    void itIsPmondsOwnWithWhatBelongsToItsUserAndThenItsOwnWords() {
        ChildEnvironment environment = new ChildEnvironment(Map.of("PATH", "/bin", "HOME", "/root", "USER", "root"));
        assertThat(environment.of(ALICE, List.of("PORT=80", "PATH=/opt", "EMPTY=", "A=b=c")))
                .containsExactlyInAnyOrder(
                        "PATH=/opt",
                        "HOME=/home/alice",
                        "USER=alice",
                        "LOGNAME=alice",
                        "SHELL=/bin/zsh",
                        "PORT=80",
                        "EMPTY=",
                        "A=b=c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONFIGOR_LOGLEVEL",
                "PMON3_CONF",
                "PMON3_DEBUG",
                "XIPC_DEBUG",
                "NOTIFY_SOCKET",
                "INVOCATION_ID",
                "JOURNAL_STREAM",
                "LISTEN_FDS",
                "MAINPID",
                "WATCHDOG_USEC",
                "SYSTEMD_EXEC_PID",
                "CREDENTIALS_DIRECTORY",
                "MEMORY_PRESSURE_WATCH"
            })
    void whatIsPrivateToPmondIsNotHandedOn(String name) {
        assertThat(names(new ChildEnvironment(Map.of(name, "x")))).doesNotContain(name);
    }

    @Test
    void whatOnlyLooksPrivateIs() {
        assertThat(names(new ChildEnvironment(Map.of("MY_PMON3_X", "1", "LISTENER", "1"))))
                .contains("MY_PMON3_X", "LISTENER");
    }

    @Test
    void whatTheLauncherHidFromTheJvmIsHandedOn() {
        ChildEnvironment environment = new ChildEnvironment(
                Map.of("PMON3_LAUNCHER_JAVA_TOOL_OPTIONS", "-Dx", "PMON3_LAUNCHER_LC_ALL", "", "LC_ALL", "C.UTF-8"));
        assertThat(environment.of(ALICE, List.of())).contains("JAVA_TOOL_OPTIONS=-Dx");
        assertThat(names(environment)).doesNotContain("LC_ALL");
    }

    @Test
    void aLocaleThatTheLauncherDidNotTouchIsHandedOn() {
        assertThat(new ChildEnvironment(Map.of("LC_ALL", "de_DE.UTF-8")).of(ALICE, List.of()))
                .contains("LC_ALL=de_DE.UTF-8");
    }

    @Test
    void whatTheLaunchersShellWouldDropIsHandedOn() {
        String lines = "a.b=1\nno entry\n%x=two\0lines=\n";
        String coded = Base64.getEncoder().encodeToString(lines.getBytes(StandardCharsets.UTF_8));
        ChildEnvironment environment = new ChildEnvironment(Map.of("PMON3_ODD_VARIABLES", coded));
        assertThat(environment.of(ALICE, List.of()))
                .hasSize(6)
                .contains("a.b=1", "%x=two\nlines=")
                .noneMatch(entry -> entry.startsWith("PMON3_"));
    }

    @Test
    void whatIsNotTheLaunchersIsNotBelieved() {
        ChildEnvironment environment = new ChildEnvironment(Map.of("PMON3_ODD_VARIABLES", "no=base64!"));
        assertThat(environment.of(ALICE, List.of())).hasSize(4);
    }

    private static List<String> names(ChildEnvironment environment) {
        return environment.of(ALICE, List.of()).stream()
                .map(entry -> entry.substring(0, entry.indexOf('=')))
                .toList();
    }
}
