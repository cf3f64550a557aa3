package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code topn} with the real top, in a real terminal and without one. */
class TopnTest {
    private static final String KEYS = "| q, ESC or Ctrl-C: quit";

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    private Path home;

    @BeforeEach
    void startProcess() throws IOException {
        pmond.start();
        pmond.run("exec", "/bin/sleep", "--name", "web", "--", "1000").ok();
        home = Files.createDirectory(pmond.folder().resolve("home"));
    }

    private Screen open() {
        Command environment = Command.of("bash")
                .with("PATH", Tree.forEveryone() + "/bin:/usr/sbin:/usr/bin:/sbin:/bin")
                .with("PMON3_CONF", pmond.configFile().toString());
        return Screen.bash(home, home.resolve("bashrc"), environment).awaitLastLine("READY>");
    }

    private static Screen startTopn(Screen screen, String command) {
        screen.type("stty -g > before; clear").press("Enter");
        return screen.type(command).press("Enter").awaitText(KEYS).awaitText("web 1000");
    }

    /** The terminal's modes are what they were. */
    private void assertRestored(Screen screen) throws IOException {
        screen.await("a prompt", text -> screen.lastLine().endsWith("READY>"));
        screen.type("stty -g > after && echo restored-is-known").press("Enter");
        screen.await("stty's word", text -> text.lines().anyMatch("restored-is-known"::equals));
        assertThat(home.resolve("after")).hasSameTextualContentAs(home.resolve("before"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"q", "Escape", "C-c"})
    void aKeyQuitsAndGivesTheTerminalBack(String key) throws IOException {
        try (Screen screen = open()) {
            startTopn(screen, "pmon3 topn").press(key);
            assertRestored(screen);
        }
    }

    @Test
    void sChangesTheOrderAndArrowKeysNothing() throws IOException {
        try (Screen screen = open()) {
            startTopn(screen, "pmon3 topn -s 3600").awaitText("topn every 3600 s by CPU");
            screen.press("s").awaitText("topn every 3600 s by memory | s: by CPU");
            screen.press("Up").press("s").awaitText("topn every 3600 s by CPU").press("q");
            assertRestored(screen);
        }
    }

    @Test
    void newProcessesAreShownByThemselves() throws IOException {
        try (Screen screen = open()) {
            startTopn(screen, "pmon3 topn");
            pmond.run("exec", "/bin/sleep", "--name", "later", "--", "1000").ok();
            screen.awaitText("later 1000").press("q");
            assertRestored(screen);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Proc.SIGTERM, 2, 1})
    void aSignalGivesTheTerminalBack(int signal) throws IOException {
        try (Screen screen = open()) {
            startTopn(screen, "sh -c 'echo $$ > pid; exec pmon3 topn'");
            Proc.signal(Integer.parseInt(Files.readString(home.resolve("pid")).strip()), signal);
            assertRestored(screen);
        }
    }

    @Test
    void theEndOfPmondEndsItWithAMessage() throws IOException {
        try (Screen screen = open()) {
            startTopn(screen, "pmon3 topn");
            pmond.stop();
            screen.awaitText("pmond must be running");
            assertRestored(screen);
        }
    }

    @Test
    void withoutATerminalEachMemberIsShownOnce() {
        Path many = pmond.script("many", "#!/bin/sh\nfor i in $(seq 45); do sleep 12345 & done\nwait\n");
        pmond.run("exec", many.toString()).ok();
        Await.until("45 sleeping members", java.time.Duration.ofSeconds(20), () -> {
            return pmond.living().stream()
                            .filter(proc -> proc.words().contains("12345"))
                            .count()
                    == 45;
        });
        Ran ran = pmond.run("topn").ok();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.lines().stream().filter(line -> line.endsWith("sleep 12345")))
                .hasSize(45);
        assertThat(ran.lines().stream().map(String::strip)).anyMatch(line -> line.startsWith(pmond.pid() + " "));
        assertThat(ran.out()).contains("web 1000").doesNotContain("\u001b");
    }
}
